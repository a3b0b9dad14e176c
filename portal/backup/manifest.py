"""What a database holds, in numbers: of each table how many rows, and one mark of all that stands in them."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.db.models import CharField, Value

from portal.notifications.models import Gate
from portal.pdf.loose import columns

from . import shelf

APART = {Gate._meta.db_table}  # shut by every restore
SAME_SPELLING = {"TimeZone": "UTC", "DateStyle": "ISO", "IntervalStyle": "postgres", "extra_float_digits": "1"}
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
MARK = """
    SELECT count(*), coalesce(sum(('x' || left(encode(sha256(convert_to(row::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint), 0)
    FROM public.{} AS row
"""
CHANGED_VERSIONS = """
    SELECT id FROM nominations_nominationversion WHERE encode(sha256(convert_to(content, 'UTF8')), 'hex') <> sha256
"""


def tables() -> dict[str, list]:
    """Table to [rows, mark]; call it in a transaction. The mark sums up the SHA-256 of each row, in whatever order."""
    with connection.cursor() as cursor:
        for name, value in SAME_SPELLING.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall() if name not in APART]
        return {name: counted(cursor, name) for name in names}


def counted(cursor, table) -> list:
    cursor.execute(MARK.format(connection.ops.quote_name(table)))
    rows, mark = cursor.fetchone()
    return [rows, str(mark)]


def differences(before: dict, now: dict) -> Iterator[str]:
    """In words, table by table."""
    for table in sorted(before | now):
        rows, mark = before.get(table, [0, None])
        here, mark_here = now.get(table, [0, None])
        if table not in now or table not in before:
            yield f"{table}: {'is missing here' if table in before else 'was not in the backup'}"
        elif rows != here:
            yield f"{table}: {rows} rows in the backup, {here} here"
        elif mark != mark_here:
            yield f"{table}: as many rows as in the backup, {rows}, but not the same"


def paths() -> Iterator[tuple[str, str | None]]:
    """Every file that a row names, with its SHA-256 where the row knows it."""
    for model, column in columns():
        known = any(field.name == "sha256" for field in model._meta.local_fields)
        rows = model._base_manager.order_by().values_list(
            column, "sha256" if known else Value(None, output_field=CharField())
        )
        yield from rows.exclude(**{column: ""}).iterator()


def broken() -> Iterator[str]:
    """Versions that are not what was hashed, documents that are not what was received, files that are not there."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED_VERSIONS)
        for (version,) in cursor.fetchall():
            yield f"version {version}: its content is not what was hashed"
    for path, sha256 in paths():
        if trouble := trouble_of(path, sha256):
            yield trouble


def trouble_of(path, sha256) -> str:
    """What is wrong with a stored file; empty when nothing is."""
    try:
        with shelf.opened(settings.MEDIA_ROOT, path) as file:
            shelf.check(file, sha256)
    except OSError as error:
        return f"{shelf.spelled(path)}: {error.strerror}"
    return ""
