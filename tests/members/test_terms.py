"""Terms: every verb from every state, the days they leave behind, and what is refused in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from members.models import Appointment, Person
from portal.lifecycle.models import Event, Refused
from tests import make
from tests.cases import each_undone
from tests.letters import letters

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START, END = date(2026, 3, 1), date(2029, 3, 1)
WHY = {"reason": "As was agreed."}
STATES = ("planned", "renewal", "active", "announced", "followed", "renewed", "resigned", "ended", "called_off")


def noon(day) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


BEFORE, NOW, AFTER = noon(START - DAY), noon(date(2027, 6, 1)), noon(END + DAY)


def roster(day) -> set:
    """The keys of those who sit on that day."""
    return set(Appointment.objects.on(day).values_list("pk", flat=True))


# --- every verb from every state

# verb: the states from which it works, and what becomes of each
TABLE = {
    "renew": {"active": "active"},
    "correct": {"planned": "planned", "renewal": "planned", "active": "active", "followed": "active"},
    "resign": {"active": "resigned", "announced": "resigned", "followed": "resigned"},
    "end": {"active": "ended", "announced": "ended", "followed": "ended"},
    "resign_ahead": {"active": "active", "announced": "active", "followed": "active"},
    "end_ahead": {"active": "active", "announced": "active", "followed": "active"},
    "stay": {"announced": "active"},
    "call_off": {"planned": "ended", "renewal": "ended"},
}


class Stage:
    """Walks a term to a state, and does a verb at a moment at which it is in that state."""

    def __init__(self, officer):
        self.officer = officer

    def at(self, state) -> Appointment:
        by = {"by": self.officer}
        starts_on = START + timedelta(days=1000) if state in ("planned", "called_off") else START
        term = make.term(starts_on=starts_on, at=NOW)
        if state == "called_off":
            term.call_off(**WHY, **by, at=NOW)
        if state in ("resigned", "ended"):
            getattr(term, {"resigned": "resign", "ended": "end"}[state])(on=NOW.date(), **WHY, **by, at=NOW)
        if state == "announced":
            term.resign(on=NOW.date() + 9 * DAY, **WHY, **by, at=NOW)
        if state in ("followed", "renewal", "renewed"):
            following = term.renew(**by, at=NOW)
            term = following if state == "renewal" else term
        if state == "renewed":
            term.keep_time(at=noon(END))
        return term

    def do(self, verb, term):
        name = verb.removesuffix("_ahead")
        on, at, by = NOW.date() + (30 * DAY if verb.endswith("_ahead") else -DAY), NOW, {"by": self.officer}
        if term.status == "renewed":
            at, on = noon(END), END
        days = {"starts_on": term.starts_on, "planned_end": term.planned_end}
        match name:
            case "renew":
                term.renew(**by, at=at)
            case "correct" if term.following():
                term.correct(**days | {"starts_on": term.starts_on - DAY}, **WHY, **by, at=at)
            case "correct":
                term.correct(**days | {"planned_end": term.planned_end + DAY}, **WHY, **by, at=at)
            case "resign" | "end":
                getattr(term, name)(on=on, **WHY, **by, at=at)
            case "stay":
                term.stay(**by, at=at)
            case "call_off":
                term.call_off(**WHY, **by, at=at)


@pytest.fixture
def stage(amina):
    return Stage(amina)


@pytest.mark.parametrize("state", STATES)
def test_a_verb_works_from_its_states_and_is_refused_from_all_others(stage, state):
    walked = stage.at(state)
    before, story, told = walked.status, walked.story().count(), letters()

    def attempt(verb):
        term = Appointment.objects.get(pk=walked.pk)
        if state in TABLE[verb]:
            stage.do(verb, term)
            assert Appointment.objects.get(pk=term.pk).status == TABLE[verb][state]
            return
        with pytest.raises(Refused):
            stage.do(verb, term)
        term.refresh_from_db()
        assert (term.status, term.story().count(), letters()) == (before, story, told)

    each_undone(TABLE, attempt)
    moves = [event.facts for event in walked.story() if "to" in event.facts]
    assert all(move["to"] in Appointment.MOVES[move["from"]] for move in moves)


# --- days


def test_a_term_is_for_three_whole_years_unless_said_otherwise():
    cases = [
        (date(2026, 3, 1), date(2029, 3, 1)),
        (date(2024, 2, 29), date(2027, 3, 1)),  # its last day is 28 February: three whole years
        (date(2025, 2, 28), date(2028, 2, 28)),
        (date(2025, 12, 31), date(2028, 12, 31)),
    ]

    def attempt(starts_on, ends):
        assert make.term(starts_on=starts_on).planned_end == ends

    each_undone(cases, attempt)


@pytest.mark.parametrize(
    ("starts_on", "status"), [(-400, "ended"), (-1, "active"), (0, "active"), (1, "planned"), (30, "planned")]
)
def test_a_term_whose_day_is_there_is_active_at_once_and_one_that_is_over_has_ended(starts_on, status):
    first = NOW.date() + starts_on * DAY
    term = make.term(starts_on=first, planned_end=first + 365 * DAY, at=NOW)

    assert term.status == status


def test_the_roster_goes_by_days_alone():
    term = make.term(starts_on=START, at=BEFORE)  # the clock never came by

    assert term.status == "planned"
    sits = {day: term.pk in roster(START + day * DAY) for day in (-1, 0, 1, 1095, 1096)}
    assert sits == {-1: False, 0: True, 1: True, 1095: True, 1096: False}


def test_the_day_is_that_of_utc():
    late = datetime(2026, 2, 28, 23, 59, tzinfo=UTC)

    assert make.term(starts_on=START, at=late).status == "planned"
    assert make.term(starts_on=START, at=late + timedelta(minutes=1)).status == "active"


def test_one_who_resigns_ahead_sits_until_that_day_and_not_on_it(amina):
    term = make.term(starts_on=START, at=NOW)
    last = NOW.date() + 10 * DAY

    term.resign(on=last + DAY, by=amina, **WHY, at=NOW)

    assert term.pk in roster(last)
    assert term.pk not in roster(last + DAY)
    assert term.status == "active"
    term.keep_time(at=noon(last))
    assert term.status == "active"
    term.keep_time(at=noon(last + DAY))
    assert term.status == "resigned"


def test_an_end_taken_back_leaves_the_days_as_they_were(amina):
    term = make.term(starts_on=START, at=NOW)
    term.end(on=NOW.date() + 10 * DAY, by=amina, **WHY, at=NOW)

    term.stay(by=amina, at=NOW)

    assert (term.over_on, term.ends_as, term.reason) == (END, "", "")
    assert term.pk in roster(END - DAY)


def test_an_end_is_not_taken_back_over_another_term(amina):
    term = make.term(starts_on=START, at=NOW)
    term.end(on=date(2028, 1, 1), by=amina, **WHY, at=NOW)
    make.term(term.person, starts_on=date(2028, 6, 1), at=NOW)

    with pytest.raises(Refused, match="2028"):
        term.stay(by=amina, at=NOW)
    assert Appointment.objects.get(pk=term.pk).ended_on == date(2028, 1, 1)


def test_a_term_ended_before_its_first_day_never_counted(amina):
    term = make.term(starts_on=START, at=NOW)

    term.end(on=START, by=amina, **WHY, at=NOW)

    assert roster(START) == set()
    assert term.never_came


@pytest.mark.parametrize("on", [START - DAY, END + DAY])
def test_an_end_outside_the_term_is_refused(amina, on):
    term = make.term(starts_on=START, at=NOW)

    with pytest.raises(Refused, match="from 1 March 2026 until 28 February 2029"):
        term.end(on=on, by=amina, **WHY, at=NOW)


# --- renewal


def test_a_renewal_follows_without_a_gap_in_the_same_seat(amina, groups):
    canada = make.member()
    term = make.term(starts_on=START, at=NOW, route="member", member=canada, role="co_chair", group=groups[2])

    following = term.renew(by=amina, at=NOW)

    assert (following.starts_on, following.planned_end) == (END, date(2032, 3, 1))
    assert (following.group, following.role, following.route, following.member) == (
        groups[2],
        "co_chair",
        "member",
        canada,
    )
    assert following.status == "planned"
    assert len(roster(END - DAY)) == len(roster(END)) == 1
    term.keep_time(at=noon(END))
    following.keep_time(at=noon(END))
    assert (term.status, following.status) == ("renewed", "active")


def test_a_renewal_goes_until_the_day_that_is_said(amina):
    following = make.term(starts_on=START, at=NOW).renew(until=date(2030, 1, 1), by=amina, at=NOW)

    assert following.last_day == date(2029, 12, 31)


def test_who_leaves_early_has_no_renewal_any_more(amina):
    term = make.term(starts_on=START, at=NOW)
    following = term.renew(by=amina, at=NOW)

    term.resign(on=NOW.date(), by=amina, **WHY, at=NOW)

    following.refresh_from_db()
    assert following.never_came
    assert roster(END) == set()


def test_a_renewal_called_off_can_be_made_again_and_without_one_the_term_just_ends(amina):
    term = make.term(starts_on=START, at=NOW)
    term.renew(by=amina, at=NOW).call_off(by=amina, **WHY, at=NOW)

    again = term.renew(by=amina, at=NOW)
    again.call_off(by=amina, **WHY, at=NOW)
    term.keep_time(at=noon(END))

    assert term.status == "ended"


def test_a_renewal_is_refused_where_another_term_stands_in_the_way(amina):
    term = make.term(starts_on=START, at=NOW)
    make.term(term.person, starts_on=date(2030, 1, 1), at=NOW)

    with pytest.raises(Refused, match="2030"):
        term.renew(by=amina, at=NOW)
    assert term.story().filter(verb="renewed").count() == 0


# --- what is refused


def test_two_terms_of_one_seat_do_not_overlap_and_the_one_in_the_way_is_named():
    term = make.term(starts_on=START, at=NOW)

    with pytest.raises(Refused) as refused:
        make.term(term.person, starts_on=END - DAY, at=NOW)

    assert "Erika Expert, expert, Responsible AI" in str(refused.value)
    assert "2026" in str(refused.value)
    assert Appointment.objects.count() == 1


def test_the_day_after_one_ends_another_may_begin():
    term = make.term(starts_on=START, at=NOW)

    make.term(term.person, starts_on=END, at=NOW)

    assert Appointment.objects.count() == 2


@pytest.mark.parametrize("other", [{"role": "co_chair"}, {"group": None}])
def test_another_role_or_group_is_another_seat(other):
    term = make.term(starts_on=START, at=NOW)

    make.term(term.person, starts_on=START, at=NOW, **other)

    assert len(roster(START)) == 2


def test_no_group_is_counted_as_one():
    term = make.term(starts_on=START, group=None, at=NOW)

    with pytest.raises(Refused):
        make.term(term.person, starts_on=START, group=None, at=NOW)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"planned_end": START}, "after it begins"),
        ({"planned_end": START - DAY}, "after it begins"),
        ({"starts_on": date(1926, 3, 1)}, "between 2018 and 2099"),
        ({"starts_on": date(9999, 12, 31)}, "between 2018 and 2099"),
        ({"route": "member"}, "Name the Member"),
        ({"route": "self", "member": "CA"}, "Name the Member"),
        ({"route": "member", "member": "CA", "starts_on": date(2019, 1, 1)}, "no Member on"),
    ],
)
def test_a_term_that_makes_no_sense_is_refused(wrong, says):
    canada = make.member()
    if wrong.get("member"):
        wrong = wrong | {"member": canada}

    with pytest.raises(Refused, match=says):
        make.term(at=NOW, **({"starts_on": START} | wrong))
    assert Event.objects.count() == 0


def test_nobody_is_appointed_who_was_merged_into_somebody_else():
    kept, stub = make.person(), make.person()
    Person.objects.filter(pk=stub.pk).update(merged_into=kept)
    stub.refresh_from_db()

    with pytest.raises(Refused, match="merged"):
        make.term(stub, starts_on=START)


def test_a_group_that_concluded_takes_nobody_and_keeps_who_was_in_it(groups):
    groups[1].concluded = True
    groups[1].save()

    with pytest.raises(Refused, match="concluded"):
        make.term(group=groups[1], starts_on=START, at=NOW)
    make.term(group=groups[1], starts_on=date(2020, 6, 1), planned_end=date(2022, 6, 1), at=NOW)


@pytest.mark.parametrize("act", ["resign", "end"])
def test_an_end_needs_a_reason(amina, act):
    term = make.term(starts_on=START, at=NOW)

    with pytest.raises(Refused, match="Say why"):
        getattr(term, act)(on=NOW.date(), reason=" \n", by=amina, at=NOW)


# --- correcting


def test_days_put_right_change_the_roster(amina):
    term = make.term(starts_on=START, at=NOW)

    term.correct(starts_on=START - 9 * DAY, planned_end=END - 9 * DAY, by=amina, **WHY, at=NOW)

    assert term.pk in roster(START - 9 * DAY)
    assert term.pk not in roster(END - 9 * DAY)


@pytest.mark.parametrize(
    ("state", "starts_on", "planned_end", "says"),
    [
        ("active", NOW.date() + DAY, END, "has begun"),
        ("renewal", END + DAY, END + 400 * DAY, "renews another"),
        ("followed", START, END + DAY, "is renewed"),
        ("active", START, END, "as they stand"),
    ],
)
def test_what_hangs_on_the_days_of_a_term_stays(stage, amina, state, starts_on, planned_end, says):
    term = stage.at(state)

    with pytest.raises(Refused, match=says):
        term.correct(starts_on=starts_on, planned_end=planned_end, by=amina, **WHY, at=NOW)


def test_a_planned_term_moved_to_today_begins_and_a_term_moved_into_the_past_is_over(amina):
    planned = make.term(starts_on=NOW.date() + DAY, at=NOW)
    planned.correct(starts_on=NOW.date(), planned_end=planned.planned_end, by=amina, **WHY, at=NOW)
    active = make.term(starts_on=START, at=NOW)
    active.correct(starts_on=START, planned_end=NOW.date(), by=amina, **WHY, at=NOW)

    assert (planned.status, active.status) == ("active", "ended")


# --- the story


def test_the_event_of_an_appointment_tells_the_ledger_what_it_needs(amina, groups):
    term = make.term(starts_on=START, by=amina, at=NOW, route="member", member=make.member())

    [planned, began] = term.story()

    assert (planned.verb, planned.by, began.verb, began.by) == ("planned", amina, "began", None)
    assert planned.facts == {
        "person": term.person_id,
        "group": groups[0].slug,
        "role": "expert",
        "route": "member",
        "member": "CA",
        "starts_on": "2026-03-01",
        "planned_end": "2029-03-01",
        "renews": None,
    }
