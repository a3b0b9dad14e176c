"""The desk of whoever acts or acted for a Member: in which capacity, until when, and what they did."""

from django.shortcuts import render

from portal.lifecycle import clock

from ..acts import acts_of
from ..models import Delegate
from ..models.delegate import Capacity


def acting(request):
    """One's own delegations, those of today first, and one's own acts in these capacities; nobody else's."""
    now, page = clock.now(), asked(request)
    own = Delegate.objects.filter(user=request.user)
    mine = list(own.select_related("member"))
    for delegate in mine:
        delegate.state = delegate.standing(now)
    acts, older = acts_of(request.user, mine, page)
    context = {
        "present": [delegate for delegate in mine if delegate.state not in ("over", "ahead")],
        "ahead": [delegate for delegate in mine if delegate.state == "ahead"],
        "past": [delegate for delegate in mine if delegate.state == "over" and not delegate.never],
        "council": any(delegate.capacity == Capacity.COUNCIL and not delegate.never for delegate in mine),
        "inside": bool(mine) and not own.outside().exists(),
        "acts": acts,
        "newer": f"?page={page - 1}" if page else "",
        "older": f"?page={page + 1}" if older else "",
    }
    return render(request, "members/acting.html", context)


def asked(request) -> int:
    """The page of acts that was asked for, from 0; anything odd is the first."""
    typed = request.GET.get("page", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0
