"""An assignment: given, reviewed, skipped, declined in three ways, taken back; what counts of it."""

import pytest

from nominations.reviewing import giving
from nominations.reviewing.models import Assignment, Conflict, Review, ReviewTally
from nominations.reviewing.models.binding import impose
from nominations.reviewing.models.review import Overtaken
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from tests import committee
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def mine(three, luis, amina):
    return committee.given(three[0], luis, by=amina)


def test_a_review_that_is_whole_is_handed_in_and_counts(mine, luis):
    mine.save_review(**committee.words(luis.call), by=luis.user)

    mine.refresh_from_db()
    assert mine.status == "done"
    assert float(mine.review.total) == 80.0
    tally = ReviewTally.objects.get(nomination=mine.nomination)
    assert (tally.count, tally.mean, tally.spread, tally.select) == (1, 80.0, 0.0, 1)


def test_half_a_review_is_kept_and_counts_for_nothing(mine, luis):
    mine.save_review(**committee.words(luis.call, recommendation=""), by=luis.user)

    mine.refresh_from_db()
    assert (mine.status, mine.review.status, mine.review.comment) == ("assigned", "draft", committee.COMMENT)
    assert ReviewTally.objects.get(nomination=mine.nomination).count == 0


def test_a_second_click_changes_nothing(mine, luis):
    for _click in range(2):
        mine.save_review(**committee.words(luis.call), by=luis.user)

    assert mine.review.revision == 1
    assert [event.verb for event in mine.review.story()] == ["handed_in"]


def test_a_review_is_changed_until_the_phase_closes(mine, luis):
    mine.save_review(**committee.words(luis.call), by=luis.user)
    mine.save_review(**committee.words(luis.call, score=2), by=luis.user)

    assert float(Review.objects.get().total) == 40.0
    luis.call.review_until = clock.now()
    luis.call.save()
    with pytest.raises(Refused, match="Reviews closed"):
        mine.save_review(**committee.words(luis.call, score=1), by=luis.user)
    assert ReviewTally.objects.get(nomination=mine.nomination).mean == 40.0


def test_an_older_window_overwrites_nothing(mine, luis):
    first = mine.save_review(**committee.words(luis.call), by=luis.user, revision=0)

    with pytest.raises(Overtaken) as overtaken:
        mine.save_review(**committee.words(luis.call, score=1), by=luis.user, revision=0)

    assert overtaken.value.review.revision == first.revision == 1
    assert float(Review.objects.get().total) == 80.0


def test_what_is_kept_while_typing_changes_no_review_that_is_in(mine, luis):
    mine.save_review(**committee.words(luis.call), by=luis.user)
    mine.keep_draft(**committee.words(luis.call, score=1, comment="On second thoughts"), by=luis.user)

    review = Review.objects.get()
    assert (float(review.total), review.comment) == (80.0, committee.COMMENT)
    assert review.aside["comment"] == "On second thoughts"


@pytest.mark.parametrize("why", ["abstain", "other"])
def test_declining_is_no_conflict(mine, luis, why):
    mine.decline(why=why, by=luis.user)

    mine.refresh_from_db()
    assert (mine.status, mine.declined_for) == ("declined", why)
    assert not Conflict.objects.exists()


def test_a_declared_conflict_ends_the_assignment_and_hides_the_nomination(mine, luis):
    mine.decline(why="conflict", note="My former student.", by=luis.user)

    mine.refresh_from_db()
    conflict = Conflict.objects.get()
    assert (mine.status, mine.declined_for) == ("declined", "conflict")
    assert (conflict.kind, conflict.reason, conflict.user) == ("declared", "My former student.", luis.user)
    assert not Assignment.objects.visible_to(luis.user).exists()


def test_after_a_conflict_was_lifted_it_may_be_given_again_and_to_whoever_abstained_not(mine, luis, ruth, amina, jonas):
    mine.decline(why="conflict", note="My former student.", by=luis.user)
    with pytest.raises(Refused, match="A conflict of interest"):
        committee.given(mine.nomination, luis, by=amina)
    Conflict.objects.get().lift(reason="Another person of that name.", by=jonas)
    assert luis in giving.candidates(mine.nomination, amina)[0]

    assert committee.given(mine.nomination, luis, by=amina).declined_for == ""

    theirs = committee.given(mine.nomination, ruth, by=amina)
    theirs.decline(why="abstain", by=ruth.user)
    with pytest.raises(Refused, match="has declined"):
        committee.given(mine.nomination, ruth, by=amina)


