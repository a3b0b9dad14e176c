"""Letters to people on a reserve list: that they left it, that it has ended."""

from django.urls import reverse_lazy

from portal.notifications.outbox import post


def left(place):
    tell(place, "reserve_left")


def ended(place):
    tell(place, "reserve_ended")


def tell(place, occasion):
    """To the person; without an account nobody can be told."""
    nomination = place.nomination
    if nomination.owner is None:
        return
    post(
        f"deciding/{occasion}",
        to=nomination.owner.email,
        recipient=nomination.owner,
        key=f"{occasion}:{place.pk}",
        language=nomination.language,
        about=place,
        link=reverse_lazy("nominations:detail", args=[nomination.pk]),
        nomination=nomination,
        call=place.call,
        decision=place,
    )
