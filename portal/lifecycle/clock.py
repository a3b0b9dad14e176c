"""The one clock: the database's. A web server whose clock is off judges no deadline."""

from datetime import UTC, date, datetime

from django.db import connection


def now() -> datetime:
    """The moment at which the present transaction began, as the database sees it (aware, UTC)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def day_of(moment: datetime) -> date:
    """The day on which a moment falls, in UTC: whoever comes and goes by whole days does so everywhere at once."""
    return moment.astimezone(UTC).date()
