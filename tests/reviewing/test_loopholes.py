"""What somebody could get round: conflicts that come to light late, seats that ended, whoever is away, committee and candidate at once."""

from datetime import timedelta

import pytest

from members.models import Person
from nominations.models import Nomination
from nominations.reviewing.another import who_may_take
from nominations.reviewing.case import Ground
from nominations.reviewing.chairing import Chairing
from nominations.reviewing.giving import lacking
from nominations.reviewing.models import Assignment, AssignmentRun, Conflict, Employer
from nominations.reviewing.models.reckoning import RULES
from nominations.reviewing.tasks import look_for_conflicts
from portal.lifecycle import clock
from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import committee, make
from tests.answers import complete

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FACTS = {"nationalities": [], "residence": "", "country_of_work": "", "employers": []}


def close_reviews(call):
    type(call).objects.filter(pk=call.pk).update(review_until=clock.now() - HOUR)
    call.refresh_from_db()


# --- conflicts


def test_a_conflict_is_declared_after_reviews_closed_too(client, call, three, luis, amina):
    assignment = committee.reviewed(three[0], luis, by=amina)
    close_reviews(call)
    client.force_login(luis.user)

    client.post(f"/en/review/{assignment.pk}/conflict/", {"note": "We wrote a paper together."})

    assert Conflict.objects.filter(user=luis.user, nomination=three[0], kind="declared").exists()
    assert client.get(f"/en/review/{assignment.pk}/").status_code == 404


def test_nobody_abstains_after_reviews_closed(call, three, luis, amina):
    assignment = committee.given(three[0], luis, by=amina)
    close_reviews(call)

    with pytest.raises(Refused, match="Reviews closed"):
        assignment.decline(why="abstain", by=luis.user)


def test_what_is_found_after_reviews_closed_binds_the_chair_who_decides(call, amina, mei):
    nomination = committee.candidate(call, by=amina, organisation="UCAD")
    call.freeze_tracks(by=amina)
    mei.state_facts(**FACTS | {"employers": ["Université Cheikh Anta Diop"]}, by=amina)
    close_reviews(call)

    Employer.enter(name="Université Cheikh Anta Diop", aliases=["UCAD"], by=amina)

    assert not mei.sees().filter(pk=nomination.pk).exists()


def test_the_clock_looks_for_conflicts_until_the_call_is_in_the_archive(call, three, amina, mei):
    spain = make.member("ES", "Spain")
    word = {"asked_at": clock.now() - DAY, "answered_at": clock.now(), "status": "given"}
    three[0].endorsements.create(call=call, member=spain, kind="endorse", **word)
    close_reviews(call)
    make.delegate(mei.user, spain, "deputy")

    look_for_conflicts()

    assert not mei.sees().filter(pk=three[0].pk).exists()


def test_another_source_binds_at_once_when_the_first_is_lifted(call, amina, luis):
    nomination = committee.candidate(call, by=amina, nationality_1="NZ", nationality_2="FJ")
    luis.state_facts(**FACTS | {"nationalities": ["FJ"]}, by=amina)
    luis.state_facts(**FACTS | {"nationalities": ["FJ", "NZ"]}, by=amina)

    Conflict.objects.get(user=luis.user, kind="nationality").lift(reason="Fiji was a slip.", by=amina)

    assert list(nomination.conflicts.in_force().values_list("source", flat=True)) == ["NZ"]


def test_the_secretariat_takes_a_wrong_member_from_a_seat(client, luis, amina):
    luis.state_facts(**FACTS, member=make.member("ES", "Spain"), by=amina)
    client.force_login(amina)

    client.post(f"/admin/reviewing/reviewer/{luis.pk}/do/state_facts/", {"member": ""})

    luis.refresh_from_db()
    assert luis.member is None


def test_a_reviewer_who_states_facts_keeps_the_member_that_the_secretariat_entered(luis, amina):
    luis.state_facts(**FACTS, member=make.member("ES", "Spain"), by=amina)

    luis.state_facts(**FACTS, by=luis.user)

    luis.refresh_from_db()
    assert luis.member.code == "ES"


# --- seats


def test_a_review_of_an_ended_seat_that_is_set_aside_is_given_to_others(call, three, luis, ruth, amina, mei):
    assignment = committee.reviewed(three[0], luis, by=amina)
    luis.end(reason="Ill.", by=amina)

    assignment.void_review(reason="Of another person.", by=mei.user)

    assert assignment.status == "released"
    ground = Ground(call, RULES | {"reviews": 2}, 1, clock.now())
    assert not ground.kept
    assert not Message.objects.filter(occasion="reviewing/set_aside").exists()


def test_what_waits_with_a_closed_account_is_given_to_others(call, three, luis, ruth, amina):
    committee.given(three[0], luis, by=amina)
    type(luis.user).objects.filter(pk=luis.user_id).update(is_active=False)

    ground = Ground(call, RULES | {"reviews": 2}, 1, clock.now())

    assert not ground.kept


