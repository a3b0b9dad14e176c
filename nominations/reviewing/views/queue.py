"""The queue: what waits for this reviewer, in their own order, and what they have done."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.lifecycle import clock

from ..models import Assignment
from ..phase import why_closed
from ..progress import progress_of
from .in_committee import in_committee

SHOWN = 50  # of what waits; the rest follows when these are done


@require_safe
@in_committee
def queue(request, seat):
    """What is to be reviewed, next first, and what is done; at the end, that nothing waits."""
    now, closed = (at := clock.now()), why_closed(seat.call, at)
    rows = (
        Assignment.objects.visible_to(request.user).filter(reviewer=seat).select_related("nomination__group", "review")
    )
    waiting = [] if closed else list(rows.filter(status=Assignment.Status.ASSIGNED).in_order()[:SHOWN])
    done = rows.filter(status=Assignment.Status.DONE).order_by("-done_at", "pk")
    progress = progress_of(seat)
    pages = Paginator(done, SHOWN)
    pages.count = progress.done  # the same rows, counted a line above
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "seat": seat,
        "call": seat.call,
        "now": now,
        "closed": closed,
        "waiting": waiting,
        "later": progress.waiting - len(waiting),
        "done": shown,
        "newer": shown.has_previous() and leaf(seat, shown.previous_page_number()),
        "older": shown.has_next() and leaf(seat, shown.next_page_number()),
        "progress": progress,
    }
    return render(request, "reviewing/queue.html", context)


def leaf(seat, number) -> str:
    return f"?call={seat.call.year}&page={number}#done"
