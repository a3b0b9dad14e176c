"""My nominations: all of them at a glance, and the way to begin one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from members.models import Person
from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from ..models import Call, Nomination
from ..outlook import Outlook


def mine(request):
    """My nominations, newest call first: where each stands, what is next, by when, whom to ask."""
    now = clock.now()
    found = (
        Nomination.objects.owned_by(request.user)
        .select_related("call", "group", "submitted_version")
        .order_by("-call__year")
    )
    outlooks = [Outlook(nomination, now) for nomination in found]
    call = Call.objects.current()
    may_start = (
        call is not None
        and call.is_open(now, Person.of(request.user))
        and all(o.nomination.call_id != call.pk for o in outlooks)
    )
    return render(
        request, "nominations/mine.html", {"outlooks": outlooks, "call": call, "may_start": may_start, "now": now}
    )


@login_not_required
def start(request):
    """Begin a nomination in the open call: a page with one button, which leads to the first section."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path})}")
    call = Call.objects.current()
    there = Nomination.objects.owned_by(request.user).filter(call=call).first()
    if there:
        return redirect(there)
    if call is None or not call.is_open(clock.now(), Person.of(request.user)):
        messages.error(request, _("No call is open at present, so a nomination cannot be started."))
        return redirect("nominations:call")
    if request.method != "POST":
        return render(request, "nominations/start.html", {"call": call, "now": clock.now()})
    try:
        nomination = Nomination.start(call=call, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("nominations:call")
    return redirect("nominations:section", nomination.pk, "you")
