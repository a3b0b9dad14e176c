"""The public pages of the call."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from members.models import Member
from portal.lifecycle import clock

from ..models import Call, Nomination
from ..printed import printed
from .kept import kept


@login_not_required
def current(request):
    """The call as everybody may read it: two statements at most for a visitor, and nothing that depends on who reads."""
    call = Call.objects.current()
    if call is None:
        return render(request, "nominations/closed.html", {"phase": "none", "now": clock.now()})
    phase = call.phase(call.now)
    return kept(request, call, phase, partial(page, request, call, phase))


def page(request, call, phase):
    """The call's page, made for this reader."""
    context = {"call": call, "now": call.now, "phase": phase, "own": own(request.user, call)}
    if phase in ("closed", "concluded"):
        return render(request, "nominations/closed.html", context)
    return render(request, "nominations/call.html", context | {"capitals": capitals(call.now.date())})


def own(user, call) -> Nomination | None:
    """The reader's own nomination in this call."""
    return Nomination.objects.owned_by(user).filter(call=call).first() if user.is_authenticated else None


def capitals(day) -> list[Member]:
    """The Members of a day whose capitals' clocks are known, by name."""
    return sorted((member for member in Member.objects.on(day) if member.zone), key=lambda member: member.sort_key)


@login_not_required
def questions(request):
    """Every question before anybody has to sign up; prints well."""
    call = Call.objects.current()
    context = {"call": call, "phase": call.phase(call.now) if call else "none", "sections": printed(call)}
    return render(request, "nominations/questions.html", context)
