"""What happens to a committee's work from two sides at the very same moment, on PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from nominations.reviewing.models import Assignment, Conflict, Employer, Review, Reviewer, ReviewTally
from nominations.reviewing.models.binding import impose
from nominations.reviewing.models.review import Overtaken
from portal.lifecycle import clock
from portal.lifecycle.models import Event, Refused
from portal.notifications.models import Message
from tests import committee, make
from tests.moments import at_once, held_for_a_moment

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ground(jonas, amina):
    """A call, two candidates and Luis."""
    make.groups()
    call = committee.call_in_review(by=jonas, frozen=False)
    return call, committee.candidates(call, 2, by=amina), committee.reviewer(call, by=amina)


@pytest.fixture
def mine(ground, amina):
    _call, candidates, luis = ground
    return committee.given(candidates[0], luis, by=amina)


def fresh(assignment) -> Assignment:
    """As another process would read it."""
    return Assignment.to_change().get(pk=assignment.pk)


def saving(assignment, **more):
    words = committee.words(assignment.reviewer.call, **more)
    return lambda: fresh(assignment).save_review(**words, by=assignment.reviewer.user)


def faults(outcomes):
    """What was raised and is no sentence for a person."""
    return [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]


def agree():
    """An assignment is done where its review is in, nobody judges across a conflict, and tallies count what counts."""
    for one in Assignment.objects.select_related("review", "reviewer"):
        review = getattr(one, "review", None)
        assert (one.status == "done") == (review is not None and review.status == "submitted")
        barred = Conflict.objects.in_force().filter(nomination=one.nomination_id, user=one.reviewer.user_id).exists()
        assert not (barred and one.status in Assignment.HELD)
        assert not (one.reviewer.ended_at and one.status == "assigned")
    for tally in ReviewTally.objects.all():
        assert tally.count == Review.objects.counted().filter(assignment__nomination=tally.nomination_id).count()


def verbs_of(thing) -> list[str]:
    return [event.verb for event in Event.objects.about(thing)]


def test_of_two_tabs_that_hand_in_one_is_told_of_the_other(mine):
    outcomes = at_once(saving(mine, score=4, revision=0), saving(mine, score=2, revision=0))

    assert sorted(type(one).__name__ for one in outcomes) == ["Overtaken", "Review"]
    lost = next(one for one in outcomes if isinstance(one, Overtaken))
    assert lost.review.total == Review.objects.get().total
    assert verbs_of(Review.objects.get()) == ["handed_in"]
    agree()


def test_a_double_click_hands_in_once(mine):
    outcomes = at_once(*[saving(mine)] * 4)

    assert {one.pk for one in outcomes} == {Review.objects.get().pk}
    assert verbs_of(Review.objects.get()) == ["handed_in"]
    assert verbs_of(mine) == ["assigned", "reviewed"]
    agree()


def test_two_reviewers_of_one_dossier_are_both_counted(ground, mine, amina):
    call, candidates, _luis = ground
    ruth = committee.reviewer(call, "ruth@example.org", "Ruth Adeyemi", by=amina)
    other = committee.given(candidates[0], ruth, by=amina)

    assert not faults(at_once(saving(mine, score=5), saving(other, score=1)))

    tally = ReviewTally.objects.get()
    assert (tally.count, tally.mean, tally.spread) == (2, 60.0, 40.0)


def test_a_review_that_is_set_aside_while_it_is_saved_is_either_and_the_tally_agrees(ground, mine, amina):
    chair = committee.chair(ground[0], by=amina)
    saving(mine)()

    outcomes = at_once(
        lambda: fresh(mine).void_review(reason="Scores of another person.", by=chair.user), saving(mine, score=1)
    )

    assert not faults(outcomes)
    assert verbs_of(mine).count("review_voided") == 1
    agree()


def test_a_conflict_that_is_imposed_while_a_review_is_saved_wins(ground, mine, amina):
    luis = ground[2].user

    outcomes = at_once(
        lambda: impose(mine.nomination, luis, reason="They run a company.", by=amina, at=clock.now()), saving(mine)
    )

    assert not faults(outcomes)
    assert fresh(mine).status == "declined"
    assert not Assignment.objects.visible_to(luis).exists()
    agree()


def test_nothing_is_given_across_a_conflict_that_is_imposed_meanwhile(ground, amina):
    _call, candidates, luis = ground

    outcomes = at_once(
        *(lambda one=one: impose(one, luis.user, reason="Cousins.", by=amina, at=clock.now()) for one in candidates),
        *(lambda one=one: committee.given(one, Reviewer.objects.get(pk=luis.pk), by=amina) for one in candidates),
    )

    assert not faults(outcomes)
    assert Conflict.objects.in_force().count() == 2
    agree()


def test_a_conflict_declared_while_the_same_dossier_is_given_again_locks_nobody_out(ground, mine, amina):
    luis = ground[2]
    outcomes = at_once(
        lambda: fresh(mine).decline(why="conflict", note="My cousin.", by=luis.user),
        lambda: committee.given(mine.nomination, Reviewer.objects.get(pk=luis.pk), by=amina),
        saving(mine),
    )

    assert not faults(outcomes)
    assert fresh(mine).status == "declined"
    agree()


def test_a_seat_that_ends_while_its_review_is_saved_ends_and_keeps_what_came_in(ground, mine, amina):
    luis = ground[2]
    committee.given(ground[1][1], luis, by=amina)

    ended, saved = at_once(lambda: Reviewer.objects.get(pk=luis.pk).end(reason="Ill.", by=amina), saving(mine))

    assert ended is None
    assert Reviewer.objects.get(pk=luis.pk).ended_at
    assert fresh(mine).status == ("released" if isinstance(saved, Refused) else "done")
    agree()


def test_two_officers_give_the_same_dossier_and_it_is_given_once(ground, amina, jonas):
    _call, candidates, luis = ground

    outcomes = at_once(
        *(
            lambda by=by: committee.given(candidates[0], Reviewer.objects.get(pk=luis.pk), by=by)
            for by in (amina, jonas)
        )
    )

    assert sorted(type(one).__name__ for one in outcomes) == ["Assignment", "Refused"]
    assert verbs_of(Assignment.objects.get()) == ["assigned"]


def test_what_is_taken_back_while_it_is_reviewed_is_one_of_the_two(mine, amina):
    outcomes = at_once(lambda: fresh(mine).release(by=amina), saving(mine))

    assert not faults(outcomes)
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    agree()


def test_the_terms_are_accepted_once_and_a_seat_is_given_once(ground, amina, jonas):
    call = ground[0]
    ruth = make.user("ruth@example.org", "Ruth Adeyemi")
    words = {"groups": make.groups(), "languages": ["en"]}

    named = at_once(
        *(lambda by=by: Reviewer.name(ruth, type(call).objects.get(), by=by, **words) for by in (amina, jonas))
    )
    seat = Reviewer.objects.get(user=ruth)
    at_once(*[lambda: Reviewer.objects.get(pk=seat.pk).accept_terms(by=ruth)] * 3)

    assert sorted(type(one).__name__ for one in named) == ["Refused", "Reviewer"]
    assert verbs_of(seat) == ["named", "terms_accepted"]
    assert Message.objects.filter(occasion="reviewing/named", to=ruth.email).count() == 1


def test_two_employers_of_one_spelling_are_one_and_the_other_is_told_whose_name_it_is(ground, amina, jonas):
    def entering(by, **names):
        return held_for_a_moment(lambda: Employer.enter(by=by, **names))

    outcomes = at_once(
        entering(amina, name="Université Cheikh Anta Diop", aliases=["UCAD"]),
        entering(jonas, name="Universite Cheikh-Anta DIOP"),
        entering(jonas, name="The U.C.A.D.", aliases=["ucad", "Université Cheikh Anta Diop"]),
    )

    there = Employer.objects.get()
    refused = [str(one) for one in outcomes if isinstance(one, Refused)]
    assert refused == [f"One of these names is, plainly spelt, a name of {there}."] * 2


def test_two_employers_that_are_put_above_each_other_at_once_are_not_both(ground, amina):
    one, other = (Employer.enter(name=name, by=amina) for name in ("Data Trust", "Institute of Data"))

    def under(part, whole):
        whole = Employer.objects.get(pk=whole.pk)
        return held_for_a_moment(lambda: part.correct(name=part.name, parent=whole, by=amina))

    outcomes = at_once(under(one, other), under(other, one))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert not faults(outcomes)
    assert Employer.objects.filter(parent=None).count() == 1


def test_the_table_itself_holds_no_two_employers_of_one_spelling(ground, amina):
    Employer.enter(name="Data Trust", aliases=["DT"], by=amina)

    with pytest.raises(IntegrityError, match="one_employer_of_a_spelling"):
        Employer.objects.create(name="DATA trust", spellings=["data trust"])


def test_two_clocks_write_one_digest_while_more_is_given(ground, mine, amina):
    call, candidates, luis = ground
    later = clock.now() + timedelta(hours=1)
    outcomes = at_once(
        *[lambda: Reviewer.tell_assignments(type(call).objects.get(), later)] * 3,
        lambda: committee.given(candidates[1], Reviewer.objects.get(pk=luis.pk), by=amina),
    )
    Reviewer.tell_assignments(type(call).objects.get(), later + timedelta(hours=1))

    assert not faults(outcomes)
    letters = list(Message.objects.filter(occasion="reviewing/assigned").values_list("subject", flat=True))
    assert sum(int(subject.split(": ")[1].split()[0]) for subject in letters) == 2
    assert not Assignment.objects.filter(told_at=None).exists()


def test_a_second_clock_of_the_same_moment_tells_what_the_first_had_not_seen(ground, mine, amina):
    call, candidates, luis = ground
    later = clock.now() + timedelta(hours=1)
    assert Reviewer.tell_assignments(call, later) == 1
    committee.given(candidates[1], luis, by=amina)
    assert Reviewer.tell_assignments(call, later) == 1
    assert Reviewer.tell_assignments(call, later) == 0
    assert Message.objects.filter(occasion="reviewing/assigned").count() == 2
