"""Leaving a reserve list: a page that asks, and a POST that acts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused

from ..models import Decision


def leave(request, pk):
    """Of the person's own place alone."""
    rows = Decision.objects.filter(nomination__person__user=request.user, outcome=Decision.Outcome.RESERVE)
    place = get_object_or_404(rows.exclude(published_at=None).select_related("nomination", "call", "group"), pk=pk)
    if request.method == "POST":
        return act(request, place)
    if not place.is_waiting:
        raise Http404
    words = {
        "question": _("Leave the reserve list?"),
        "consequence": _("No seat of this call will be offered to you any more. This cannot be undone."),
        "button": _("Leave the list"),
    }
    return render(request, "nominations/confirm.html", words | {"nomination": place.nomination, "call": place.call})


def act(request, place):
    """A second click is told the same."""
    try:
        place.leave(by=request.user)
        messages.success(request, _("You left the reserve list."))
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect(place.nomination)
