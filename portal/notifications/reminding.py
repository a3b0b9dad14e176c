"""Which of several reminders is of use: of those that fell due, the last."""

from datetime import datetime, timedelta
from typing import NamedTuple


class Reminder(NamedTuple):
    """which: its name. fell_due: since when. useful_until: the moment of the next one, or the end."""

    which: str
    fell_due: datetime
    useful_until: datetime


def present(ends_at: datetime, at: datetime, before: dict[str, timedelta]) -> Reminder:
    """The reminder of this moment. before: name to how long before the end; at least one has fallen due by `at`."""
    moments = [(ends_at - long, which) for which, long in before.items()]
    fell_due, which = max(moment for moment in moments if moment[0] <= at)
    return Reminder(which, fell_due, min([moment for moment, _ in moments if moment > at], default=ends_at))
