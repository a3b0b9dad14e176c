"""What a chair sees of the call: how far the reviews are, and its dossiers, those that need a look first."""

from urllib.parse import urlencode

from django.http import QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.lifecycle import clock
from portal.lifecycle.sheet import lines

from ..another import who_may_take
from ..chairing import Chairing
from ..committee_forms import ListForm
from ..committee_table import HEAD, remember, told
from ..phase import why_closed
from ..rows import rows_of
from .in_committee import in_committee, which

A_PAGE = 50


@require_safe
@in_committee(chairs=True)
def committee(request, seat):
    """Progress, reviewers with their leniency, and a page of dossiers."""
    chairing = Chairing(seat)
    form, number = ListForm(request.GET, groups=chairing.groups), asked(request)
    places = chairing.standing.listed(**form.listing)
    rows = rows_of(chairing, places[number * A_PAGE : (number + 1) * A_PAGE])
    closed = why_closed(seat.call, at := clock.now())
    doubtful = [row.nomination for row in rows if row.wants_another and not closed]
    candidates = who_may_take(doubtful, chairing.shares, at) if doubtful else {}
    for row in rows:
        row.candidates = candidates.get(row.nomination.pk, [])
    here = which(seat, request)
    kept = ({"call": seat.call.year} if here else {}) | form.kept
    context = {
        "seat": seat,
        "call": seat.call,
        "chairing": chairing,
        "closed": closed,
        "form": form,
        "rows": rows,
        "found": len(places),
        "first": number * A_PAGE + 1,
        "last": number * A_PAGE + len(rows),
        "here": here,
        "kept": urlencode(kept),
        "previous": "?" + urlencode({**kept, "page": number - 1}) if number else "",
        "next": "?" + urlencode({**kept, "page": number + 1}) if (number + 1) * A_PAGE < len(places) else "",
    }
    return render(request, "reviewing/committee.html", context)


@require_POST
@in_committee(chairs=True)
def table(request, seat):
    """The same dossiers as a file, in the same order, all of them; who took it, and how much, is kept."""
    chairing = Chairing(seat)
    form = ListForm(request.GET, groups=chairing.groups)
    places = chairing.standing.listed(**form.listing)
    remember(seat, rows=len(places), filters=urlencode(form.kept))
    response = StreamingHttpResponse(
        lines([str(word) for word in HEAD.values()], told(chairing, places)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="committee-{seat.call.year}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def asked(request) -> int:
    """The page that was asked for, from 0; anything odd is the first."""
    typed = request.GET.get("page", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0


def listed_at(request, seat) -> str:
    """The list's address as it was left, out of what the page sent along; anything odd is the plain list."""
    left = QueryDict(request.POST.get("back", "")[:300])
    known = {name: left[name] for name in ("call", "group", "state", "order", "page") if left.get(name)}
    return reverse("reviewing:committee") + ("?" + urlencode(known) if known else which(seat, request))
