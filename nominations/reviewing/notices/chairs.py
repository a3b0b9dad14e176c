"""Letters to a chair: whose reviews are not begun, and not done. Counted from what that chair may see.

Of a committee without a chair they go to the secretariat's mailbox.
"""

from django.conf import settings
from django.urls import reverse_lazy

from portal.notifications.outbox import post_many

from .reviewers import words


def not_begun(call, chair, seats, work) -> int:
    """Two days before the end."""
    return tell(call, chair, "not_begun", seats, work, expires_at=call.review_until)


def not_done(call, chair, seats, work) -> int:
    """After it. work: of each seat."""
    return tell(call, chair, "not_done", seats, work, reminder=False)


def tell(call, chair, occasion, seats, work, *, reminder=True, **more) -> int:
    key, more = call.review_until.isoformat(), more | {"rows": [(seat, work[seat.pk]) for seat in seats]}
    if chair is None:
        return post_many([to_mailbox(call, occasion, key) | more])
    link = reverse_lazy("reviewing:committee", query={"call": call.year})
    return post_many([words(chair, call, occasion, key=key, reminder=reminder, **more) | {"link": link}])


def to_mailbox(call, occasion, key) -> dict:
    return {
        "occasion": f"reviewing/{occasion}",
        "to": settings.SECRETARIAT_EMAIL,
        "key": f"reviewing/{occasion}:{call.pk}:{key}",
        "about": call,
        "link": reverse_lazy("admin:reviewing_reviewer_changelist", query={"call": call.year}),
        "call": call,
    }