def test_whoever_is_away_until_the_end_is_not_proposed_as_another_reviewer(call, three, luis, ruth, mei, amina):
    committee.reviewed(three[0], luis, by=amina)
    today = day_of(clock.now())
    ruth.go_away(since=today - DAY, until=today + 40 * DAY, by=amina)

    found = who_may_take(three[:1], Chairing(mei).shares, clock.now())

    assert [one.reviewer for one in found[three[0].pk]] == []


def test_the_review_of_somebody_who_left_is_a_review_by_hand_too(call, three, luis, ruth, amina):
    for seat in (luis, ruth):
        committee.reviewed(three[0], seat, by=amina)
    luis.end(reason="Ill.", by=amina)

    assert three[0] not in lacking(call, amina)


# --- committee and candidate at once


def test_whoever_has_a_seat_in_the_committee_is_no_candidate(call, amina, luis):
    at = call.closes_at - DAY
    nomination = complete(make.nomination(author=luis.user, call=call, at=at), at=at)

    with pytest.raises(Refused, match="committee"):
        nomination.submit(by=luis.user, at=at)


def test_whoever_withdrew_and_was_named_since_does_not_come_back(call, amina):
    at = call.closes_at - 2 * DAY
    nomination = committee.candidate(call, by=amina, eligible=False, at=at)
    author = nomination.person.user
    nomination.withdraw(by=author, at=at + HOUR)
    committee.reviewer(call, user=author, by=amina)

    with pytest.raises(Refused, match="committee"):
        nomination.reinstate(by=author, at=at + DAY)


# --- what comes late


def test_a_judge_and_a_candidate_of_one_call_are_not_made_one_person(call, three, luis, jonas, amina):
    judge, candidate = Person.of(luis.user), three[0].person
    candidate.user.close(by=jonas)
    candidate.refresh_from_db()

    for kept, stub in ((judge, candidate), (candidate, judge)):
        with pytest.raises(Refused, match=f"the other is a candidate, with {three[0].reference}"):
            kept.merge(stub, reason="One.", by=amina)

    luis.end(reason="Luis is a candidate.", by=amina)
    judge.merge(candidate, reason="One.", by=amina)
    assert Nomination.objects.get(pk=three[0].pk).person == judge


def test_what_the_page_saved_by_itself_and_comes_after_the_click_is_no_draft_beside_the_review(
    call, three, luis, amina
):
    assignment, words = committee.given(three[0], luis, by=amina), committee.words(call)
    assignment.save_review(**words, revision=0, window="a", by=luis.user)

    review = assignment.keep_draft(**words, revision=0, window="a", by=luis.user)

    assert (review.status, review.aside) == ("submitted", {})


def test_whoever_types_back_what_is_in_has_no_draft_any_more(call, three, luis, amina):
    assignment = committee.reviewed(three[0], luis, by=amina)
    review = assignment.keep_draft(**committee.words(call, comment="Other."), window="a", by=luis.user)
    assert review.aside

    review = assignment.keep_draft(**committee.words(call), revision=review.revision, window="a", by=luis.user)

    assert review.aside == {}


def test_a_chair_gives_nothing_from_a_page_on_which_reviews_were_still_open(
    client, call, three, luis, ruth, mei, amina
):
    committee.reviewed(three[0], luis, by=amina)
    close_reviews(call)
    client.force_login(mei.user)

    page = client.post(f"/en/review/committee/{three[0].pk}/give/", {"reviewer": str(ruth.pk)}, follow=True)

    assert not Assignment.objects.filter(reviewer=ruth).exists()
    assert "Reviews closed on" in page.text


@pytest.fixture
def archived(call, three, luis, amina, jonas):
    """One review is in, one waits; then the call goes into the archive."""
    committee.reviewed(three[0], luis, by=amina)
    committee.given(three[1], luis, by=amina)
    close_reviews(call)
    call.conclude(by=jonas)
    luis.refresh_from_db()
    return luis


def test_in_the_archive_no_facts_are_stated_that_would_undo_reviews(archived, amina):
    with pytest.raises(Refused, match="archive"):
        archived.state_facts(**FACTS | {"nationalities": ["NZ"]}, by=amina)
    assert archived.assignments.filter(status="done").count() == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda seat, by: seat.assignments.get(status="assigned").release(by=by),
        lambda seat, by: seat.go_away(since=day_of(clock.now()), until=day_of(clock.now()), by=by),
    ],
)
def test_in_the_archive_nothing_of_the_committee_moves(archived, amina, act):
    with pytest.raises(Refused, match="archive"):
        act(archived, amina)


def test_a_seat_of_the_archive_can_be_ended(archived, amina):
    archived.end(reason="Left.", by=amina)

    assert archived.ended_at


def test_an_assignment_is_not_undone_in_the_archive(call, three, luis, amina, jonas):
    run = AssignmentRun.ask(call, {"reviews": 1}, by=amina)
    run.work()
    run = AssignmentRun.objects.get(pk=run.pk)
    run.deploy(by=amina)
    close_reviews(call)
    call.conclude(by=jonas)

    with pytest.raises(Refused, match="archive"):
        AssignmentRun.objects.get(pk=run.pk).undo(by=amina)
