"""A run: asked for, reckoned, deployed, undone; what changed meanwhile is left out and said."""

from datetime import timedelta

import pytest

from nominations.reviewing.models import Assignment, AssignmentRun
from nominations.reviewing.models.binding import impose
from nominations.reviewing.proposal import Proposal
from nominations.reviewing.words import reasons_in_words
from portal.lifecycle import clock, pulse
from portal.lifecycle.models import Event, Refused
from portal.lifecycle.pulse import LEASE
from tests import committee, make
from tests.kept import kept
from tests.kinds import know_kinds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_beat(monkeypatch):
    """The pulse beats on a connection of its own, which sees nothing of a test's transaction."""
    monkeypatch.setattr(pulse, "BEAT", 600)


@kept
def ana(call, amina):
    return committee.reviewer(call, "ana@example.org", "Ana Silva", by=amina)


@kept
def panel(luis, ruth, ana):
    return [luis, ruth, ana]


def asked(call, by, **rules):
    return AssignmentRun.ask(call, {"reviews": 2} | rules, by=by, seed=7)


def proposed(call, by, **rules):
    run = asked(call, by, **rules)
    run.work()
    run.refresh_from_db()
    return run


def pairs(run):
    return {(pair["nomination"], pair["reviewer"]) for pair in run.pairs}


def held(**fields):
    return Assignment.objects.filter(status="assigned", **fields)


def test_a_proposal_covers_every_nomination_and_assigns_nothing_yet(three, panel, call, amina):
    run = proposed(call, amina)

    assert run.status == "proposed"
    assert sorted(n for n, _ in pairs(run)) == sorted(str(one.pk) for one in three * 2)
    assert not Assignment.objects.exists()


def test_a_run_with_the_same_seed_gives_the_same_pairs(three, panel, call, amina):
    first = proposed(call, amina)
    first.discard(by=amina)

    assert pairs(proposed(call, amina)) == pairs(first)


def test_a_second_click_asks_for_nothing_more_and_somebody_else_is_told(three, panel, call, amina, jonas):
    run = asked(call, amina)

    assert asked(call, amina) == run
    with pytest.raises(Refused, match="Another assignment"):
        asked(call, jonas)
    run.work()
    run.work()
    assert AssignmentRun.objects.count() == 1
    assert [event.verb for event in run.story()] == ["asked", "begun", "proposed"]


def test_deploying_makes_all_assignments_with_their_story(three, panel, call, amina):
    run = proposed(call, amina)

    run.deploy(by=amina)

    assert {(str(n), str(r)) for n, r in held(run=run).values_list("nomination", "reviewer")} == pairs(run)
    one = held().first()
    assert one.version_id == one.nomination.submitted_version_id
    assert "group" in one.reasons
    [event] = one.story()
    assert (event.verb, event.by, event.facts["run"]) == ("assigned", amina, str(run.pk))


