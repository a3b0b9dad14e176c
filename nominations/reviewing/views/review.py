"""One nomination beside the rubric: read, score, save. Saving is handing in, until the phase closes."""

import secrets
from contextlib import suppress

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from members.drafts.choosing import both_versions
from members.drafts.pages import revision_in, revision_of, window_in, window_of
from portal.lifecycle.models import Refused

from ..dossier import Dossier
from ..forms import ReviewForm
from ..models import Assignment, Remark, Review
from ..models.remark import why_silent
from ..models.review import Overtaken
from ..models.sharing import known_as
from ..phase import why_closed
from ..progress import progress_of
from .in_committee import in_committee, own, taken_back

LEADS = ("conflict", "decline")  # pages to which a button of the rubric leads, with what was typed kept


@in_committee(keeps="review")
def review(request, seat, pk):
    """The page, or what it sent."""
    assignment = own(request, pk)
    if request.method == "POST":
        return save(request, assignment, request.POST)
    if kept := taken_back(request, "review", pk):
        return restore(request, assignment, kept)
    return page(request, assignment, ReviewForm(assignment, review=begun(assignment)))


def begun(assignment) -> Review | None:
    """As it stood when the assignment was looked up."""
    return getattr(assignment, "review", None)


def save(request, assignment, sent):
    """Hand in what is whole and go on to the next; keep what is half, and say what is missing."""
    form = filled(assignment, sent)
    about = {"by": request.user, "revision": revision_of(request), "window": window_of(request)}
    try:
        if sent.get("go") in LEADS or not form.is_valid():
            return aside(request, assignment, form, about)
        changes, form.review = assignment.is_in, assignment.save_review(**form.words(), **about)
    except Overtaken as overtaken:
        return choose(request, assignment, form, overtaken)
    except Refused as refusal:
        with suppress(Refused):
            form.review = assignment.keep_draft(**form.words(), **about)
        return page(request, own(request, assignment.pk), form, refusal=str(refusal), status=409)
    if not form.review.is_complete:
        form.ask_for_the_rest()
        return page(request, own(request, assignment.pk), form, saved=True)
    said = _("Your review of %(reference)s is in. You can change it until reviews close.")
    messages.success(request, said % {"reference": assignment.nomination.reference})
    return redirect(onward(assignment, changes))


def aside(request, assignment, form, about):
    """Keep what cannot be handed in as it is, or is not meant to be yet."""
    leads = form.data.get("go")
    if form.is_touched:
        form.review = assignment.keep_draft(**form.words(), **about)
    if leads in LEADS:
        return redirect(f"reviewing:{leads}", assignment.pk)
    return page(request, own(request, assignment.pk), form, saved=True, status=400)


def filled(assignment, sent) -> ReviewForm:
    """The form with what came; where the other of two versions was chosen, with that one."""
    review = begun(assignment)
    other = ReviewForm.sent(review.words) if review else {}
    typed = {name: other.get(name, "") if sent.get(f"keep-{name}") == "other" else sent[name] for name in sent}
    return ReviewForm(assignment, typed, review=review)


def choose(request, assignment, form, overtaken):
    """The page to choose between what came and what another window saved; where nothing was said here, that stands."""
    other = ReviewForm(assignment, ReviewForm.sent(overtaken.review.words), review=overtaken.review)
    unsaid = [name for name in form.fields if not form.data.get(name, "").strip()]
    form = ReviewForm(assignment, form.data | {name: other.data.get(name, "") for name in unsaid}, review=other.review)
    overtaken.names = [name for name in form.fields if form.said(name).strip() != other.said(name).strip()]
    if not overtaken.names:
        return page(request, own(request, assignment.pk), form, refusal=str(overtaken), status=409)
    return both_versions(
        request,
        form,
        other,
        overtaken,
        title=assignment.nomination.reference,
        action=assignment.get_absolute_url(),
        revision=other.revision,
        back=(reverse("reviewing:queue"), _("Back to your queue")),
    )


def restore(request, assignment, kept):
    """Keep what was typed before the session ended as a draft, and show it."""
    form = filled(assignment, kept)
    about = {"by": request.user, "revision": revision_in(kept), "window": window_in(kept)}
    try:
        if form.is_touched:
            assignment.keep_draft(**form.words(), **about)
    except Overtaken as overtaken:
        return choose(request, assignment, form, overtaken)
    except Refused as refusal:
        return page(request, assignment, form, refusal=str(refusal), status=409)
    messages.success(request, _("You had been signed out. What you typed then is here. Save it to hand it in."))
    return redirect(assignment)


def onward(assignment, changes=False) -> str:
    """To the next one that waits, or to the queue: after a change of what was in, and at the end."""
    waiting = Assignment.objects.visible_to(assignment.reviewer.user).filter(
        reviewer=assignment.reviewer_id, status=Assignment.Status.ASSIGNED
    )
    following = None if changes else waiting.exclude(pk=assignment.pk).in_order().first()
    return following.get_absolute_url() if following else queue_of(assignment)


def queue_of(assignment) -> str:
    return f"{reverse('reviewing:queue')}?call={assignment.reviewer.call.year}"


def page(request, assignment, form, *, refusal="", saved=False, remark="", status=200):
    """A refusal stands above what was typed, so that it can be copied."""
    now, call, nomination = assignment.now, assignment.reviewer.call, assignment.nomination
    context = {
        "assignment": assignment,
        "nomination": nomination,
        "call": call,
        "now": now,
        "form": form,
        "review": form.review,
        "dossier": Dossier(assignment.version, address_of(assignment), request.GET.get("show", "")),
        "progress": progress_of(assignment.reviewer),
        "queue": queue_of(assignment),
        "closed": why_closed(call, now),
        "errors": [{"text": refusal, "target": ""}] if refusal else [],
        "saved": saved,
        "window": secrets.token_hex(8),
        **beside(request, assignment, remark),
    }
    return render(request, "reviewing/review.html", context, status=status)


def beside(request, assignment, remark) -> dict:
    """What others of the committee say of it: nothing before one's own review is in."""
    call = assignment.reviewer.call
    if not assignment.is_in:
        return {}
    remarks = Remark.objects.said_on(assignment.nomination)  # whoever is in hears it
    return {
        "others": [(known_as(one.assignment.reviewer, call), one) for one in assignment.others()],
        "remarks": [(known_as(one.reviewer, call), one) for one in remarks],
        "remark": remark or (taken_back(request, "remark", assignment.pk) or {}).get("text", ""),
        "token": secrets.token_hex(16),
        "silent": why_silent(call),
    }


def address_of(assignment):
    """Where a reviewer finds the files: at addresses that go through the assignment."""

    def address(document, number):
        if number is None:
            return reverse(f"reviewing:{document.kind}", args=[assignment.pk])
        return reverse("reviewing:page", args=[assignment.pk, document.kind, number])

    return address
