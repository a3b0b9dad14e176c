"""Letters on a ballot. None of them says, or depends on, what anybody voted; of a silence procedure not even whether."""

from django.conf import settings
from django.db.models import Min
from django.urls import reverse_lazy

from portal.notifications.models import Message
from portal.notifications.outbox import post, post_many

ANSWER_FOR_THE_VOTE = ("council", "focal_point")


def ballot_opened(ballot, at):
    """To the council delegates of the Members on the roll."""
    return tell(ballot, "ballot_opened", ballot.delegates(at), expires_at=ballot.closes_at)


def ballot_reminder(ballot, at):
    """To those whose Member has not voted; in a silence procedure to all, since whoever has voted has objected."""
    whom = ballot.delegates(at, unheard=not ballot.is_silent)
    return tell(ballot, "ballot_reminder", whom, expires_at=ballot.closes_at)


def ballot_closed(ballot, at):
    """The outcome: to the delegates, and to the secretariat, which records the decision."""
    tell(ballot, "ballot_outcome", ballot.delegates(at))
    post(
        "members/ballot_closed",
        to=settings.SECRETARIAT_EMAIL,
        key=f"members/ballot_closed:{ballot.pk}",
        about=ballot,
        ballot=ballot,
        link=reverse_lazy("admin:members_ballot_change", args=[ballot.pk]),
    )


def vote_cast(vote, at):
    """To the others who answer for this Member's vote, so that nobody changes it unseen: who and when, never what.

    Of no concern to the secretariat: that a Member thought again, or spoke in a silence procedure, says too much.
    """
    member, ballot = vote.entry.member, vote.entry.ballot
    fellows = member.delegates.outside().current(at).filter(user__is_active=True, capacity__in=ANSWER_FOR_THE_VOTE)
    fellows = fellows.exclude(user=vote.delegate.user_id).select_related("user").order_by("-capacity", "pk")
    people = {delegate.user: delegate.capacity == "council" for delegate in fellows}  # who is both may vote
    post_many(
        {
            "occasion": "members/vote_cast",
            "to": user.email,
            "recipient": user,
            "language": user.language,
            "key": f"{word_of(vote.pk)}{user.pk}",
            "about": ballot,
            "private": True,
            "link": reverse_lazy("members:ballot", args=[ballot.pk]) if votes else reverse_lazy("members:acting"),
            "ballot": ballot,
            "vote": vote,
            "member": member,
            "votes": votes,
        }
        for user, votes in people.items()
    )


def word_of(vote_pk) -> str:
    """How the keys of the letters about a vote begin."""
    return f"members/vote_cast:{vote_pk}:"


def unreached(ballot) -> list[str]:
    """Addresses that the word of a Member's first vote did not reach, for staff: only where it tells no more than they know.

    After the close, and never of a silence procedure, where whoever votes objects. Not of a later vote either: it would
    tell that a Member thought again.
    """
    if ballot.status != ballot.Status.CLOSED or ballot.is_silent:
        return []
    firsts = tuple(word_of(pk) for pk in ballot.roll.exclude(vote=None).values_list(Min("votes"), flat=True))
    failed = Message.objects.undelivered_between_others(ballot).values_list("key", "to")
    return sorted({to for key, to in failed if key.startswith(firsts)})


def tell(ballot, occasion, delegates, **more) -> int:
    """One letter for each person, however many Members they act for."""
    people = {delegate.user_id: delegate.user for delegate in delegates}
    return post_many(
        {
            "occasion": f"members/{occasion}",
            "to": user.email,
            "recipient": user,
            "language": user.language,
            "key": key_of(occasion, ballot, user.pk),
            "about": ballot,
            "link": reverse_lazy("members:ballot", args=[ballot.pk]),
            "ballot": ballot,
            **more,
        }
        for user in people.values()
    )


def key_of(occasion, ballot, user_pk) -> str:
    return f"members/{occasion}:{ballot.pk}:{user_pk}"
