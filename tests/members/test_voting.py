"""Who may vote when, which vote counts, and what becomes of a Member between the opening and the close."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Ballot, Member, Vote
from members.models.seats import own_votes
from portal.lifecycle.models import Event, Refused
from tests import make
from tests.kept import kept

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def start():
    return timezone.now() - 2 * DAY


@pytest.fixture
def end(start):
    return start + timedelta(days=10)


@kept
def delegates():
    """Of three Members."""
    return make.council(3)


@pytest.fixture
def ballot(amina, delegates, start, end):
    return make.ballot(make.recommended(), by=amina, closes_at=end, at=start)


def becomes(member, status, **facts):
    Member.objects.filter(pk=member.pk).update(status=status, **facts)


def counted(ballot, end) -> tuple:
    ballot.close(at=end)
    return tuple(ballot.count)


# --- when


def test_a_vote_counts_until_the_last_moment_and_not_at_the_end(ballot, delegates, end):
    ballot.vote("for", by=delegates[0].user, at=end - timedelta(microseconds=1))

    for late in (end, end + SECOND):
        with pytest.raises(Refused, match="has closed"):
            ballot.vote("for", by=delegates[1].user, at=late)

    assert ballot.status == "open"  # the job that closes has not come by
    assert counted(ballot, end + timedelta(hours=3)) == (1, 0, 0, 3)


def test_the_clock_is_the_database_s(ballot, delegates):
    """Without a moment of ours: the end was a moment ago for PostgreSQL."""
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=timezone.now() - SECOND)

    with pytest.raises(Refused, match="has closed"):
        ballot.vote("for", by=delegates[0].user)


def test_nobody_votes_before_the_opening(amina, delegates, start, end):
    ballot = make.ballot(make.recommended(), by=amina, opens_at=start + DAY, closes_at=end, at=start)

    assert (ballot.status, ballot.roll.count(), ballot.entitled) == ("scheduled", 0, None)
    with pytest.raises(Refused, match="not open yet"):
        ballot.vote("for", by=delegates[0].user, at=start + DAY)
    with pytest.raises(Refused, match="does not open yet"):
        ballot.open(at=start + DAY - SECOND)
    ballot.open(at=start + DAY)
    assert ballot.vote("for", by=delegates[0].user, at=start + DAY)


def test_a_ballot_called_off_takes_no_vote(amina, delegates, start, end):
    ballot = make.ballot(make.recommended(), by=amina, opens_at=start + DAY, closes_at=end, at=start)
    ballot.cancel(by=amina, at=start)

    with pytest.raises(Refused, match="called off"):
        ballot.vote("for", by=delegates[0].user, at=start + DAY)


# --- what


def test_a_vote_is_changed_until_the_close_and_each_stays_as_it_was(ballot, delegates, start, end):
    voter = delegates[0].user
    for hours, choice in enumerate(["for", "against", "abstain", "against"]):
        ballot.vote(choice, by=voter, at=start + timedelta(hours=hours))

    votes = Vote.objects.filter(entry__ballot=ballot).order_by("cast_at")
    assert [vote.choice for vote in votes] == ["for", "against", "abstain", "against"]
    assert counted(ballot, end) == (0, 1, 0, 3)


def test_the_same_choice_again_is_no_other_vote(ballot, delegates, start):
    first = ballot.vote("for", by=delegates[0].user, at=start)

    assert ballot.vote("for", by=delegates[0].user, at=start + DAY) == first
    assert Vote.objects.count() == 1


@pytest.mark.parametrize("choice", ["", "FOR", "maybe", "\x00"])
def test_only_what_is_on_the_list_is_a_vote(ballot, delegates, choice, start):
    with pytest.raises(Refused, match="on the list"):
        ballot.vote(choice, by=delegates[0].user, at=start)


def test_nobody_abstains_in_a_silence_procedure(amina, delegates, start, end):
    ballot = make.ballot(make.recommended(), by=amina, rule="silence", closes_at=end, at=start)

    with pytest.raises(Refused, match="on the list"):
        ballot.vote("abstain", by=delegates[0].user, at=start)


# --- who


def test_people_without_a_seat_do_not_vote(ballot, amina, jonas, auditor, leila, delegates, start):
    focal = make.delegate(make.user("focal@example.org"), delegates[0].member, "focal_point")

    for person in (amina, jonas, auditor, leila, focal.user, ballot.accession.contact):
        with pytest.raises(Refused, match="Only council delegates"):
            ballot.vote("for", by=person, at=start + DAY)


def test_a_member_admitted_since_is_not_on_the_roll(ballot, start, end):
    late = make.member("ZA", "Late", admitted_on=(start + DAY).date())
    delegate = make.delegate(make.user("late@example.org"), late, "council")

    with pytest.raises(Refused, match="Late is not on the roll"):
        ballot.vote("for", by=delegate.user, at=start + 2 * DAY)
    assert counted(ballot, end)[3] == 3


def test_a_member_to_be_admitted_later_is_not_on_the_roll(amina, delegates, start, end):
    make.member("ZA", "Soon", admitted_on=(start + 3 * DAY).date())

    assert make.ballot(make.recommended(), by=amina, closes_at=end, at=start).entitled == 3


def test_a_suspended_member_casts_no_new_vote_and_its_cast_vote_stands(ballot, delegates, start, end):
    ballot.vote("against", by=delegates[0].user, at=start)
    becomes(delegates[0].member, "suspended")
    becomes(delegates[1].member, "suspended")

    for delegate in delegates[:2]:
        with pytest.raises(Refused, match="is suspended"):
            ballot.vote("for", by=delegate.user, at=start + DAY)
    assert counted(ballot, end) == (0, 1, 0, 3)


def test_a_member_suspended_at_the_opening_is_not_on_the_roll_even_when_it_comes_back(amina, delegates, start, end):
    becomes(delegates[0].member, "suspended")
    ballot = make.ballot(make.recommended(), by=amina, closes_at=end, at=start)
    becomes(delegates[0].member, "active")

    assert ballot.entitled == 2
    with pytest.raises(Refused, match="not on the roll"):
        ballot.vote("for", by=delegates[0].user, at=start + DAY)


def test_a_member_suspended_and_back_again_votes(ballot, delegates, start, end):
    becomes(delegates[0].member, "suspended")
    becomes(delegates[0].member, "active")

    ballot.vote("for", by=delegates[0].user, at=start + DAY)

    assert counted(ballot, end) == (1, 0, 0, 3)


def test_a_member_that_leaves_casts_no_new_vote_and_its_cast_vote_stands(ballot, delegates, start, end):
    ballot.vote("for", by=delegates[0].user, at=start)
    becomes(delegates[0].member, "left", left_on=(start + DAY).date())

    with pytest.raises(Refused, match="no Member any more"):
        ballot.vote("against", by=delegates[0].user, at=start + DAY)
    assert counted(ballot, end) == (1, 0, 0, 3)


def test_a_predecessor_no_longer_votes_and_the_successor_changes_the_vote(ballot, delegates, start, end):
    first = delegates[0]
    ballot.vote("for", by=first.user, at=start)
    type(first).objects.filter(pk=first.pk).update(until=start + DAY)
    second = make.delegate(make.user("second@example.org"), first.member, "council", since=start + DAY)

    with pytest.raises(Refused, match="Your time as a council delegate is over"):
        ballot.vote("against", by=first.user, at=start + DAY)
    with pytest.raises(Refused, match="has not begun"):
        ballot.vote("against", by=second.user, at=start + DAY - SECOND)
    vote = ballot.vote("against", by=second.user, at=start + DAY)

    assert vote.delegate == second
    assert counted(ballot, end) == (0, 1, 0, 3)


def test_two_delegates_of_a_member_have_one_vote(ballot, delegates, start, end):
    second = make.delegate(make.user("second@example.org"), delegates[0].member, "council", since=start)
    ballot.vote("for", by=delegates[0].user, at=start)
    ballot.vote("against", by=second.user, at=start)

    assert counted(ballot, end) == (0, 1, 0, 3)


def test_whoever_acts_for_two_members_says_for_which(ballot, delegates, start, end):
    one, two = delegates[0].member, delegates[1].member
    both = make.user("both@example.org")
    for member in (one, two):
        make.delegate(both, member, "council", since=start)

    with pytest.raises(Refused, match="Say for which"):
        ballot.vote("for", by=both, at=start)
    ballot.vote("for", by=both, at=start, member=one.code)
    ballot.vote("against", by=both, at=start, member=two.code)
    with pytest.raises(Refused, match="not a council delegate of that"):
        ballot.vote("for", by=delegates[2].user, at=start, member=one.code)

    assert counted(ballot, end) == (1, 1, 0, 3)


def test_an_act_keeps_its_capacity(ballot, delegates, start):
    vote = ballot.vote("for", by=delegates[0].user, at=start)

    event = Event.objects.get(verb="voted")
    assert (event.by, event.capacity) == (delegates[0].user, f"council:{delegates[0].member.code}")
    assert vote.delegate == delegates[0]


def test_the_roll_is_frozen_at_the_opening(ballot, delegates, start, end):
    becomes(delegates[0].member, "left", left_on=(start + DAY).date())
    make.member("ZA", "New", admitted_on=(start + DAY).date())

    assert [entry.member for entry in ballot.roll.all()] == [delegate.member for delegate in delegates]
    assert counted(ballot, end)[3] == 3


def test_a_ballot_without_anybody_to_vote_does_not_open(amina, start, end):
    with pytest.raises(Refused, match="nobody could vote"):
        make.ballot(make.recommended(), by=amina, closes_at=end, at=start)
    assert not Ballot.objects.exists()


# --- once


def test_a_second_close_changes_nothing(ballot, delegates, start, end):
    ballot.vote("for", by=delegates[0].user, at=start)
    first = counted(ballot, end)

    assert counted(ballot, end + DAY) == first
    assert ballot.story().filter(verb="closed").count() == 1


def test_a_delegate_who_works_for_the_secretariat_has_no_seat(ballot, delegates, start, client):
    """Also where the role came after the naming, and in a session without second factor, which holds no role."""
    member, other = delegates[0].member, make.user("other@example.org", "Olga Other")
    make.delegate(other, member, "council", since=start - DAY)
    other.role_grants.create(role="auditor", until=timezone.now() + 9 * DAY)
    ballot.vote("for", by=delegates[0].user, at=start)

    with pytest.raises(Refused, match="no vote and see none"):
        ballot.vote("against", by=other)
    assert (ballot.seats(other, timezone.now()), own_votes(other, [ballot], timezone.now())) == ([], {})
    assert other not in [delegate.user for delegate in ballot.delegates(timezone.now())]
    client.force_login(other)
    assert client.get(f"/en/ballots/{ballot.pk}/").status_code == 404
    assert client.post(f"/en/ballots/{ballot.pk}/vote/", {"choice": "against"}).status_code == 404
    assert [vote.choice for vote in Vote.objects.all()] == ["for"]