def test_deploying_costs_as_many_statements_for_many_pairs_as_for_few(call, panel, amina, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    committee.candidates(call, 2, by=amina)
    few = proposed(call, amina)
    know_kinds()
    with CaptureQueriesContext(connection) as told:
        few.deploy(by=amina)
    few.undo(by=amina)
    Assignment.objects.all().delete()
    for number in range(3, 7):
        committee.candidate(call, number, by=amina, at=call.closes_at - timedelta(days=3))
    call.nominations.update(track="open")
    many = proposed(call, amina)

    with django_assert_num_queries(len(told)):
        many.deploy(by=amina)

    assert Assignment.objects.count() == len(many.pairs) > len(few.pairs)


def test_two_who_deploy_at_once_and_a_double_click_assign_once(three, panel, call, amina, jonas):
    run = proposed(call, amina)
    other = AssignmentRun.objects.get(pk=run.pk)
    run.deploy(by=amina)

    with pytest.raises(Refused, match="assigned already"):
        other.deploy(by=jonas)

    assert Assignment.objects.count() == Event.objects.filter(verb="assigned").count() == 6


def test_what_changed_meanwhile_is_left_out_and_said(call, luis, ruth, ana, amina):
    five = committee.candidates(call, 5, by=amina)
    run = proposed(call, amina)
    by_nomination = {str(one.pk): one for one in five}
    seats = {str(seat.pk): seat for seat in (luis, ruth, ana)}
    withdrawn, barred, hand = five[:3]
    withdrawn.withdraw(by=withdrawn.person.user)
    judge = next(seats[r] for n, r in pairs(run) if n == str(barred.pk))
    impose(barred, judge.user, reason="Cousins.", by=amina, at=clock.now())
    twin = next(seats[r] for n, r in pairs(run) if n == str(hand.pk))
    third = next(seat for pk, seat in seats.items() if (str(hand.pk), pk) not in pairs(run))
    committee.given(hand, twin, by=amina)
    committee.given(hand, third, by=amina)

    run.deploy(by=amina)

    run.refresh_from_db()
    left = {(by_nomination[one["nomination"]], one["why"]) for one in run.report["left_out"]}
    assert left == {(withdrawn, "gone"), (barred, "conflict"), (hand, "there"), (hand, "full")}
    assert held().count() == 10 - 2 - 1 - 2 + 2
    assert not held(nomination=barred, reviewer=judge).exists()


def test_undoing_takes_back_what_is_not_begun_and_leaves_the_rest(three, panel, call, amina):
    run = proposed(call, amina)
    run.deploy(by=amina)
    begun, done = held()[:2]
    begun.keep_draft(**committee.words(call), by=begun.reviewer.user)
    done.save_review(**committee.words(call), by=done.reviewer.user)

    run.undo(by=amina)

    assert list(held()) == [begun]
    assert Assignment.objects.filter(status="done").get() == done
    assert Assignment.objects.filter(status="released").count() == 4


def test_what_was_undone_can_be_given_again_by_another_run(three, panel, call, amina):
    run = proposed(call, amina)
    run.deploy(by=amina)
    run.undo(by=amina)
    again = proposed(call, amina)

    again.deploy(by=amina)

    assert held(run=again).count() == Assignment.objects.count() == 6


def test_what_is_given_stays_and_a_gap_is_filled_by_as_few_changes_as_there_can_be(call, luis, ruth, ana, amina):
    committee.candidates(call, 4, by=amina)
    first = proposed(call, amina)
    first.deploy(by=amina)
    before = set(held().values_list("nomination", "reviewer"))
    luis.end(reason="Ill.", by=amina)
    stayed = {pair for pair in before if pair[1] != luis.pk}

    again = proposed(call, amina, move=True)
    again.deploy(by=amina)

    after = set(held().values_list("nomination", "reviewer"))
    assert stayed < after
    assert len(after) == 8


def test_reviewers_who_are_away_get_less_and_those_away_all_the_time_nothing(call, luis, ruth, ana, amina):
    committee.candidates(call, 6, by=amina)
    today = clock.day_of(clock.now())
    for seat, days in ((luis, 40), (ruth, 9)):
        seat.go_away(since=today, until=today + timedelta(days=days), by=amina)
    for seat in (luis, ruth, ana):
        seat.change(groups=make.groups(), languages=["en"], least=0, most=8, chairs=False, by=amina)

    run = proposed(call, amina, reviews=1)

    loads = [sum(1 for _, r in pairs(run) if r == str(seat.pk)) for seat in (luis, ruth, ana)]
    assert loads == [0, 2, 4]


def test_no_two_of_one_country_judge_one_nomination(call, luis, ruth, ana, amina):
    committee.candidates(call, 3, by=amina)
    for seat, code in ((luis, "ES"), (ruth, "ES"), (ana, "BR")):
        seat.state_facts(nationalities=[code], residence=code, country_of_work=code, employers=[], by=amina)

    run = proposed(call, amina)

    assert {r for _, r in pairs(run)} == {str(seat.pk) for seat in (luis, ruth, ana)}
    assert sum(1 for _, r in pairs(run) if r == str(ana.pk)) == 3


def test_everybody_scores_the_anchors_but_whoever_is_barred(call, luis, ruth, ana, amina):
    four = committee.candidates(call, 4, by=amina)
    impose(four[0], ana.user, reason="Cousins.", by=amina, at=clock.now())

    run = proposed(call, amina, reviews=1, anchors=2, chosen=[str(four[0].pk)])

    panels = {one: {pair["reviewer"] for pair in run.pairs if pair["nomination"] == str(one.pk)} for one in four}
    assert panels[four[0]] == {str(luis.pk), str(ruth.pk)}
    assert sorted(len(panel) for panel in panels.values()) == [1, 1, 2, 3]
    assert {pair["nomination"] for pair in run.pairs if pair["anchor"]} == {
        str(one.pk) for one, panel in panels.items() if len(panel) > 1
    }


def test_a_statement_in_french_goes_to_whoever_reads_french(call, luis, ruth, amina):
    text = "Je souhaite rejoindre ce groupe pour contribuer aux travaux sur les modèles de langue et leur évaluation."
    french = committee.candidate(call, 1, by=amina, motivation=text, biography=text, evidence_expertise=text)
    call.freeze_tracks(by=amina)
    ruth.change(groups=make.groups(), languages=["en"], least=0, most=9, chairs=False, by=amina)

    run = proposed(call, amina, reviews=1)

    assert pairs(run) == {(str(french.pk), str(luis.pk))}
    assert "language:fr" in run.pairs[0]["reasons"]


def test_what_is_new_in_a_proposal_stands_before_what_was_given_before(three, panel, call, amina):
    for one in three[:2]:
        committee.given(one, panel[0], by=amina)

    proposal = Proposal(proposed(call, amina), amina)

    assert (proposal.new, proposal.kept) == (4, 2)
    assert [row.was_there for row in proposal.rows] == [False] * 4 + [True] * 2


def test_of_a_pair_that_was_there_before_nobody_says_that_others_were_not_free():
    assert reasons_in_words(["outside"]) == "of another group: nobody of its own was free"
    assert reasons_in_words(["kept", "outside"]) == "given before, of another group"


# --- impossible


def test_where_the_rules_allow_nothing_it_says_what_must_give(three, luis, ruth, call, amina):
    impose(three[0], luis.user, reason="Cousins.", by=amina, at=clock.now())

    run = proposed(call, amina)

    assert (run.status, run.pairs) == ("infeasible", [])
    assert run.report["gives"] == [{"rule": "short", "nomination": str(three[0].pk), "by": 1, "able": 1, "wanted": 2}]


def test_short_loads_are_said_by_reviewer(three, luis, ruth, call, amina):
    for seat in (luis, ruth):
        seat.change(groups=make.groups(), languages=["en"], least=0, most=2, chairs=False, by=amina)

    run = proposed(call, amina)

    assert {(one["rule"], one["by"]) for one in run.report["gives"]} == {("over", 1)}
    assert len(run.report["gives"]) == 2


# --- the job


def test_a_job_that_died_has_failed_and_another_run_can_be_asked_for(three, panel, call, amina):
    run = asked(call, amina)
    assert run.claim()
    AssignmentRun.objects.filter(pk=run.pk).update(leased_until=clock.now() - timedelta(seconds=1))

    AssignmentRun.sweep(clock.now())

    run.refresh_from_db()
    assert (run.status, run.why, run.lease) == ("failed", "broke_off", None)
    assert asked(call, amina) != run


def test_a_job_that_lives_is_left_to_itself(three, panel, call, amina):
    run = asked(call, amina)
    run.claim()

    AssignmentRun.sweep(clock.now())
    AssignmentRun.objects.get(pk=run.pk).work()

    run.refresh_from_db()
    assert run.status == "running"
    assert run.leased_until > clock.now() + LEASE - timedelta(seconds=30)


def test_a_run_that_is_discarded_while_it_is_reckoned_writes_nothing(three, panel, call, amina):
    run = asked(call, amina)
    run.claim()
    found = run.do(lambda percent, step: None)
    AssignmentRun.objects.get(pk=run.pk).discard(by=amina)

    run.finish(found)

    run.refresh_from_db()
    assert (run.status, run.pairs) == ("discarded", [])


def test_nothing_is_asked_for_before_the_tracks_are_frozen_or_without_reviewers(call, luis, amina, groups):
    with pytest.raises(Refused, match="Freeze the tracks"):
        asked(call, amina)
    committee.candidates(call, 1, by=amina)
    luis.end(reason="Ill.", by=amina)
    with pytest.raises(Refused, match="Name reviewers"):
        asked(call, amina)
