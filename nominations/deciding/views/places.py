"""The reserve lists at the workbench, in their order, and changing it."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from ..models import Decision
from ..reserve import is_over
from .at_workbench import at_workbench


def places(sight):
    rows = Decision.objects.standing().filter(call=sight.call, outcome="reserve").seen_by(sight)
    return rows.select_related("nomination", "group").defer("nomination__answers").order_by("group__order", "rank")


@require_safe
@at_workbench
def lists(request, sight):
    """Each group's list; places of people whom a conflict bars from this reader are left out, and not told of."""
    by_group = [(group, list(rows)) for group, rows in groupby(places(sight), lambda one: one.group)]
    coming = dict(
        Decision.objects.proposed()
        .filter(call=sight.call)
        .exclude(outcome="reserve")
        .seen_by(sight)
        .values_list("nomination", "outcome")
    )
    for _group, rows in by_group:
        for number, one in enumerate(rows, start=1):
            one.number = number
            one.coming = coming.get(one.nomination_id) and Decision.Outcome(coming[one.nomination_id]).label
        waiting = [one for one in rows if one.status == "published" and not one.coming]
        if (
            waiting and not sight.lacks and not is_over(sight.call, clock.now())
        ):  # whoever is barred from somebody does not learn whether these come before
            waiting[0].is_next = True
    return render(request, "deciding/places.html", {"sight": sight, "call": sight.call, "lists": by_group})


@require_POST
@at_workbench(proposes=True)
def place(request, sight, pk):
    """One up or one down, or to a place by its number, counted among those whom this reader sees."""
    mine = get_object_or_404(places(sight).proposed(), nomination=pk)
    others = list(places(sight).filter(group=mine.group))
    at, typed = [one.pk for one in others].index(mine.pk), request.POST.get("to", "")
    number = int(typed) - 1 if typed.isascii() and typed.isdecimal() and len(typed) < 5 else None
    to = {"up": at - 1, "down": at + 1}.get(typed, number)
    if to is None:
        messages.error(request, _("Write the place as a number, such as 3."))
    elif (to := min(max(to, 0), len(others) - 1)) != at:
        try:
            order = [one.pk for one in others]
            order.insert(to, order.pop(at))
            Decision.reorder(sight.call, order, by=request.user, capacity=sight.as_what)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("deciding:places", sight.call.year)
