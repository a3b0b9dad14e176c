"""Which backups stay: all of a day, one an hour for a week, one a day after that."""

from collections.abc import Iterable
from datetime import datetime, timedelta

ALL, HOURLY = timedelta(days=1), timedelta(days=7)


def kept(moments: Iterable[datetime], now: datetime, days: int) -> set[datetime]:
    """The moments to keep, the newest of each hour or day, none older than so many days."""
    last_of = {}
    for moment in sorted(moments):
        age = now - moment
        step = "%c" if age < ALL else "%Y-%m-%d %H" if age < HOURLY else "%Y-%m-%d"
        if age < timedelta(days=days):
            last_of[moment.strftime(step)] = moment
    return set(last_of.values())
