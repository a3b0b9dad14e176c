"""Whose seat it is: every page of the committee is opened by this door."""

from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import OuterRef
from django.db.models.functions import Now
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from members.drafts import unsaved
from nominations.models.reading import seat_rows
from portal.accounts import second_factor
from portal.accounts.models import User
from portal.lifecycle.prepared import Prepared

from ..models import Assignment, Reviewer

NAMES, LETTERS = 30, 9_000  # of what is kept for whoever is signed out, at most
BACK = {  # what is kept, and the page that gives it back
    "review": "reviewing:review",
    "remark": "reviewing:review",
    "conflict": "reviewing:conflict",
    "decline": "reviewing:decline",
    "facts": "reviewing:terms",
    "committee_remark": "reviewing:committee_dossier",
    "committee_void": "reviewing:committee_dossier",
    "committee_conflict": "reviewing:committee_dossier",
}


def in_committee(view=None, *, chairs=False, before_terms=False, keeps=""):
    """Gives the view the seat (Reviewer) of this account; for whoever has none, the address is no page.

    The seat is that in the newest call, or in the one of `?call=2025`. chairs: the chair's pages. It asks for the second
    step of signing in, and then for the terms, before anything is shown; `before_terms` marks the page that asks for them.
    keeps: a name of BACK: whoever was signed out comes back to that page, and `taken_back` gives it what they typed.
    """
    if view is None:
        return lambda view: in_committee(view, chairs=chairs, before_terms=before_terms, keeps=keeps)

    @wraps(view)
    def opened(request, *args, **parts):
        if not request.user.is_authenticated:
            return redirect_to_login(keep_words(request, keeps, parts))
        seat = seat_of(request)
        if seat is None or (chairs and not seat.chairs):
            raise Http404
        if settings.REQUIRE_STAFF_MFA and not second_factor.was_used(request):
            if not second_factor.has_factor(request.user):
                messages.warning(
                    request, _("The committee's pages open once you have set up a second step of signing in.")
                )
            return second_factor.step(request, keep_words(request, keeps, parts))
        if not seat.has_accepted and not before_terms:
            return redirect(f"{reverse('reviewing:terms')}{which(seat, request)}")
        return view(request, seat, *args, **parts)

    return login_not_required(opened) if keeps else opened  # that door would lose what was typed


def one(user, pk):
    """For `own`."""
    rows = Assignment.objects.visible_to(User(pk=user)).filter(pk=pk).with_rubric()
    rows = rows.annotate(now=Now(), seat_rows=seat_rows(OuterRef("reviewer__call")))
    return rows.select_related("nomination__group", "version", "reviewer__call", "review").defer("nomination__answers")


seats_of, one_of_own = Prepared(Reviewer.objects.of, user=int), Prepared(one, user=int, pk=UUID)


def seat_of(request) -> Reviewer | None:
    seats = seats_of.rows(user=request.user.pk) if request.user.is_authenticated else []
    request.seats = seats  # of all calls, for the switch between them
    year = request.GET.get("call", "")
    return next((seat for seat in seats if str(seat.call.year) == year), None) if year else next(iter(seats), None)


def which(seat, request) -> str:
    """The end of an address that leads to this seat: empty for the one that opens by itself."""
    return "" if seat == next(iter(request.seats), None) else f"?call={seat.call.year}"


def own(request, pk) -> Assignment:
    """One of this account's that stands, of whatever call, with what was begun on it, the rubric, the groups and the present
    moment (`now`); the 404 of a missing page for anything else.
    """
    assignment = one_of_own.first(user=request.user.pk, pk=pk) if request.user.is_authenticated else None
    if assignment is None:
        raise Http404
    assignment.reviewer.user = request.user
    assignment.version.nomination = assignment.nomination
    assignment.nomination.call = assignment.reviewer.call
    assignment.reviewer.call.seat_rows = assignment.seat_rows
    return assignment


def keep_words(request, name, parts) -> str:
    """Put aside what was typed until its author is in again; gives the address to come back to."""
    if request.method != "POST" or not name:
        return request.get_full_path()
    typed = {field: request.POST[field][:LETTERS] for field in list(request.POST)[:NAMES]}
    typed.pop("csrfmiddlewaretoken", None)
    unsaved.keep(request, f"{name}/{parts.get('pk', '')}", typed)
    return reverse(BACK[name], kwargs={"pk": parts["pk"]} if "pk" in parts else {})


def taken_back(request, name, pk="") -> dict | None:
    """What was put aside under this name, once: field to words; None if there is nothing."""
    kept = unsaved.take(request, f"{name}/{pk}")
    return kept and kept["typed"]