def test_an_imposed_conflict_takes_a_review_out_of_the_count(mine, luis, ruth, amina):
    mine.save_review(**committee.words(luis.call), by=luis.user)
    committee.reviewed(mine.nomination, ruth, by=amina, score=2)

    impose(mine.nomination, luis.user, reason="They run a company together.", by=amina, at=clock.now())

    tally = ReviewTally.objects.get(nomination=mine.nomination)
    assert (tally.count, tally.mean) == (1, 40.0)
    assert Review.objects.get(assignment=mine).status == "void"


def test_a_voided_review_may_be_written_anew(mine, luis, amina):
    mine.save_review(**committee.words(luis.call), by=luis.user)
    mine.void_review(reason="Scores of another person.", by=amina)
    assert ReviewTally.objects.get(nomination=mine.nomination).count == 0

    mine.save_review(**committee.words(luis.call, score=3), by=luis.user)

    review = Review.objects.get()
    assert (review.status, float(review.total), review.void_reason) == ("submitted", 60.0, "")
    assert ReviewTally.objects.get(nomination=mine.nomination).mean == 60.0


def test_nothing_is_seen_before_the_terms(three, call, amina):
    seat = committee.reviewer(call, by=amina, accepted=False)
    committee.given(three[0], seat, by=amina)
    assert not Assignment.objects.visible_to(seat.user).exists()

    seat.accept_terms(by=seat.user)

    assert Assignment.objects.visible_to(seat.user).count() == 1


def test_what_was_withdrawn_leaves_the_queue_and_comes_back_to_nobody_else(mine, luis, stranger):
    mine.nomination.withdraw(by=mine.nomination.person.user)

    assert not Assignment.objects.visible_to(luis.user).exists()
    assert not Assignment.objects.visible_to(stranger).exists()


def test_an_ended_seat_sees_nothing_and_its_work_goes_back(mine, three, luis, amina):
    done = committee.reviewed(three[1], luis, by=amina)

    luis.end(reason="Ill.", by=amina)

    assert not Assignment.objects.visible_to(luis.user).exists()
    assert Assignment.objects.get(pk=mine.pk).status == "released"
    assert Assignment.objects.get(pk=done.pk).status == "done"


def test_a_dossier_is_given_once_and_not_across_a_conflict(mine, luis, three, amina):
    with pytest.raises(Refused, match="already"):
        committee.given(mine.nomination, luis, by=amina)
    impose(three[1], luis.user, reason="Cousins.", by=amina, at=clock.now())
    with pytest.raises(Refused, match="conflict"):
        committee.given(three[1], luis, by=amina)


def test_what_is_given_again_is_judged_as_it_counts_now(mine, luis, amina):
    mine.release(by=amina)
    mine.nomination.correct(question="position", value="Director", reason="A slip.", by=amina)

    again = committee.given(mine.nomination, luis, by=amina)

    assert again.pk == mine.pk
    assert again.version == mine.nomination.submitted_version
    assert again.version.answers["position"] == "Director"


def test_a_closed_account_is_given_nothing(three, luis, amina, jonas):
    luis.user.close(by=jonas)

    with pytest.raises(Refused, match="closed"):
        committee.given(three[0], luis, by=amina)


def test_a_skipped_one_comes_last(three, luis, amina):
    given = [committee.given(one, luis, by=amina) for one in three]
    first = Assignment.objects.visible_to(luis.user).in_order().first()

    first.skip(by=luis.user)

    assert Assignment.objects.visible_to(luis.user).in_order().last() == first
    assert len(given) == Assignment.objects.visible_to(luis.user).count()


def test_a_chair_sees_all_that_is_judged_but_conflicts(three, mei, amina):
    assert set(mei.sees()) == set(three)

    impose(three[0], mei.user, reason="Sisters.", by=amina, at=clock.now())

    assert set(mei.sees()) == set(three[1:])


def test_staff_with_a_conflict_do_not_find_the_nomination(three, amina, jonas):
    from nominations.models import Nomination

    impose(three[0], amina, reason="Her brother.", by=jonas, at=clock.now())

    assert set(Nomination.objects.visible_to(amina)) == set(three[1:])
    assert set(Nomination.objects.visible_to(jonas)) == set(three)


def test_the_tracks_stay_once_reviewers_are_at_work(mine, jonas):
    mine.nomination.call.refresh_from_db()
    with pytest.raises(Refused, match="reviewers"):
        mine.nomination.call.unfreeze_tracks(reason="A slip.", by=jonas)
