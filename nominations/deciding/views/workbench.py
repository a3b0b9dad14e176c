"""The workbench: the nominations of a call, what is proposed for each, and the composition of the choice."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..board import A_PAGE, Board
from ..forms.board import BoardForm
from ..models import DecisionBatch
from ..seen_obstacles import in_the_way
from ..what_if import asked_rows, composition
from .at_workbench import at_workbench


@require_safe
@at_workbench
def workbench(request, sight):
    """A page of nominations beside the composition; with rows turned the composition as it would be. Writes nothing."""
    board, rows = Board(sight), asked_rows(request.GET)
    context = {"sight": sight, "call": sight.call, "composition": composition(board, rows)}
    if request.GET.get("part") == "composition":
        return render(request, "deciding/parts/composition.html", context)
    context |= listed(request, board, rows) | {"act": last_act(sight), "ways": in_the_way(sight)}
    return render(request, "deciding/workbench.html", context)


def last_act(sight):
    """What this person did at last for many, and can still undo."""
    if not sight.may_propose:
        return None
    batch = DecisionBatch.objects.filter(call=sight.call, by=sight.user).order_by("-at").first()
    return batch if batch and not batch.undone_at and batch.left().exists() else None


def listed(request, board, rows) -> dict:
    """What the list shows: its page, its filter, and the addresses of its neighbours, with what was turned on others."""
    form, number = BoardForm(request.GET, seats=board.sight.seats), asked_page(request)
    places = board.listed(**form.listing)
    lines = board.lines(places[number * A_PAGE : (number + 1) * A_PAGE])
    here = {line.number for line in lines}
    for line in lines:
        line.ticked = line.number in rows
    kept = [*form.kept.items(), *(("row", one) for one in rows)]
    more = (number + 1) * A_PAGE < len(places)
    return {
        "form": form,
        "lines": lines,
        "found": len(places),
        "first": number * A_PAGE + 1,
        "last": number * A_PAGE + len(lines),
        "elsewhere": [one for one in rows if one not in here],
        "page": number,
        "kept": urlencode(form.kept),
        "previous": "?" + urlencode([*kept, ("page", number - 1)]) + "#list" if number else "",
        "next": "?" + urlencode([*kept, ("page", number + 1)]) + "#list" if more else "",
    }


def asked_page(request) -> int:
    """The page that was asked for, from 0; anything odd is the first."""
    typed = request.GET.get("page", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0
