"""Who sits at the workbench: every page of it is opened by this door."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from members.drafts import unsaved
from portal.accounts import second_factor

from ...models import Call
from ..sight import sight_of

NAMES, LETTERS = 40, 9_000  # of what is kept for whoever is signed out, at most


def at_workbench(view=None, *, proposes=False, keeps=""):
    """Gives the view the Sight of this account on the call of the address's year; for whoever has none it is no page.

    The chair's seat comes before a role in the secretariat. proposes: not for auditors, who read.
    keeps: a name: whoever was signed out comes back to the page, and `taken_back` gives it what they typed.
    """
    if view is None:
        return lambda view: at_workbench(view, proposes=proposes, keeps=keeps)

    @wraps(view)
    def opened(request, year, *args, **parts):
        if not request.user.is_authenticated:
            keep_words(request, keeps, year, *parts.values())
            return redirect_to_login(request.get_full_path())
        call = get_object_or_404(Call.objects.exclude(status="draft"), year=year)
        sight = sight_of(request.user, call)
        if sight is None or (proposes and not sight.may_propose):
            raise Http404
        if settings.REQUIRE_STAFF_MFA and not second_factor.was_used(request):
            if not second_factor.has_factor(request.user):
                messages.warning(
                    request, _("The committee's pages open once you have set up a second step of signing in.")
                )
            keep_words(request, keeps, year, *parts.values())
            return second_factor.step(request, request.get_full_path())
        if sight.seat and not sight.seat.has_accepted:
            return redirect(f"{reverse('reviewing:terms')}?call={call.year}")
        return view(request, sight, *args, **parts)

    return login_not_required(opened) if keeps else opened  # that door would lose what was typed


def keep_words(request, name, *keys):
    """Put aside what was typed until its author is in again."""
    if request.method == "POST" and name:
        sent = list(request.POST.lists())[:NAMES]
        typed = {field: [one[:LETTERS] for one in values[:NAMES]] for field, values in sent}
        typed.pop("csrfmiddlewaretoken", None)
        unsaved.keep(request, "/".join(map(str, (name, *keys))), typed)


def taken_back(request, name, *keys) -> dict | None:
    """What was put aside under this name, once, as a form begins with it; None if there is nothing."""
    kept = unsaved.take(request, "/".join(map(str, (name, *keys))))
    many = ("reasons_",)
    return kept and {
        field: values if field.startswith(many) else (values or [""])[-1] for field, values in kept["typed"].items()
    }
