"""How much of a reviewer's work is done, counted from what that reviewer, or a chair, may see."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, F, Min, Q


class Work(NamedTuple):
    """waiting, done: assignments; begun: those with anything written on them. since: since when the reviewer knows of those
    that wait, None where they know of none. missed: known to them, and not done when reviews closed.
    """

    waiting: int = 0
    done: int = 0
    begun: int = 0
    since: datetime | None = None
    missed: int = 0

    @property
    def all(self) -> int:
        return self.waiting + self.done


def work_of(call, *, hidden=None) -> defaultdict:
    """Primary key of each seat in the committee to its Work, in one statement, of what is not hidden.

    hidden: Conflicts, of a chair or of the secretariat, that keep their nominations from whoever reads the numbers.
    """
    from .models import Assignment

    rows = Assignment.objects.standing().filter(reviewer__call=call)
    if hidden is not None:
        rows = rows.exclude(nomination__in=hidden.values("nomination"))
    waits, done = Q(status=Assignment.Status.ASSIGNED), Q(status=Assignment.Status.DONE)
    set_aside_later = Q(review__voided_at__isnull=False, review__voided_at__gte=F("reviewer__call__review_until"))
    counted = (
        rows.order_by()
        .values_list("reviewer")
        .annotate(
            waiting=Count("pk", filter=waits),
            finished=Count("pk", filter=done),
            begun=Count("review"),
            since=Min("told_at", filter=waits),
            missed=Count("pk", filter=waits & Q(told_at__isnull=False) & ~set_aside_later),
        )
    )
    return defaultdict(Work, {seat: Work(*numbers) for seat, *numbers in counted})
