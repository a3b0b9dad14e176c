"""The one clock: the database's. A web server whose clock is off judges no deadline."""

from datetime import UTC, date, datetime

from django.db import connection
from django.utils import formats


def now() -> datetime:
    """The moment at which the present transaction began, as the database sees it (aware, UTC)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def instant() -> datetime:
    """This very moment, not the transaction's: for whoever waited at a lock and asks whether a time has passed.

    Of two transactions the one that began first may come to the lock last; by `now()` it would find an end that was
    written before it as lying ahead.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def day_of(moment: datetime) -> date:
    """The day on which a moment falls, in UTC: whoever comes and goes by whole days does so everywhere at once."""
    return moment.astimezone(UTC).date()


def told(moment: datetime) -> str:
    """A moment in the reader's language and in UTC, with those letters, for whatever is named after one."""
    return f"{formats.date_format(moment.astimezone(UTC), 'DATETIME_FORMAT')} UTC"
