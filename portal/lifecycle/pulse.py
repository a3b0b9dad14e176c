"""The pulse of a job: on a connection of its own it tells how far the job is, and that it lives."""

import contextlib
import threading
from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now

BEAT = 2  # seconds
LEASE = timedelta(seconds=60)  # without a beat for so long, a job counts as dead


class Lost(Exception):
    """Somebody else has the job in hand: this one writes nothing any more."""


class Pulse(threading.Thread):
    """`with Pulse(rows) as pulse:`, where rows is a queryset of the one row while it is ours; then `pulse.tell(done)`."""

    def __init__(self, rows):
        super().__init__(daemon=True)
        self.rows, self.done, self.lost, self.over = rows, 0, False, threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *trouble):
        self.stop()

    def stop(self):
        """No beat comes after this."""
        self.over.set()
        self.join()

    def tell(self, done: int):
        if self.lost:
            raise Lost
        self.done = done

    def run(self):
        with contextlib.closing(connection):
            while not self.over.wait(BEAT):
                try:
                    if not self.beat():
                        self.lost = True
                        return
                except Exception:  # the database may be gone for a moment; the next beat will tell
                    connection.close()

    def beat(self) -> int:
        """Write how far it is and renew the lease; 0 where the row is ours no more."""
        return self.rows.all().update(rows_done=self.done, leased_until=Now() + LEASE)
