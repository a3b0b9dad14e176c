"""Who changes a nomination, a seat, an assignment or a tally at the same moment as somebody else waits, and never for ever."""

import time

import pytest
from django.db import transaction

from nominations.models import Nomination
from nominations.models.barred import look_for_conflicts
from nominations.reviewing import reminders
from nominations.reviewing.models import Assignment, AssignmentRun, Conflict, Reviewer, ReviewTally
from nominations.reviewing.models.binding import bind
from nominations.reviewing.models.finding import find_conflicts
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from tests import committee, make
from tests.answers import complete
from tests.moments import A_MOMENT, at_once, while_held

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ground(jonas, amina):
    """A call, two candidates, Luis and Ruth, who have both."""
    make.groups()
    call = committee.call_in_review(by=jonas, frozen=False)
    candidates = committee.candidates(call, 2, by=amina)
    seats = [
        committee.reviewer(call, by=amina),
        committee.reviewer(call, "ruth@example.org", "Ruth Adeyemi", by=amina),
    ]
    return call, candidates, seats


def faults(outcomes):
    return [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]


def after_a_moment(act):
    def late():
        time.sleep(A_MOMENT / 2)
        return act()

    return late


def inside(nomination, act):
    """What a verb of the nomination does in its lock, after it has held it for a moment."""

    def verb():
        with Nomination.objects.get(pk=nomination.pk).locked() as at:
            time.sleep(A_MOMENT)
            return act(at)

    return verb


def test_a_nomination_that_changes_while_it_is_given(ground, amina):
    call, (one, _other), (luis, _ruth) = ground

    outcomes = at_once(
        inside(one, lambda at: look_for_conflicts(call, one, at=at)),
        after_a_moment(lambda: committee.given(one, Reviewer.objects.get(pk=luis.pk), by=amina)),
    )

    assert not faults(outcomes)


def test_a_nomination_that_changes_while_the_clock_finds_a_conflict_with_it(ground):
    call, (one, _other), (luis, _ruth) = ground
    Reviewer.objects.filter(pk=luis.pk).update(nationalities=["NZ"])

    outcomes = at_once(
        inside(one, lambda at: look_for_conflicts(call, one, at=at)),
        after_a_moment(lambda: find_conflicts(call, at=clock.now())),
    )

    assert not faults(outcomes)
    assert Conflict.objects.count() == 2


def test_a_nomination_that_changes_while_its_first_review_comes_in(ground, amina):
    call, (one, _other), (luis, _ruth) = ground
    mine = committee.given(one, luis, by=amina)
    Reviewer.objects.filter(pk=luis.pk).update(nationalities=["NZ"])

    outcomes = at_once(
        inside(one, lambda at: look_for_conflicts(call, one, at=at)),
        after_a_moment(
            lambda: Assignment.to_change().get(pk=mine.pk).save_review(**committee.words(call), by=luis.user)
        ),
    )

    assert not faults(outcomes)


def test_a_nomination_that_changes_while_a_run_is_deployed(ground, amina):
    call, (one, _other), _seats = ground
    run = AssignmentRun.ask(call, {"reviews": 1}, by=amina, seed=7)
    run.work()

    outcomes = at_once(
        inside(one, lambda at: look_for_conflicts(call, one, at=at)),
        after_a_moment(lambda: AssignmentRun.objects.get(pk=run.pk).deploy(by=amina)),
    )

    assert not faults(outcomes)


def test_two_reviewers_of_a_dossier_lose_it_while_both_save(ground, amina):
    call, (one, _other), seats = ground
    rows = [committee.given(one, seat, by=amina) for seat in seats]
    rows.sort(key=lambda row: row.pk)
    Reviewer.objects.update(nationalities=["NZ"])

    def saving():
        with Assignment.to_change().get(pk=rows[1].pk).locked():
            time.sleep(A_MOMENT)
            ReviewTally.reckon(one.pk)

    outcomes = at_once(saving, after_a_moment(lambda: find_conflicts(call, at=clock.now())))

    assert not faults(outcomes)


def test_two_nominations_are_united_while_the_clock_looks(ground, amina):
    call, (one, other), seats = ground
    for seat in sorted(seats, key=lambda seat: seat.pk):  # the last one comes first where they are shared
        bind(one, seat.user, Conflict.Kind.IMPOSED, reason="Cousins.", by=amina, at=clock.now())

    def clock_looks():
        with transaction.atomic():
            first = call.reviewers.order_by("pk").first()
            list(call.reviewers.filter(pk=first.pk).select_for_update())
            time.sleep(A_MOMENT)
            return find_conflicts(call, at=clock.now())

    def unites():
        with transaction.atomic():
            Conflict.share(one, other, by=amina, at=clock.now())

    outcomes = at_once(clock_looks, after_a_moment(unites))

    assert not faults(outcomes)
    assert Conflict.objects.in_force().filter(nomination=other).count() == 2


def test_queues_are_put_in_order_while_assignments_change(ground, amina):
    _call, candidates, (luis, _ruth) = ground
    rows = [committee.given(each, luis, by=amina) for each in candidates]
    for each in candidates:
        ReviewTally.reckon(each.pk)
    ReviewTally.objects.update(count=3)

    def deploying():
        with transaction.atomic():
            list(Assignment.objects.filter(pk=rows[1].pk).select_for_update())
            time.sleep(A_MOMENT)
            list(Assignment.objects.filter(pk=rows[0].pk).select_for_update())

    outcomes = at_once(deploying, after_a_moment(reminders.order_queues))

    assert not faults(outcomes)


@pytest.mark.parametrize("by_run", [False, True], ids=["by hand", "by a run"])
def test_tracks_stay_where_a_nomination_is_given_at_that_moment(ground, amina, by_run):
    call, (one, _other), (luis, _ruth) = ground
    run = AssignmentRun.ask(call, {"reviews": 1}, by=amina, seed=7)
    run.work()

    def give():
        if by_run:
            return AssignmentRun.objects.get(pk=run.pk).deploy(by=amina)
        return committee.given(one, Reviewer.objects.get(pk=luis.pk), by=amina)

    given, refused = while_held(give, lambda: type(call).objects.get().unfreeze_tracks(reason="More time.", by=amina))

    assert not isinstance(given, Exception)
    assert "its tracks stay" in str(refused)
    assert type(call).objects.get().tracks_stay()


@pytest.mark.parametrize("came_back", [False, True], ids=["submits", "comes back"])
@pytest.mark.parametrize("named_first", [True, False], ids=["named first", "named later"])
def test_whoever_is_named_while_they_become_a_candidate_is_one_of_the_two(jonas, amina, named_first, came_back):
    nia = make.user("nia@example.org", "Nia Ferreira")
    call = make.call(by=jonas)
    mine = complete(make.nomination(author=nia, call=call))
    if came_back:
        mine.submit(by=nia)
        mine.withdraw(by=nia)

    def name():
        return committee.reviewer(type(call).objects.get(), user=nia, accepted=False, by=amina)

    def become():
        nomination = Nomination.objects.get(pk=mine.pk)
        return nomination.reinstate(by=nia) if came_back else nomination.submit(by=nia)

    first, later = (name, become) if named_first else (become, name)
    done, refused = while_held(first, later)

    assert not isinstance(done, Exception)
    assert isinstance(refused, Refused)
    assert "candidate in" in str(refused)
    assert Reviewer.objects.filter(user=nia).exists() is named_first
    assert Nomination.objects.filter(pk=mine.pk, status="submitted").exists() is not named_first
