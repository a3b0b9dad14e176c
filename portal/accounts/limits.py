"""A cache in the database: what rate limits are counted in, the same for every process, alive without Redis."""

import base64
import pickle
from datetime import UTC, datetime

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class SharedCache(DatabaseCache):
    """Django's cache in a table, written in one statement each.

    Django's own counts the whole table before each write and throws away living rows above a number; here a
    row lives until it expires, and `forget_expired` clears up at night.
    """

    def _base_set(self, mode, key, value, timeout=DEFAULT_TIMEOUT):
        until = self.get_backend_timeout(timeout)
        expires = FOR_EVER if until is None else datetime.fromtimestamp(until, UTC)
        text = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii")
        free = "kept.expires < %s" if mode == "add" else "%s IS NOT NULL"
        write = f"INSERT INTO {self._table} AS kept (cache_key, value, expires) VALUES (%s, %s, %s)"  # noqa: S608
        over = f"ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires WHERE {free}"
        with connection.cursor() as cursor:
            cursor.execute(f"{write} {over}", [key, text, expires, timezone.now()])
            return cursor.rowcount == 1

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        value = self.get(key, version=version)
        return value is not None and self._base_set(
            "set", self.make_and_validate_key(key, version=version), value, timeout
        )

    def forget_expired(self) -> int:
        """Delete what nobody will read again; returns how many rows."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._table} WHERE expires < %s", [timezone.now()])  # noqa: S608
            return cursor.rowcount
