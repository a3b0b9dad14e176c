"""Emptying the database after a test that commits, for a tenth of what Django's `flush` costs.

That one makes new files for every table and index, and writes the kinds of content anew, which here just stay.
"""

from functools import cache

from django.db import connection, transaction

from portal.notifications.apps import note_home

STAY = {"django_content_type", "auth_permission"}
LARGE = 4_000_000  # bytes of dead rows in one table, from which on new files are cheaper than walking past them


@cache
def plain() -> list[str]:
    known = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return [name for name in sorted(known) if name not in STAY]


@cache
def tables() -> list[str]:
    return [connection.ops.quote_name(name) for name in plain()]


def leave_uncounted():
    """PostgreSQL never counts these tables, as if they were new: one that it counted while it was empty counts as empty, and
    a plan for nothing is slow for the hundreds that a test then writes.
    """
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"ALTER TABLE {table} SET (autovacuum_enabled = off)" for table in tables()))


def forget_counts():
    """After an ANALYZE, whose counts stay though its transaction is rolled back; where somebody may write what PostgreSQL knows."""
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute("SHOW is_superuser")
            if cursor.fetchone() == ("on",):
                known = "UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relkind IN ('r', 't', 'i') AND reltuples >= 0"
                cursor.execute(f"{known} AND oid >= 16384")  # not PostgreSQL's own
    finally:
        beside.close()


def empty(*_case):
    """Whoever is still writing is waited for, as `flush` does; no key is looked after, since no row is left."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        if cursor.fetchone() == ("on",) and not has_grown(cursor):
            cursor.execute(f"LOCK TABLE {', '.join(tables())} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("; ".join(f"DELETE FROM {table}" for table in tables()))  # noqa: S608
        else:  # beside DATABASE_URL it may be somebody who must look after keys
            cursor.execute(f"TRUNCATE {', '.join(tables())}")
    note_home()


def make_room():
    """Where no row is: what was rolled back lies there still, and whoever looks through a table walks past it."""
    with connection.cursor() as cursor:
        if has_grown(cursor):
            cursor.execute(f"TRUNCATE {', '.join(tables())}")


def has_grown(cursor) -> bool:
    cursor.execute(
        "SELECT max(pg_relation_size(format('%%I', name)::regclass)) FROM unnest(%s::text[]) AS name", [plain()]
    )
    return cursor.fetchone()[0] > LARGE
