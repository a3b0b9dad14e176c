"""My nominations: all of them at a glance, and the way to begin one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from members.desk import desk
from members.models import Person
from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from .. import rules
from ..desk import waiting
from ..models import Call, Nomination
from ..outlook import Outlook, whole
from .own import own_of


def mine(request):
    """My nominations, newest call first: where each stands, what is next, by when, whom to ask; above them what waits
    for whoever acts for a country, because this is the page to which signing in leads.
    """
    call = Call.objects.current()
    now = call.now if call else clock.now()
    found = (
        Nomination.objects.owned_by(request.user).with_end().with_words().select_related("group", "submitted_version")
    )
    outlooks = [Outlook(nomination, now) for nomination in found.order_by("-call__year").prefetch_related(*whole())]
    may_start = can_start(request, call) and all(outlook.nomination.call_id != call.pk for outlook in outlooks)
    acting = desk(request.user, now)
    context = {"outlooks": outlooks, "call": call, "may_start": may_start, "now": now, "desk": acting}
    context["waits"] = waiting(acting.delegations, call, now)
    return render(request, "nominations/mine.html", context)


def can_start(request, call) -> bool:
    """Whether this person can begin a nomination in the call: it is open, for all or for them."""
    return call is not None and (call.is_open(call.now) or call.is_open(call.now, Person.of(request.user)))


@login_not_required
def start(request):
    """Begin a nomination in the open call: a page with one button, which leads to the first section."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, reverse("account_signup"))
    call = Call.objects.current()
    if request.method == "POST" and can_start(request, call):
        return begin(request, call)
    there = Nomination.objects.owned_by(request.user).filter(call=call).first()
    if there:
        return redirect(there)
    if not can_start(request, call):
        messages.error(request, _("No call is open at present, so a nomination cannot be started."))
        return redirect("nominations:call")
    return render(request, "nominations/start.html", {"call": call, "now": call.now})


def begin(request, call):
    """To the first section of a new nomination; to the list of sections of one that somebody is filling in."""
    try:
        nomination = Nomination.start(call=call, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("nominations:call")
    own = nomination if rules.owns(request.user, nomination) else own_of(request.user, nomination)
    there = own.revision or own.united_with_id
    return redirect(own) if there else redirect("nominations:section", own.pk, "you")
