"""What the clock does for the committee: tells what changed, reminds of what is not done, tells the chair; orders queues.

What was told stands with the seat and its assignments, and reminders have keys that hold the end they speak of, or the week.
So a second beat writes nothing, a moved end reminds afresh, and after days without a beat the next one writes what is still
of use: of several reminders that fell due only the last.
"""

from datetime import UTC, datetime, time, timedelta

from portal.lifecycle import clock
from portal.notifications.reminding import Reminder, present

from ..models import Call
from ..once import BEFORE, TOLD_WITHIN
from .models import Assignment, Conflict, Reviewer
from .models.serving import TERMS
from .notices import assignments as notices
from .notices import chairs, reviewers
from .work import work_of

AFTER = {"3 days": timedelta(days=3), "10 days": timedelta(days=10)}  # the terms wait so long
MORNING = time(6, tzinfo=UTC)  # of a Monday
WEEKLY_WITHIN = timedelta(days=4)  # after Monday nobody wants to hear of it on Friday
REST = timedelta(days=3)  # between a letter on what waits and the weekly one
CHAIR_BEFORE = timedelta(days=2)


def reviewed_now(at):
    """The calls in which reviews are written at this moment."""
    calls = Call.objects.filter(status=Call.Status.PUBLISHED, tracks_frozen_at__isnull=False)
    return calls.exclude(review_until__lte=at)


def just_closed(at):
    """Those whose reviews closed, and not long ago."""
    return Call.objects.filter(
        status=Call.Status.PUBLISHED,
        tracks_frozen_at__isnull=False,
        review_until__lte=at,
        review_until__gt=at - TOLD_WITHIN,
    )


# --- what changed


def tell_reviewers(at) -> int:
    """What is new in queues, what was taken back, and that reviews close at another time."""
    calls = reviewed_now(at)
    return sum(Reviewer.tell_moved(call, at) + Reviewer.tell_assignments(call, at) for call in calls)


# --- what is not done


def remind_of_terms(at) -> int:
    """Whoever was named some days ago and has not accepted the terms; also when they were written anew."""
    calls = Call.objects.filter(status=Call.Status.PUBLISHED).exclude(review_until__lte=at)
    seats = Reviewer.objects.serving().to_remind().exclude(terms_version=TERMS).filter(call__in=calls)
    seats = seats.filter(named_at__lte=at - min(AFTER.values())).select_related("user", "call")
    due = [(seat, waited(seat.named_at, seat.call.review_until, at)) for seat in seats]
    return reviewers.terms_wait(due, TERMS)


def waited(since, ends_at, at) -> Reminder:
    """The last of the reminders that fell due after a moment."""
    moments = [(since + long, which) for which, long in AFTER.items()]
    fell_due, which = max(moment for moment in moments if moment[0] <= at)
    return Reminder(which, fell_due, min([moment for moment, _ in moments if moment > at], default=ends_at))


def remind_weekly(at) -> int:
    """On Mondays how much is done; not in the last seven days, whose reminders say the same."""
    monday = last_monday(at)
    if at - monday >= WEEKLY_WITHIN:
        return 0
    calls = [call for call in reviewed_now(at) if not call.review_until or at < call.review_until - BEFORE["7 days"]]
    return sum(
        notices.progress(call, *waiting(call, monday - REST), monday, monday + WEEKLY_WITHIN, at) for call in calls
    )


def last_monday(at) -> datetime:
    """The morning of this week's Monday, or of last week's where it has not come yet."""
    day = at.astimezone(UTC).date()
    monday = datetime.combine(day - timedelta(days=day.weekday()), MORNING)
    return monday if monday <= at else monday - timedelta(days=7)


def remind_of_end(at) -> int:
    """Reviews close soon. Whoever heard of what waits after a reminder fell due gets none of it."""
    number = 0
    for call in reviewed_now(at).filter(review_until__lte=at + BEFORE["7 days"]):
        reminder = present(call.review_until, at, BEFORE)
        number += notices.closing_soon(call, *waiting(call, reminder.fell_due), reminder)
    return number


def waiting(call, told_until):
    """(seats of those who want reminders, have reviews to do, and were told of them by then, the work of all)."""
    work = work_of(call)
    seats = Reviewer.objects.serving().to_remind().filter(call=call, told_at__lte=told_until).select_related("user")
    return [seat for seat in seats if work[seat.pk].since], work


# --- the end, and the chair


def tell_closed(at) -> int:
    """To each who had reviews to do, once: they are closed; to the chair: who had how many."""
    number = 0
    for call in just_closed(at):
        work = work_of(call)
        seats = Reviewer.objects.serving().filter(call=call, told_at__isnull=False).select_related("user")
        number += notices.late(call, [seat for seat in seats if work[seat.pk].missed], work)
        number += tell_chairs(call, chairs.not_done, lambda work: work.missed)
    return number


def warn_chairs(at) -> int:
    """Two days before the end: who has not begun, of those who have known as long."""
    number = 0
    for call in reviewed_now(at).filter(review_until__lte=at + CHAIR_BEFORE):
        due = call.review_until - CHAIR_BEFORE
        number += tell_chairs(call, chairs.not_begun, lambda work, due=due: is_idle(work, due))
    return number


def is_idle(work, due) -> bool:
    return not work.done and not work.begun and work.since is not None and work.since <= due


def tell_chairs(call, tell, concerns) -> int:
    """One letter to each chair who has accepted the terms, of what that chair may see; none where it concerns nobody.

    Without such a chair it goes to the secretariat's mailbox, of what everybody there may see.
    """
    number, conflicts = 0, Conflict.objects
    found = Reviewer.objects.serving().filter(call=call, chairs=True, terms_version=TERMS).select_related("user")
    readers = {chair: conflicts.of(chair.user) for chair in found} or {None: conflicts.of_secretariat()}
    for chair, hidden in readers.items():
        work = work_of(call, hidden=hidden)
        seats = [seat for seat in call.reviewers.serving().select_related("user") if concerns(work[seat.pk])]
        number += tell(call, chair, seats, work) if seats else 0
    return number


# --- queues


def order_queues() -> int:
    """At night: the dossiers with the fewest reviews first."""
    return Assignment.objects.filter(reviewer__call__in=reviewed_now(clock.now())).put_in_order()
