"""One dossier for the chair: what was handed in, every review by name, the committee's conversation. Its acts: committee_acts.py."""

import secrets

from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.lifecycle import clock
from portal.pdf.delivery import GUARDS, opened

from ..another import who_may_take
from ..chairing import Chairing
from ..committee_forms import ConflictForm, ReasonForm
from ..dossier import Dossier
from ..models import Assignment, Remark
from ..models.remark import why_silent
from ..phase import why_closed
from ..rows import rows_of
from .files import handed
from .in_committee import in_committee, taken_back, which


def judged(seat, pk):
    """The dossier, if it exists for this chair; else the 404 of a missing page."""
    rows = seat.sees().select_related("call", "group", "submitted_version")
    return get_object_or_404(rows.defer("answers"), pk=pk)


@require_safe
@in_committee(chairs=True)
def dossier(request, seat, pk):
    """What was handed in beside what the reviewers say of it; with what was typed before the session was lost."""
    nomination = judged(seat, pk)
    said, void, conflict = (taken_back(request, f"committee_{name}", pk) for name in ("remark", "void", "conflict"))
    return shown(
        request,
        seat,
        nomination,
        voiding=void and ReasonForm(initial=void, of=void.get("of")),
        conflict=conflict and ConflictForm(initial=conflict, seats=committee_of(seat)),
        remark=(said or {}).get("text", ""),
    )


def shown(request, seat, nomination, *, voiding=None, conflict=None, remark="", refusal="", status=200):
    """The page. voiding, conflict: forms with what was wrong in them; remark: what was typed when it was refused."""
    chairing, here, version = Chairing(seat), which(seat, request), nomination.submitted_version
    version.nomination = nomination
    row, closed = row_of(chairing, nomination), why_closed(seat.call, at := clock.now())
    context = {
        "seat": seat,
        "call": seat.call,
        "nomination": nomination,
        "row": row,
        "dossier": Dossier(version, address_of(here, nomination), request.GET.get("show", "")),
        "assignments": given_to(nomination, seat.call, voiding),
        "closed": closed,
        "candidates": who_may_take([nomination], chairing.shares, at)[nomination.pk] if row and not closed else [],
        "conflict": conflict or ConflictForm(seats=committee_of(seat)),
        "form": conflict or voiding,  # for the summary of what is wrong
        "errors": [{"text": refusal, "target": "remark"}] if refusal else [],
        "here": here,
        "keep": here.replace("?", "&") + "#dossier",
        **conversation(seat, nomination, here),
        "remark": remark,
    }
    return render(request, "reviewing/committee_dossier.html", context, status=status)


def row_of(chairing, nomination):
    """Its line of the list; None where it is checked, and not scored."""
    places = (chairing.tallies.number == nomination.number).nonzero()[0]
    return next(iter(rows_of(chairing, places)), None)


def given_to(nomination, call, voiding=None) -> list:
    """Whoever has or had it, in the order in which they were named: with all they handed in, and how to set it aside."""
    rows = Assignment.objects.filter(nomination=nomination).exclude(status=Assignment.Status.RELEASED)
    rows = list(rows.select_related("reviewer__user", "reviewer__call", "review").order_by("reviewer__order"))
    criteria = list(call.criteria.all())
    for one in rows:
        one.versions = one.review.versions() if hasattr(one, "review") else []
        for version in one.versions:
            version["lines"] = [(each.name, version["scores"].get(str(each.pk), "–")) for each in criteria]
        if voiding and str(voiding.of) == str(one.pk):
            one.voiding = voiding
        elif one.status == Assignment.Status.DONE and call.status != call.Status.CONCLUDED:
            one.voiding = ReasonForm(of=one.pk)
    return rows


def committee_of(seat):
    """Who can have a conflict: everybody who serves, the chair too."""
    return seat.call.reviewers.serving().select_related("user").order_by("order")


def conversation(seat, nomination, here) -> dict:
    """What the committee says to each other; the chair reads names."""
    return {
        "remarks": [(one.reviewer, one) for one in Remark.objects.heard_by(seat, nomination)],
        "say": reverse("reviewing:committee_remark", args=[nomination.pk]) + here,
        "mine": seat,
        "token": secrets.token_hex(16),
        "silent": why_silent(seat.call),
    }


# --- files


def address_of(here, nomination):
    """Where this chair finds a page of a document, or the file."""

    def address(document, number):
        parts = (nomination.pk, document.pk) + (() if number is None else (number,))
        return reverse(f"reviewing:committee_{'file' if number is None else 'page'}", args=parts) + here

    return address


def document_of(seat, pk, document):
    version = judged(seat, pk).submitted_version
    return get_object_or_404(version.documents, pk=document)


@require_safe
@in_committee(chairs=True)
def file(request, seat, pk, document):
    """A file of what was handed in, to be saved."""
    return handed(request, document_of(seat, pk, document))


@require_safe
@in_committee(chairs=True)
def page(request, seat, pk, document, number):
    """One page of it as a picture."""
    leaf = get_object_or_404(document_of(seat, pk, document).pages, number=number)
    return FileResponse(opened(leaf.picture.name), content_type="image/webp", headers=GUARDS)
