"""Ballots as the timetable keeps them: twice, late, from two timetables; and what happens at the very same moment."""

from datetime import timedelta

import pytest

from members import ballot_clock, tasks
from members.models import Ballot, Vote
from members.models import ballot as ballots
from portal.lifecycle import clock
from portal.lifecycle.models import Event, Refused
from portal.notifications.models import Message
from tests import make
from tests.accessions import accession_of
from tests.kept import kept
from tests.moments import at_once

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@kept
def delegates(db):
    return make.council(3)


def letters(occasion):
    return sorted(Message.objects.filter(occasion=f"members/{occasion}").values_list("to", flat=True))


def everything():
    return (
        list(Ballot.objects.order_by("pk").values()),
        list(ballots.RollEntry.objects.order_by("pk").values()),
        Event.objects.count(),
        sorted(Message.objects.values_list("key", flat=True)),
    )


def keep(at):
    ballot_clock.keep_time(at)
    ballot_clock.remind_voters(at)


@pytest.mark.django_db
def test_a_ballot_opens_and_closes_by_the_clock_and_a_second_beat_changes_nothing(amina, delegates):
    now = clock.now()
    ballot = make.ballot(make.recommended(), by=amina, at=now, opens_at=now + DAY, closes_at=now + 9 * DAY)

    for at, status in [
        (0, "scheduled"),
        (1, "open"),
        (6.9, "open"),
        (7, "open"),
        (8.9, "open"),
        (9, "closed"),
        (12, "closed"),
    ]:
        keep(now + at * DAY)
        before = everything()
        keep(now + at * DAY)
        assert Ballot.objects.get().status == status
        assert everything() == before

    everybody = [delegate.user.email for delegate in delegates]
    assert letters("ballot_opened") == letters("ballot_reminder") == letters("ballot_outcome") == everybody
    assert len(letters("ballot_closed")) == 1
    assert ballot.story().filter(verb="closed").count() == 1


@pytest.mark.django_db
def test_only_those_who_have_not_voted_are_reminded(amina, delegates):
    now = clock.now()
    ballot = make.ballot(make.recommended(), by=amina, at=now, closes_at=now + 9 * DAY)
    ballot.vote("for", by=delegates[0].user, at=now)
    type(delegates[1].member).objects.filter(pk=delegates[1].member_id).update(status="suspended")

    keep(now + 7 * DAY - timedelta(seconds=1))
    assert letters("ballot_reminder") == []
    keep(now + 7 * DAY)

    assert letters("ballot_reminder") == [delegates[2].user.email]


@pytest.mark.django_db
def test_in_a_silence_procedure_all_are_reminded_so_that_no_mail_tells_who_objected(amina, delegates):
    now = clock.now()
    ballot = make.ballot(make.recommended(), by=amina, rule="silence", at=now, closes_at=now + 9 * DAY)
    ballot.vote("against", by=delegates[0].user, at=now)

    keep(now + 8 * DAY)

    assert letters("ballot_reminder") == [delegate.user.email for delegate in delegates]


@pytest.mark.django_db
def test_nobody_is_reminded_of_a_ballot_that_opened_less_than_two_days_before_its_end(amina, delegates):
    now = clock.now()
    make.ballot(make.recommended(), by=amina, at=now, closes_at=now + 2 * DAY)

    keep(now + DAY)

    assert letters("ballot_reminder") == []


@pytest.mark.django_db
@pytest.mark.parametrize(("late", "moved"), [(HOUR, 0), (2 * HOUR, 1), (30 * HOUR, 2), (20 * DAY, 20)])
def test_when_the_clock_opens_much_too_late_nobody_has_less_time_to_vote(amina, delegates, late, moved):
    now = clock.now()
    ballot = make.ballot(make.recommended(), by=amina, at=now, opens_at=now + DAY, closes_at=now + 9 * DAY)

    keep(now + DAY + late)

    ballot.refresh_from_db()
    assert ballot.status == "open"
    assert ballot.closes_at == now + (9 + moved) * DAY
    assert ballot.accession.due_at == ballot.closes_at


