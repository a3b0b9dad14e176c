"""Letters to a chair: whose reviews are not begun, and not done. Counted from what that chair may see."""

from django.urls import reverse_lazy

from portal.notifications.outbox import post_many

from .reviewers import words


def not_begun(call, chair, seats, work) -> int:
    """Two days before the end."""
    return tell(call, chair, "not_begun", seats, work, reminder=True, expires_at=call.review_until)


def not_done(call, chair, seats, work) -> int:
    """After it. work: of each seat."""
    return tell(call, chair, "not_done", seats, work)


def tell(call, chair, occasion, seats, work, **more) -> int:
    rows = [(seat, work[seat.pk]) for seat in seats]
    key, link = call.review_until.isoformat(), reverse_lazy("reviewing:committee", query={"call": call.year})
    return post_many([words(chair, call, occasion, key=key, rows=rows, **more) | {"link": link}])
