"""Three ways past a nomination without a review: later, a conflict, and not at all."""

from contextlib import suppress

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.drafts.pages import revision_of, window_of
from portal.lifecycle.models import Refused

from ..forms import ConflictForm, DeclineForm
from ..models import Assignment
from .in_committee import in_committee, own, taken_back
from .review import filled, onward


@require_POST
@in_committee(keeps="review")
def skip(request, seat, pk):
    """Later: what was typed is kept as a draft, and the next one comes."""
    assignment = own(request, pk)
    form = filled(assignment, request.POST)
    about = {"by": request.user, "revision": revision_of(request), "window": window_of(request)}
    try:
        if "revision" in request.POST and form.is_touched:
            with suppress(Refused):  # another window has newer words: those stay
                assignment.keep_draft(**form.words(), **about)
        assignment.skip(by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(assignment)
    messages.success(request, _("Skipped: it now waits at the end of your queue."))
    return redirect(onward(assignment))


@in_committee(keeps="conflict")
def conflict(request, seat, pk):
    """Say what the conflict is; then the nomination is gone from this reviewer."""
    assignment = own(request, pk)
    form = opened(request, ConflictForm, "conflict", pk)
    if request.method == "POST" and form.is_valid():
        return decline_for(request, assignment, form, Assignment.Why.CONFLICT, "reviewing/conflict.html")
    return page(request, assignment, form, "reviewing/conflict.html")


@in_committee(keeps="decline")
def decline(request, seat, pk):
    """Abstain, or say why else it is not reviewed."""
    assignment = own(request, pk)
    form = opened(request, DeclineForm, "decline", pk)
    if request.method == "POST" and form.is_valid():
        return decline_for(request, assignment, form, form.cleaned_data["why"], "reviewing/decline.html")
    return page(request, assignment, form, "reviewing/decline.html")


def opened(request, form, name, pk):
    """The form with what came, or with what was typed before the session ended."""
    if request.method == "POST":
        return form(request.POST)
    return form(initial=taken_back(request, name, pk))


def decline_for(request, assignment, form, why, template):
    following = onward(assignment)
    try:
        assignment.decline(why=why, note=form.cleaned_data["note"], by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return page(request, assignment, form, template, status=409)
    if why == Assignment.Why.CONFLICT:
        messages.success(request, _("Your conflict is noted. The nomination is no longer shown to you."))
    else:
        messages.success(request, _("You do not review this nomination. The secretariat can give it to somebody else."))
    return redirect(following)


def page(request, assignment, form, template, status=None):
    context = {"assignment": assignment, "nomination": assignment.nomination, "form": form}
    return render(request, template, context, status=status or (400 if form.errors else 200))
