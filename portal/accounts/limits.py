"""A cache in the database: what rate limits are counted in, the same for every process, alive without Redis."""

import base64
import pickle
from datetime import UTC, datetime, timedelta

from allauth.core.internal import ratelimit
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)

SPEND = """
    INSERT INTO shared_cache AS kept (cache_key, value, expires) VALUES (%(key)s, ARRAY[now()]::text, now() + %(during)s)
    ON CONFLICT (cache_key) DO UPDATE SET
        value = (ARRAY(SELECT use FROM unnest(kept.value::timestamptz[]) use WHERE use > now() - %(during)s) || now())::text,
        expires = excluded.expires
    WHERE %(most)s > (SELECT count(*) FROM unnest(kept.value::timestamptz[]) use WHERE use > now() - %(during)s)
"""


def spend(request, action: str, key: str) -> bool:
    """Count one more use of `action` for this key; False, and not counted, where its limit is reached.

    The limits stand in portal.accounts.settings. One statement: uses at the same time wait for the row and each other.
    """
    (rate,) = ratelimit.get_rates(app="allauth.account", action=action)
    name = ratelimit.get_cache_key(request, app="allauth.account", action=action, rate=rate, key=key)
    with connection.cursor() as cursor:
        cursor.execute(SPEND, {"key": name, "during": timedelta(seconds=rate.duration), "most": rate.amount})
        return cursor.rowcount == 1


class SharedCache(DatabaseCache):
    """Django's cache in a table, written in one statement each (two where somebody was there before).

    Django's own counts the whole table before each write and throws away living rows above a number; here a
    row lives until it expires, and `forget_expired` clears up at night.
    """

    def _base_set(self, mode, key, value, timeout=DEFAULT_TIMEOUT):
        until = self.get_backend_timeout(timeout)
        expires = FOR_EVER if until is None else datetime.fromtimestamp(until, UTC)
        text = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii")
        write = f"INSERT INTO {self._table} (cache_key, value, expires) VALUES (%s, %s, %s) ON CONFLICT (cache_key)"  # noqa: S608
        over = "DO UPDATE SET value = excluded.value, expires = excluded.expires"
        with connection.cursor() as cursor:
            cursor.execute(f"{write} {'DO NOTHING' if mode == 'add' else over}", [key, text, expires])
            return cursor.rowcount == 1 or self.renew(cursor, key, text, expires)

    def renew(self, cursor, key, text, expires) -> bool:
        """Take the place of a row that has expired. A living one is not locked: who holds it must be free to go."""
        renew = f"UPDATE {self._table} SET value = %s, expires = %s WHERE cache_key = %s AND expires < %s"  # noqa: S608
        cursor.execute(renew, [text, expires, key, timezone.now()])
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