@pytest.mark.django_db
def test_one_ballot_that_cannot_open_stops_no_other(amina, delegates, caplog):
    now = clock.now()
    for country in ("KE", "GH"):
        make.ballot(make.recommended(country), by=amina, at=now, opens_at=now + DAY, closes_at=now + 9 * DAY)
    stuck = Ballot.objects.order_by("pk").first()
    make.ballot(make.recommended("UY"), by=amina, at=now, closes_at=now + DAY)
    type(delegates[0].member).objects.update(status="suspended")

    keep(now + DAY)
    assert Ballot.objects.filter(status="closed").count() == 1
    assert f"could not be brought up to date: {stuck.pk}" in caplog.text

    type(delegates[0].member).objects.update(status="active")
    keep(now + DAY)
    assert Ballot.objects.filter(status="open").count() == 2


@pytest.mark.django_db
def test_the_tasks_ask_the_database_s_clock(amina, delegates):
    ballot = make.ballot(make.recommended(), by=amina)
    Ballot.objects.filter(pk=ballot.pk).update(opens_at=clock.now() - DAY, closes_at=clock.now())

    tasks.keep_ballots()
    tasks.remind_voters()

    assert Ballot.objects.get().status == "closed"


# --- at the very same moment


def fresh():
    return Ballot.objects.get()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_delegates_who_vote_at_once_one_comes_after_the_other(amina, delegates):
    second = make.delegate(make.user("second@example.org"), delegates[0].member, "council")
    make.ballot(make.recommended(), by=amina)

    outcomes = at_once(
        *[
            lambda by=by, choice=choice: fresh().vote(choice, by=by)
            for by, choice in [(delegates[0].user, "for"), (second.user, "against")] * 3
        ]
    )

    assert not [trouble for trouble in outcomes if isinstance(trouble, Exception)]
    entry = ballots.RollEntry.objects.get(member=delegates[0].member)
    assert entry.vote == Vote.objects.order_by("pk").last()
    assert list(Vote.objects.order_by("pk").values_list("choice", flat=True)) == list(
        no_neighbours(Vote.objects.order_by("pk").values_list("choice", flat=True))
    )


def no_neighbours(choices):
    """Each of them that differs from the one before."""
    before = None
    for choice in choices:
        if choice != before:
            yield choice
        before = choice


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_thirty_members_vote_at_once_and_each_vote_counts(amina):
    delegates = make.council(12)
    make.ballot(make.recommended(), by=amina)

    outcomes = at_once(*[lambda by=each.user: fresh().vote("for", by=by) for each in delegates])

    assert not [trouble for trouble in outcomes if isinstance(trouble, Exception)]
    assert fresh().counted().votes_for == 12


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_timetables_close_once_and_a_vote_that_comes_meanwhile_is_counted_or_refused(amina, delegates):
    ballot = make.ballot(make.recommended(), by=amina)
    ballot.vote("for", by=delegates[0].user)
    Ballot.objects.update(opens_at=clock.now() - DAY, closes_at=clock.now() + timedelta(milliseconds=200))

    def vote():
        try:
            return fresh().vote("for", by=delegates[1].user)
        except Refused as refusal:
            return refusal

    def close():
        while fresh().closes_at > clock.now():
            pass
        return fresh().close()

    outcomes = at_once(close, vote, close)

    closed = fresh()
    assert not [trouble for trouble in outcomes if isinstance(trouble, Exception) and not isinstance(trouble, Refused)]
    assert closed.votes_for == Vote.objects.count()
    assert closed.story().filter(verb="closed").count() == 1
    assert len(letters("ballot_closed")) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_country_that_withdraws_while_its_ballot_opens_does_one_or_the_other(amina, delegates):
    contact = make.user("carla@example.org")
    accession = accession_of(contact, "KE", "recommended", by=amina)
    soon = clock.now() + timedelta(milliseconds=300)
    make.ballot(accession, by=amina, opens_at=soon)

    def come_by():
        while clock.now() < soon:
            pass
        ballot_clock.keep_time(clock.now())

    outcomes = at_once(come_by, lambda: type(accession).objects.get().withdraw(by=contact), come_by)

    accession.refresh_from_db()
    assert not [trouble for trouble in outcomes if isinstance(trouble, Exception) and not isinstance(trouble, Refused)]
    assert (accession.status, fresh().status) in {("withdrawn", "cancelled"), ("put_to_council", "open")}
