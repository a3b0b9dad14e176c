"""What becomes of a letter that was tried: sent, cancelled, postponed, failed, unknown, parked."""

from datetime import timedelta
from random import SystemRandom

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from portal.lifecycle import clock

from .models import Message

RETRIED_FOR = timedelta(hours=72)
LONGEST_PAUSE = 7200  # seconds between two tries of a letter that the server put off
LONGEST_WHEN_DOWN = 600  # and of one that met no server
MISHAPS_AT_MOST = 5
UNKNOWN_FOR = timedelta(minutes=10)
TRIED = {"attempts": F("attempts") + 1, "tried_at": Coalesce("tried_at", Now())}
Status = Message.Status
STAMP_SENT = f"""
    UPDATE {Message._meta.db_table}
    SET status = 'sent', sent_at = statement_timestamp(), secret = NULL, answer = '', leased_until = NULL,
        attempts = attempts + 1, tried_at = COALESCE(tried_at, statement_timestamp())
    WHERE id = %s AND leased_until = %s
"""  # noqa: S608  no value is put in here


def sent(lease, row):
    """The common case, once per letter: written by hand, because making the SQL costs as much as sending."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP_SENT, [row.pk, lease.until])


def cancelled(lease, row, why):
    lease.stamp(row, Status.CANCELLED, secret=None, answer=why)


def failed(lease, row, answer):
    """For good: the server said so, or we did."""
    lease.stamp(row, Status.FAILED, secret=None, answer=answer, **TRIED)


def postponed(lease, row, answer, longest=LONGEST_PAUSE):
    """Not now: try again after a pause that doubles, until 72 hours after the first try."""
    at = clock.now()
    if row.tried_at and at - row.tried_at > RETRIED_FOR:
        return failed(lease, row, answer)
    lease.stamp(row, Status.QUEUED, answer=answer, not_before=at + pause(row.attempts, longest), **TRIED)


def pause(attempts: int, longest: int) -> timedelta:
    """1, 2, 4, 8 ... minutes up to the longest, a quarter more or less, so that not all come back at once."""
    return timedelta(seconds=min(60 * 2 ** min(attempts, 12), longest) * SystemRandom().uniform(0.75, 1.25))


def unanswered(lease, row, answer):
    """Handed over, and no answer: it may have arrived. The sweep tries once more, except what must never come twice."""
    at = clock.now()
    facts = {"handed_over": F("handed_over") + 1, "not_before": at + UNKNOWN_FOR, "secret": None}
    lease.stamp(row, Status.UNKNOWN, answer=answer, **facts, **TRIED)


def mishap(lease, row, fault: BaseException):
    """A fault of ours: try again a little later, and park the row after the fifth, so that the others go on."""
    why = _("Our own fault, %(kind)s. Parked after %(count)s tries.") % {
        "kind": type(fault).__name__,
        "count": row.mishaps + 1,
    }
    if row.mishaps + 1 >= MISHAPS_AT_MOST:
        return failed(lease, row, why)
    at = clock.now()
    lease.stamp(
        row, Status.QUEUED, mishaps=F("mishaps") + 1, not_before=at + pause(row.mishaps, LONGEST_WHEN_DOWN), **TRIED
    )


def abandoned():
    """Take back what a dead sender had in hand. The first of each batch was in flight, and may be what killed it."""
    lost = Message.objects.filter(status=Status.SENDING, leased_until__lte=Now())
    suspects = lost.order_by("leased_until", "written_at").distinct("leased_until")
    with transaction.atomic():
        for row in suspects.values_list("pk", "mishaps", named=True):
            again = row.mishaps + 1 < MISHAPS_AT_MOST
            fate = {"status": Status.QUEUED} if again else {"status": Status.FAILED, "secret": None}
            Message.objects.filter(pk=row.pk, status=Status.SENDING, leased_until__lte=Now()).update(
                **fate,
                **TRIED,
                leased_until=None,
                mishaps=row.mishaps + 1,
                not_before=clock.now() + pause(row.mishaps, LONGEST_WHEN_DOWN),
                answer=_("The sender died while it was sending this, %(count)s times.") % {"count": row.mishaps + 1},
            )
        lost.update(status=Status.QUEUED, leased_until=None)


def second_try() -> int:
    """Put back, once, what was handed over without an answer: the same Message-ID lets the other side drop a repeat."""
    doubtful = Message.objects.filter(
        handed_over=1, status=Status.UNKNOWN, once=False, masked=False, not_before__lte=Now()
    )
    return doubtful.update(status=Status.QUEUED)


def expired() -> int:
    """Cancel what is out of date, and erase its secret."""
    stale = Message.objects.filter(status=Status.QUEUED, expires_at__lte=Now())
    return stale.update(status=Status.CANCELLED, secret=None, answer=_("Out of date before it could leave."))
