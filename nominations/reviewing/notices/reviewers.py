"""Letters to a reviewer about their seat."""

from django.urls import reverse_lazy

from portal.notifications.outbox import post, post_many


def words(seat, call, occasion, *, key, **more) -> dict:
    """A letter to whoever has the seat, in their language; its link leads to the queue of that call."""
    return {
        "occasion": f"reviewing/{occasion}",
        "to": seat.user.email,
        "recipient": seat.user,
        "language": seat.user.language,
        "key": f"reviewing/{occasion}:{seat.pk}:{key}",
        "about": seat,
        "link": reverse_lazy("reviewing:queue", query={"call": call.year}),
        "seat": seat,
        "call": call,
        **more,
    }


def named(reviewer, at):
    """You were named: accept the terms; nothing is seen before that."""
    post(**words(reviewer, reviewer.call, "named", key=at.isoformat()))


def terms_wait(reminders, version) -> int:
    """reminders: of (seat, the Reminder). Once more when they were written anew, for the key holds their version."""
    return post_many(
        words(
            seat,
            seat.call,
            "terms_reminder",
            key=f"{reminder.which}:{seat.named_at.isoformat()}:{version}",
            expires_at=reminder.useful_until,
            reminder=True,
        )
        for seat, reminder in reminders
    )
