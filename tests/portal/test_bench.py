"""What is measured is there: every page of the bench answers in a house that its own copies have grown."""

import pytest
from django.test import Client

from bench import copies, file, pages, sample, words
from bench.belonging import LISTS, SECRETARIAT
from bench.table import belonging, on_words
from members import facts, open_data
from members.models import Appointment, Ballot, Member
from members.models.ballot import Vote
from nominations.models import Endorsement
from portal.lifecycle import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def world(settings):
    settings.REQUIRE_STAFF_MFA = False
    facts.load()
    world = sample.begin()
    span = copies.grow(world, 60)
    copies.belong(world.council, *span)
    words.endorsements(world.named, world.asked, *span)
    return world


def client_of(reader) -> Client:
    client = Client()
    client.cookies.load(sample.cookie_of(reader) if reader else {})
    return client


def test_each_page_answers_and_has_its_row_in_the_table(world):
    found = pages.addresses(world)
    answers = {name: client_of(reader).get(address).status_code for name, (address, reader) in found.items()}

    assert answers == dict.fromkeys(found, 200)
    assert len(LISTS) == len(SECRETARIAT) - 1
    assert {row[0].rpartition(": CPU")[0] for row in (*belonging(), *on_words())} <= set(found)


def test_terms_and_ballots_are_copied_whole(world):
    """Terms in all groups and of several Members; of each tenth number a ballot with all its votes."""
    assert Appointment.objects.values("group").distinct().count() > 2
    assert Appointment.objects.exclude(member=None).values("member").distinct().count() > 10
    closed = Ballot.objects.filter(status="closed")
    assert closed.count() == 1 + 6
    for ballot in closed:
        assert ballot.roll.count() == Member.objects.count()
        assert ballot.counted() == world.council.closed.count
    assert (
        Vote.objects.filter(entry__ballot__in=closed).count()
        == 7 * world.council.closed.roll.exclude(vote=None).count()
    )


def test_the_open_data_as_a_file_are_counted_row_by_row(world):
    told = file.read(file.appointments())

    assert told.columns == 9
    assert told.rows == open_data.appointments(clock.now().date()).count() > 30


def test_words_of_members_are_copied_in_all_states_and_within_their_places(world):
    """The measured desk has a fifth of the numbers as requests; everybody else is asked and named all over."""
    found = Endorsement.objects.filter(call=world.call)
    ended = ("given", "declined", "lapsed", "withdrawn")
    assert {*found.values_list("kind", "status")} == {
        *(("endorse", state) for state in ("requested", *ended)),
        *(("nominate", state) for state in ("prepared", "invited", *ended)),
    }
    assert found.filter(member=world.asked.member, status="requested").count() == 1 + 60 // 5
    assert found.values("member").distinct().count() == Member.objects.count()
    assert max(found.in_places().values_list("place", flat=True)) <= world.call.quota
