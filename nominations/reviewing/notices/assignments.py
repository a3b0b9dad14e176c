"""Letters to a reviewer about what is to be reviewed: what is new, what was taken back, what is not done, until when."""

from collections import Counter, defaultdict

from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from portal.notifications.outbox import post, post_many, retract

from ...once import reminder_key
from .reviewers import words

SPEAK_OF_THE_END = tuple(
    f"reviewing/{occasion}" for occasion in ("assigned", "date_moved", "progress", "closing_soon", "late")
)


# --- what somebody did


def changed(call, seats, new, taken, work, at) -> int:
    """The digest: how many are new, by group, and how many were taken back. new, taken: assignments."""
    groups: dict = defaultdict(Counter)
    for row in new:
        groups[row.reviewer_id][row.nomination.group] += 1
    lost = Counter(row.reviewer_id for row in taken)
    # two clocks may ring at one moment, and tell different rows
    last = {row.reviewer_id: row.pk for row in (*taken, *new)}
    letters = []
    for seat in seats:
        more = {"taken": lost[seat.pk], "work": work[seat.pk], "expires_at": call.review_until}
        if seat.pk in groups:
            by_group = sorted(groups[seat.pk].items(), key=lambda pair: pair[0].order if pair[0] else -1)
            more |= {"groups": by_group, "number": groups[seat.pk].total()}
        elif not more["taken"]:
            continue
        occasion = "assigned" if seat.pk in groups else "taken_back"
        letters.append(words(seat, call, occasion, key=f"{at.isoformat()}:{last[seat.pk]}", **more))
    return post_many(letters)


def set_aside(assignment, reason, at):
    """The chair set the review aside, and why; the reviewer may write another one while reviews are open."""
    seat, call = assignment.reviewer, assignment.reviewer.call
    letter = words(
        seat,
        call,
        "set_aside",
        key=f"{assignment.pk}:{at.isoformat()}",
        reason=reason,
        open=not call.review_until or at < call.review_until,
    )
    post(**letter | {"about": assignment, "link": reverse_lazy("reviewing:review", args=[assignment.pk])})


def date_moved(call, seats, work, at) -> int:
    """Reviews close at another time than they were told; letters that wait and name the old one are dropped."""
    retract(seats, *SPEAK_OF_THE_END, why=_("The end was moved."))
    return tell(call, seats, work, "date_moved", key=f"{at.isoformat()}:{call.review_until.isoformat()}")


# --- what the clock did


def progress(call, seats, work, monday, useful_until, at) -> int:
    """How much is done, and how much time is left."""
    more = {"reminder": True, "expires_at": useful_until, "now": at}
    return tell(call, seats, work, "progress", key=f"{monday:%Y-%m-%d}", **more)


def closing_soon(call, seats, work, reminder) -> int:
    key = reminder_key(reminder.which, call.review_until)
    return tell(call, seats, work, "closing_soon", key=key, reminder=True, expires_at=reminder.useful_until)


def late(call, seats, work) -> int:
    """Reviews have closed, and these were not done."""
    return tell(call, seats, work, "late", key=call.review_until.isoformat())


def tell(call, seats, work, occasion, **more) -> int:
    return post_many(words(seat, call, occasion, work=work[seat.pk], **more) for seat in seats)
