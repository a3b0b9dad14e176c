"""What is measured is there: every page of the bench answers in a house that its own copies have grown."""

import pytest
from django.db.models import Count
from django.test import Client

from bench import committee, copies, file, pages, reviewing, sample, words
from bench.belonging import LISTS, SECRETARIAT
from bench.door import Answer
from bench.table import belonging, on_reviews, on_words
from members import facts, open_data
from members.models import Appointment, Ballot, Member
from members.models.ballot import Vote
from nominations.models import Endorsement
from nominations.reviewing.models import Assignment, Conflict, Review, ReviewTally
from nominations.reviewing.phase import to_review
from portal.lifecycle import clock
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _without_second_step(settings):
    settings.REQUIRE_STAFF_MFA = False


@kept
def world(db):
    facts.load()
    world = sample.begin()
    span = copies.grow(world, 60)
    copies.belong(world.council, *span)
    words.endorsements(world.named, world.asked, *span)
    world = world._replace(committee=committee.seated(world))
    committee.grow(world, *span)
    return world


class Door:
    """The bench's own closes the connection that this test writes on."""

    def ask(self, method, path, headers, body=b"") -> Answer:
        told = Client(headers=headers).generic(method, path, body, headers.get("Content-Type", ""), **sent(headers))
        cookies = [("Set-Cookie", one.OutputString()) for one in told.cookies.values()]
        return Answer(told.status_code, [*told.headers.items(), *cookies], told.content)


def sent(headers) -> dict:
    return {"HTTP_COOKIE": headers["Cookie"]} if "Cookie" in headers else {}


def client_of(reader) -> Client:
    client = Client()
    client.cookies.load(sample.cookie_of(reader) if reader else {})
    return client


def test_each_page_answers_and_has_its_row_in_the_table(world):
    found = pages.addresses(world)
    answers = {name: client_of(reader).get(address).status_code for name, (address, reader) in found.items()}

    assert answers == dict.fromkeys(found, 200)
    assert len(LISTS) == len(SECRETARIAT) - 1
    assert {row[0].rpartition(": CPU")[0] for row in (*belonging(), *on_words(), *on_reviews())} <= {
        *found,
        reviewing.SAVED,
    }


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


def test_a_committee_is_copied_whole(world):
    """Every dossier that is scored has two reviewers of its own, half of the reviews are in, and each tally counts them."""
    scored = to_review(world.call)
    given = Assignment.objects.filter(nomination__in=scored)
    luis = world.committee.reviewer.user

    assert given.exclude(pk=world.committee.judged.pk).count() == 2 * (scored.count() - 1) > 20
    assert given.filter(status="done").count() == Review.objects.count()
    counted = (
        given.filter(status="done")
        .values("nomination")
        .annotate(number=Count("pk"))
        .values_list("nomination", "number")
    )
    assert dict(ReviewTally.objects.filter(count__gt=0).values_list("nomination", "count")) == dict(counted)
    queue = Assignment.objects.visible_to(luis)
    assert {*queue.values_list("status", flat=True)} == {"assigned", "done"}
    assert Conflict.objects.of(luis).count() > 1
    before = Review.objects.get(assignment=world.committee.judged).revision
    reviewing.save(Door(), world.committee)
    assert Review.objects.get(assignment=world.committee.judged).revision == before + 1
