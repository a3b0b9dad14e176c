"""Letters to the focal points of Members: about the call itself, what waits for them, and what became of their words."""

from itertools import groupby

from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from members.models import Delegate
from members.models.delegate import Capacity
from members.notices.terms import focal_points
from portal.notifications.outbox import about_which, post_many, retract

from .endorsements import to_desk
from .nominations import time_left


def call_opened(call, at) -> int:
    """To each focal point, once; to whoever becomes one while the call is open, too."""
    return to_all_desks(call, "call_opened", at, key="", expires_at=call.closes_at)


def call_extended(extension, at) -> int:
    return to_all_desks(extension.call, "call_extended_desk", at, key=extension.pk, extension=extension)


def to_all_desks(call, occasion, at, *, key, members=None, **words) -> int:
    """One letter to the focal point of each Member that has its rights, or of these Members."""
    acting = Delegate.objects.acting(at).filter(capacity=Capacity.FOCAL_POINT, user__is_active=True)
    if members is not None:
        acting = acting.filter(member__in=members)
    return post_many(
        {
            "occasion": f"nominations/{occasion}",
            "to": delegate.user.email,
            "recipient": delegate.user,
            "language": delegate.user.language,
            "key": f"{occasion}:{call.pk}:{delegate.member_id}:{delegate.user_id}:{key}",
            "link": reverse_lazy("nominations:desk"),
            "about": call,
            "member": delegate.member,
            "call": call,
            **words,
            **(members or {}).get(delegate.member_id, {}),
        }
        for delegate in acting.select_related("user", "member")
    )


def desk_waits(call, member, rows, at) -> int:
    """The day's letter to the focal point: what waits for them, and until when. One a day, whatever comes in later.

    rows: with `ends_at`. Of what is prepared the letter says how many, not whom: nobody else knows of these people yet.
    Returns how many letters were new.
    """
    return post_many(
        {
            "occasion": "nominations/desk_waits",
            "to": user.email,
            "recipient": user,
            "language": user.language,
            "key": f"desk_waits:{call.pk}:{member.pk}:{user.pk}:{at:%Y-%m-%d}",
            "link": reverse_lazy("nominations:desk"),
            "about": member,
            "member": member,
            "call": call,
            "requests": [row for row in rows if row.status == row.Status.REQUESTED],
            "unsent": sum(row.status == row.Status.PREPARED for row in rows),
            "expires_at": min(row.ends_at for row in rows),
        }
        for user in (focal_points([member.pk], at)[member.pk] if rows else ())
    )


def nothing_waits(member):
    """All was answered, taken back or over before the day's letter left."""
    retract([member], "nominations/desk_waits", why=_("Nothing waits any more."))


def old_date_dropped(members) -> list[str]:
    """Drop the day's letters that still wait and name a date that was moved; returns the Members they were about."""
    unsent = about_which("nominations/desk_waits") & {str(member.pk) for member in members}
    retract(members, "nominations/desk_waits", why=_("The end was moved."))
    return list(unsent)


def not_submitted(call, words, at) -> int:
    """The time of these nominations is over and they are drafts: one letter for each Member and end.

    words: the endorsements that were given, with `ends_at` of their nominations.
    """
    number = 0
    for ends_at, same in groupby(sorted(words, key=lambda word: word.ends_at), key=lambda word: word.ends_at):
        desks: dict = {}
        for word in same:
            desks.setdefault(word.member_id, {"words": []})["words"].append(word)
        number += to_all_desks(call, "not_submitted", at, key=ends_at.isoformat(), members=desks)
    return number


def completed(namings, at):
    """To the focal point of each Member that named the person: the nomination was submitted."""
    for word in namings:
        to_desk(word, "naming_complete", at, key="")


def person_withdrew(nomination, at):
    tell_whose_word_stands(nomination, "person_withdrew", at)


def person_came_back(nomination, at):
    tell_whose_word_stands(nomination, "person_came_back", at)


def tell_whose_word_stands(nomination, occasion, at):
    """To the focal point of each Member that named or endorsed the person; it may happen again: one letter per Event."""
    event = nomination.story().last()
    for word in nomination.endorsements.given().select_related("call", "member"):
        word.nomination = nomination
        to_desk(word, occasion, at, key=event.pk, **time_left(nomination, at))
