"""What a chair does with a dossier: give it on, set a review aside, say who has a conflict, speak to the committee."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.lifecycle.text import tidy

from ..another import who_may_take
from ..chairing import Chairing
from ..committee_forms import ConflictForm, ReasonForm
from ..models import Assignment, Remark
from ..models.binding import declare, impose
from ..phase import why_closed
from .committee import listed_at
from .committee_dossier import committee_of, judged, shown
from .in_committee import in_committee, which
from .thread import no_longer_say


def there(request, seat, nomination) -> str:
    return reverse("reviewing:committee_dossier", args=[nomination.pk]) + which(seat, request)


@require_POST
@in_committee(chairs=True)
def give(request, seat, pk):
    """To another reviewer, by one click; back to where it was clicked."""
    nomination, shares = judged(seat, pk), Chairing(seat).shares
    typed = request.POST.get("reviewer", "")
    reviewer = next((share.reviewer for share in shares if str(share.reviewer.pk) == typed), None)
    if reviewer is None:
        raise Http404
    found = who_may_take([nomination], shares, clock.now())[nomination.pk]
    codes = next((one.codes for one in found if one.reviewer == reviewer), ["another"])
    try:
        if closed := why_closed(seat.call, clock.now()):
            raise Refused(closed)
        Assignment.give(nomination, reviewer, by=request.user, reasons=codes, capacity=seat.as_what)
        words = {"who": reviewer.user, "what": nomination.display_name}
        messages.success(request, _("%(what)s: given to %(who)s.") % words)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(listed_at(request, seat) if "back" in request.POST else there(request, seat, nomination))


@require_POST
@in_committee(chairs=True, keeps="committee_void")
def void(request, seat, pk, assignment):
    """Set a review aside, with a reason that stays with it."""
    nomination = judged(seat, pk)
    found = get_object_or_404(nomination.assignments, pk=assignment)
    form = ReasonForm(request.POST, of=found.pk)
    if form.is_valid():
        try:
            found.void_review(**form.cleaned_data, by=request.user, capacity=seat.as_what)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            who = {"who": found.reviewer}
            messages.success(request, _("The review of %(who)s is set aside. It counts no longer.") % who)
            return redirect(there(request, seat, nomination))
    return shown(request, seat, nomination, voiding=form, status=400)


@require_POST
@in_committee(chairs=True, keeps="committee_conflict")
def conflict(request, seat, pk):
    """Say that somebody of the committee may not judge it: from now on it is not there for them."""
    nomination = judged(seat, pk)
    form = ConflictForm(request.POST, seats=committee_of(seat))
    if not form.is_valid():
        return shown(request, seat, nomination, conflict=form, status=400)
    mine, reason = form.seat.pk == seat.pk, form.cleaned_data["reason"]
    said = {"reason": reason, "by": request.user, "capacity": seat.as_what}
    try:
        (declare if mine else impose)(nomination, form.seat.user, **said, at=clock.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return shown(request, seat, nomination, conflict=form, status=400)
    messages.success(request, _("%(who)s no longer sees this nomination.") % {"who": form.seat})
    return redirect(listed_at(request, seat) if mine else there(request, seat, nomination))


@require_POST
@in_committee(chairs=True, keeps="committee_remark")
def remark(request, seat, pk):
    """Say something to those who judge it; twice sent is said once."""
    nomination, text = judged(seat, pk), request.POST.get("text", "")
    token = tidy(request.POST.get("token", ""))[:36]
    try:
        Remark.say(nomination, seat, text=text, token=token, by=request.user)
    except Refused as refusal:
        return shown(request, seat, nomination, remark=text, refusal=str(refusal), status=409)
    return redirect(f"{there(request, seat, nomination)}#thread")


@require_POST
@in_committee(chairs=True)
def take_back(request, seat, pk, remark):
    """One's own remark alone."""
    nomination = judged(seat, pk)
    no_longer_say(request, get_object_or_404(seat.remarks, pk=remark, nomination=nomination))
    return redirect(f"{there(request, seat, nomination)}#thread")
