"""The committee's conversation on a nomination, as its reviewers have it; the chair's page uses the same verbs."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.lifecycle.models import Refused
from portal.lifecycle.text import tidy

from ..forms import ReviewForm
from ..models import Remark
from ..models.remark import speaks
from .in_committee import in_committee, own
from .review import begun
from .review import page as review_page


def demand_part(assignment):
    """Before one's own review is in, the conversation is not there."""
    if not speaks(assignment.reviewer, assignment.nomination):
        raise Http404


@require_POST
@in_committee(keeps="remark")
def remark(request, seat, pk):
    """Say something to the others who judge this nomination."""
    assignment = own(request, pk)
    demand_part(assignment)
    text, token = request.POST.get("text", ""), tidy(request.POST.get("token", ""))[:36]
    try:
        Remark.say(assignment.nomination, assignment.reviewer, text=text, token=token, by=request.user)
    except Refused as refusal:
        form = ReviewForm(assignment, review=begun(assignment))
        return review_page(request, assignment, form, refusal=str(refusal), remark=text, status=409)
    return redirect(f"{assignment.get_absolute_url()}#thread")


@require_POST
@in_committee
def take_back(request, seat, pk, remark):
    """One's own remark alone."""
    assignment = own(request, pk)
    demand_part(assignment)
    remarks = assignment.reviewer.remarks
    no_longer_say(request, get_object_or_404(remarks, pk=remark, nomination=assignment.nomination_id))
    return redirect(f"{assignment.get_absolute_url()}#thread")


def no_longer_say(request, mine):
    """Take a remark of one's own back, and tell whether that was done."""
    try:
        mine.take_back(by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back: the others no longer read it."))
