"""Whose desk it is: every page of a Member's desk is opened by this door."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from members.models import Delegate
from portal.lifecycle import clock

from ..desk import Desk
from ..models import Call, Endorsement
from ..models.endorsement_queries import WRITERS


def at_desk(view):
    """Gives the view the Desk of this account; for whoever has none, the address is no page.

    Of a Member that has not its rights, the desk says so at its first page, and all others lead there.
    """

    @wraps(view)
    def opened(request, *args, **parts):
        call = Call.objects.current()
        at = call.now if call else clock.now()
        delegate = writer(request.user, at)
        if delegate is None:
            raise Http404
        delegate.state = delegate.standing(at)
        if delegate.state == "acting":
            return view(request, Desk(delegate, call, at), *args, **parts)
        if parts or request.resolver_match.view_name != "nominations:desk":
            return redirect("nominations:desk")
        return render(request, "nominations/desk/resting.html", {"delegate": delegate})

    return opened


def writer(user, at) -> Delegate | None:
    """As whom this account writes for a Member: as focal point rather than as deputy, where both."""
    found = Delegate.objects.outside().current(at).filter(user=user, capacity__in=WRITERS).select_related("member")
    return min(found, key=lambda one: (one.standing(at) != "acting", one.capacity != "focal_point"), default=None)


def own(desk, pk, **state) -> Endorsement:
    """One of this Member's, of whatever call; the 404 of a missing page for anything else."""
    rows = Endorsement.objects.filter(member=desk.member, **state)
    return get_object_or_404(rows.select_related("call", "member", "group", "letter_row"), pk=pk)
