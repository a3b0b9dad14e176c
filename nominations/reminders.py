"""What the clock does: reminders, "the call has closed", returns that lapse, drafts that are forgotten.

Every letter has a key made of its nomination, its kind and the end it speaks of. So a second beat writes nothing, and
after a night without a beat the next one writes what is still of use: of several reminders that fell due only the last.
"""

from .models import Call, Nomination
from .notices import nominations as notices
from .once import TOLD_WITHIN, each, ending_soon, fallen_due, reminder_key, told, untold


def remind_drafts(at) -> int:
    """Remind whoever has a draft that ends soon. A draft begun after a reminder fell due gets none of it."""
    soon = ending_soon(Nomination.objects.to_remind().with_end(), at)
    due = fallen_due(soon.values_list("pk", "started_at", "ends_at"), at)
    keys = {pk: reminder_key(reminder.which, ends_at) for pk, (ends_at, reminder) in due.items()}
    return told(
        soon,
        untold_nominations("draft_reminder", keys),
        lambda rows: notices.drafts_reminded((row, due[row.pk][1]) for row in rows),
    )


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
    return told(nominations, untold_nominations(occasion, keys), tell)


def untold_nominations(occasion, keys: dict) -> list:
    """keys: primary key to the last part of the letter's key."""
    return untold({pk: notices.key_of(occasion, pk, key) for pk, key in keys.items()})


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
