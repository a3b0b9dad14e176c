"""Where the letter of a Member's nomination leads: the person reads what is asked, and agrees or declines by a button.

Whoever has the link may read the page and decline; only the account of the address that was asked agrees. To any other
account the page names nobody. What an answer came too late for is refused, and the page says what is so.
"""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.expected import ask_in
from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from ..models import Endorsement, Nomination
from .own import own_of

AGREED = {
    Nomination.Status.DRAFT: _("You agreed. Now complete your nomination and submit it."),
    Nomination.Status.WITHDRAWN: _(
        "You agreed. You withdrew this nomination before: undo that if you want to take part."
    ),
}
ON_IT = _("You agreed. The word of this Member is on your nomination now.")


@never_cache
@login_not_required
@require_safe
def consent(request, token):
    """What the link leads to, for whoever opens it."""
    endorsement, now = behind(token), clock.now()
    return render(request, "nominations/consent/page.html", about(request.user, endorsement, now))


@never_cache
@login_not_required
@require_POST
def agree(request, token):
    """The person agrees, and goes on to the nomination; who is not signed in does that first, and then asked again."""
    endorsement = behind(token)
    if not request.user.is_authenticated:
        there = reverse("nominations:consent", args=[token])
        return ask_in(request, endorsement.email, there) if endorsement.email else redirect(there)
    with suppress(Refused):
        nomination = endorsement.agree(by=request.user)
        messages.success(request, AGREED.get(nomination.status, ON_IT))
        return redirect(own_of(request.user, nomination) or "nominations:mine")
    return redirect("nominations:consent", token)


@never_cache
@login_not_required
def decline(request, token):
    """Asks once more, for declining is final; then declines."""
    endorsement = behind(token)
    if request.method == "POST":
        with suppress(Refused):
            endorsement.decline_naming(by=request.user if request.user.is_authenticated else None)
        return redirect("nominations:consent", token)
    context = about(request.user, endorsement, clock.now())
    if context["what"] or context["another"]:
        return redirect("nominations:consent", token)
    return render(request, "nominations/consent/decline.html", context)


def behind(token) -> Endorsement:
    """The nomination of a link; the 404 of a missing page where we made no such link."""
    endorsement = Endorsement.behind(token)
    if endorsement is None:
        raise Http404
    return endorsement


def about(user, endorsement, now) -> dict:
    """What the pages know: what has become of it (`what`), whether another account looks, and the reader's own nomination."""
    own = own_of(user, endorsement.nomination)
    return {
        "endorsement": endorsement,
        "call": endorsement.call,
        "now": now,
        "what": endorsement.what_is_so(now),
        "own": own,
        "another": user.is_authenticated and not own and not endorsement.is_for(user),
    }
