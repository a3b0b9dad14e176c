"""What the clock does: reminders, "the call has closed", returns that lapse, drafts that are forgotten.

Every letter has a key made of its nomination, its kind and the end it speaks of. So a second beat writes nothing, and
after a night without a beat the next one writes what is still of use: of several reminders that fell due only the last.
"""

import logging
from datetime import timedelta

from portal.notifications.models import Message

from . import notices
from .models import Call, Nomination

log = logging.getLogger(__name__)
BEFORE = {"7 days": timedelta(days=7), "2 days": timedelta(days=2), "24 hours": timedelta(hours=24)}
TOLD_WITHIN = timedelta(days=14)  # later nobody wants to hear that a call has closed
AT_ONCE = 500  # letters written in one transaction


def remind_drafts(at) -> int:
    """Remind whoever has a draft that ends soon. A draft begun after a reminder fell due gets none of it."""
    soon = (
        Nomination.objects.to_remind()
        .with_end()
        .filter(call__status="published", ends_at__gt=at, ends_at__lte=at + BEFORE["7 days"])
    )
    due = {}
    for pk, started_at, ends_at in soon.values_list("pk", "started_at", "ends_at"):
        which, fell_due, useful_until = present(ends_at, at)
        if started_at <= fell_due:
            due[pk] = notices.reminder_key(which, ends_at), which, useful_until
    keys = {pk: key for pk, (key, *_) in due.items()}
    return told(
        soon,
        untold("draft_reminder", keys),
        lambda rows: notices.drafts_reminded((row, *due[row.pk][1:]) for row in rows),
    )


def present(ends_at, at) -> tuple:
    """Which reminder is of use now, since when it is due, and until when it is of use: the next one, or the end."""
    moments = [(ends_at - before, which) for which, before in BEFORE.items()]
    fell_due, which = max(moment for moment in moments if moment[0] <= at)
    return which, fell_due, min([moment for moment, _ in moments if moment > at], default=ends_at)


def tell_closed(at) -> int:
    """Tell those who take part that the call has closed, and owners of drafts what became of them."""
    number = 0
    for call in Call.objects.filter(status=Call.Status.PUBLISHED, closes_at__lte=at):
        ended = (
            call.nominations.reachable().with_end().filter(ends_at__lte=at - call.grace, ends_at__gt=at - TOLD_WITHIN)
        )
        number += tell_once(ended.taking_part(at), "call_closed", notices.call_closed)
        number += tell_once(ended.filter(status="draft"), "draft_closed", notices.drafts_closed)
    return number


def tell_once(nominations, occasion, tell) -> int:
    """One letter for each nomination and end."""
    keys = {pk: ends_at.isoformat() for pk, ends_at in nominations.values_list("pk", "ends_at")}
    return told(nominations, untold(occasion, keys), tell)


def untold(occasion, keys: dict) -> list:
    """Those primary keys whose letter is not in the outbox. keys: primary key to the last part of the letter's key."""
    whole = {notices.key_of(occasion, pk, key): pk for pk, key in keys.items()}
    there = set(Message.objects.filter(key__in=whole).values_list("key", flat=True))
    return [pk for key, pk in whole.items() if key not in there]


def told(nominations, pks, tell) -> int:
    """Load and tell them in portions, however many they are; returns how many letters were new."""
    portions = (pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE))
    return sum(tell(nominations.filter(pk__in=portion)) for portion in portions)


def lapse_returns(at):
    """Put returns that nobody answered in time back to submitted."""
    each(
        Nomination.objects.filter(status="returned", returned_until__lte=at),
        lambda nomination: nomination.lapse_return(at=at),
    )


def forget_old_drafts(at):
    """Erase drafts that were not submitted, with their files, when the time to read them has passed."""
    for call in Call.objects.filter(closes_at__lte=at):
        each(Nomination.objects.old_drafts(call, at), lambda nomination: nomination.delete_draft(by=None))


def each(nominations, verb):
    """Do it to one after the other; one that fails is told to the log and stops nobody else."""
    for nomination in nominations.iterator(chunk_size=100):
        try:
            verb(nomination)
        except Exception:
            log.exception("This nomination could not be brought up to date: %s", nomination.pk)
