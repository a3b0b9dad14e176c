"""Who sends what: a batch is claimed by a lease that is committed before the first letter leaves.

A sender that dies leaves rows in `sending` whose lease runs out; the sweep puts them back. Rows already answered for
are stamped, so at most the one in flight is sent twice, with the same Message-ID.
"""

from datetime import datetime, timedelta
from time import monotonic

from django.db import connection, transaction

from portal.lifecycle import clock

from .models import Message

BATCH = 50
LENGTH = timedelta(seconds=60)
FRESH = 15  # seconds after which the lease is renewed before the next letter
MARGIN = 25  # seconds that must be left when a letter is handed over: the server's answer may take 20


def look_in_order():
    """Have the database go along the queue from its oldest letter, in this transaction.

    Its statistics are of a time when the queue was empty; so it would look at all that wait, and sort them, for each batch.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")


class Lease:
    """A batch in hand. `rows` are still to be sent; every stamp is refused once another sender took over."""

    def __init__(self, rows: list[Message], until: datetime):
        self.rows, self.until, self.begun = rows, until, monotonic()

    @classmethod
    def claim(cls, size=BATCH) -> "Lease":
        with transaction.atomic():
            look_in_order()
            rows = list(
                Message.objects.due().order_by("written_at").select_for_update(skip_locked=True, of=("self",))[:size]
            )
            until = clock.now() + LENGTH
            Message.objects.filter(pk__in=[row.pk for row in rows]).update(
                status=Message.Status.SENDING, leased_until=until
            )
        return cls(rows, until)

    def held(self):
        """The rows that are still ours, as a queryset."""
        return Message.objects.filter(pk__in=[row.pk for row in self.rows], leased_until=self.until)

    def renew(self):
        """Keep the rest of the batch in hand, if much time has passed."""
        if monotonic() - self.begun < FRESH:
            return
        with transaction.atomic():
            until = clock.now() + LENGTH
            self.held().filter(status=Message.Status.SENDING).update(leased_until=until)
        self.until, self.begun = until, monotonic()

    @property
    def hand_over_until(self) -> float:
        """Until when (monotonic seconds) a letter may go over, so that its answer comes within the lease."""
        return self.begun + LENGTH.total_seconds() - MARGIN

    def stamp(self, row, status, **facts):
        """Write what became of a row, unless another sender took it over meanwhile."""
        Message.objects.filter(pk=row.pk, leased_until=self.until).update(status=status, leased_until=None, **facts)

    def mark(self, row, status):
        """Write a state that holds only until the stamp, or for good if we or the database die before: so on the disk."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = on")
            Message.objects.filter(pk=row.pk, leased_until=self.until).update(status=status)

    def release(self):
        """Put what was not tried back as it was."""
        self.held().filter(status=Message.Status.SENDING).update(status=Message.Status.QUEUED, leased_until=None)
        self.rows = []
