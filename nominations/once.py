"""How the clock tells and moves many things, each once: by keys in the outbox, in portions, one failure stopping no other."""

import logging
from datetime import timedelta

from portal.notifications.models import Message
from portal.notifications.reminding import Reminder, present

log = logging.getLogger(__name__)
BEFORE = {"7 days": timedelta(days=7), "2 days": timedelta(days=2), "24 hours": timedelta(hours=24)}
TOLD_WITHIN = timedelta(days=14)  # later nobody wants to hear that a call has closed
AT_ONCE = 500  # letters written in one transaction


def ending_soon(things, at):
    """Those of a published call that end within the time of the first reminder. things: with `ends_at`."""
    return things.filter(call__status="published", ends_at__gt=at, ends_at__lte=at + BEFORE["7 days"])


def fallen_due(rows, at) -> dict:
    """Primary key to (end, the reminder of this moment); nothing for what began after that one fell due.

    rows: of (primary key, since when it waits, its end).
    """
    due: dict[object, tuple] = {}
    for pk, since, ends_at in rows:
        reminder: Reminder = present(ends_at, at, BEFORE)
        if since <= reminder.fell_due:
            due[pk] = ends_at, reminder
    return due


def reminder_key(which, ends_at) -> str:
    """It holds the end, so that an extension reminds afresh."""
    return f"{which}:{ends_at.isoformat()}"


def untold(keys: dict) -> list:
    """Those primary keys whose letter is not in the outbox. keys: primary key to the letter's key."""
    whole = {key: pk for pk, key in keys.items()}
    there = set(Message.objects.filter(key__in=whole).values_list("key", flat=True))
    return [pk for key, pk in whole.items() if key not in there]


def told(things, pks, tell) -> int:
    """Load and tell them in portions, however many they are; returns how many letters were new."""
    portions = (pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE))
    return sum(tell(things.filter(pk__in=portion)) for portion in portions)


def each(things, verb):
    """Do it to one after the other; one that fails is told to the log and stops nobody else."""
    for thing in things.iterator(chunk_size=100):
        try:
            verb(thing)
        except Exception:
            log.exception("This could not be brought up to date: %s %s", thing._meta.label_lower, thing.pk)
