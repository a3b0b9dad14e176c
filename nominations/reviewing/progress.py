"""How far a reviewer is, counted from what that reviewer sees and from nothing else; and how long the rest may take."""

from datetime import timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q
from django.utils.translation import ngettext

from .models import Assignment

PAUSE = timedelta(hours=1)  # whoever hands in the next review later than this did something else meanwhile
LATEST = 20  # reviews whose pace counts
LEAST = 3  # reviews before which nobody knows a pace


class Progress(NamedTuple):
    """left: how long what waits may take; None where nobody can say so honestly."""

    done: int
    waiting: int
    left: timedelta | None

    @property
    def all(self) -> int:
        return self.done + self.waiting

    @property
    def words(self) -> str:
        """About 40 minutes, about 2 hours; empty where nothing can be said."""
        if self.left is None or not self.waiting:
            return ""
        minutes = max(5, 5 * round(self.left / timedelta(minutes=5)))
        if minutes < 60:
            return ngettext(
                "About %(n)s minute left at your pace.", "About %(n)s minutes left at your pace.", minutes
            ) % {"n": minutes}
        hours = round(minutes / 60)
        return ngettext("About %(n)s hour left at your pace.", "About %(n)s hours left at your pace.", hours) % {
            "n": hours
        }


def progress_of(seat) -> Progress:
    """Of one seat, in one statement."""
    is_done = Q(status="done")
    told = (
        Assignment.objects.visible_to(seat.user)
        .filter(reviewer=seat)
        .aggregate(
            done=Count("pk", filter=is_done),
            waiting=Count("pk", filter=~is_done),
            moments=ArrayAgg("done_at", filter=is_done, order_by="-done_at", default=[]),
        )
    )
    pace = pace_of(told["moments"][:LATEST])
    return Progress(told["done"], told["waiting"], pace and pace * told["waiting"])


def pace_of(moments) -> timedelta | None:
    """The usual time between two reviews, pauses left out; moments: when they were handed in, newest first."""
    gaps = [later - earlier for later, earlier in pairwise(moments)]
    worked = [gap for gap in gaps if gap <= PAUSE]
    return median(worked) if len(moments) >= LEAST and len(worked) >= LEAST - 1 else None
