"""Random histories of terms: no overlap gets past the database, and the roster of any day is what the Events tell."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members import terms
from members.models import Appointment
from portal.lifecycle.models import Event, Refused
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EPOCH = date(2024, 1, 1)  # a leap year: its 29 February is the 59th day after this
AHEAD = st.integers(-60, 60)  # days from the clock's
LENGTH = st.integers(-2, 200)  # days from the first of a term
WHICH = st.integers(0, 5)
WHY = {"reason": "It came so."}
PEOPLE, SEATS = 2, [(0, "expert"), (None, "expert"), (None, "co_chair")]
SEAT = (st.integers(0, PEOPLE - 1), st.sampled_from(SEATS), AHEAD, LENGTH)

ACTS = st.one_of(
    st.tuples(st.just("plan"), *SEAT),
    st.tuples(st.just("write"), *SEAT),
    st.tuples(st.sampled_from(["renew", "resign", "end"]), WHICH, LENGTH),
    st.tuples(st.just("correct"), WHICH, AHEAD, LENGTH),
    st.tuples(st.sampled_from(["stay", "call_off"]), WHICH),
    st.tuples(st.just("clock")),
)
HISTORIES = st.lists(st.tuples(st.integers(0, 30), ACTS), min_size=1, max_size=14)


def day(number) -> date:
    return EPOCH + timedelta(days=number)


def moment(number) -> datetime:
    return datetime.combine(day(number), datetime.min.time(), tzinfo=UTC)


class Ledger:
    """People who sit already, seats, and a clock that goes on; what is refused is refused, and changes nothing."""

    def __init__(self):
        self.people = [make.person() for _ in range(PEOPLE)]
        self.groups = make.groups()
        self.now = 0
        self.done: list[str] = []
        for person in range(PEOPLE):
            self.plan(person, SEATS[0], -30, 150)

    def act(self, later, act):
        self.now += later
        name, *words = act
        try:
            with transaction.atomic():
                if name in ("plan", "write", "clock"):
                    getattr(self, name)(*words)
                else:
                    self.verb(name, *words)
        except (Refused, IntegrityError):
            pass

    def seat(self, person, seat, start, length) -> dict:
        group = None if seat[0] is None else self.groups[seat[0]]
        days = {"starts_on": day(self.now + start), "planned_end": day(self.now + start + length)}
        return {"person": self.people[person], "group": group, "role": seat[1], "route": "self"} | days

    def plan(self, *seat):
        Appointment.plan(**self.seat(*seat), by=None, at=moment(self.now), tell=False)

    def write(self, *seat):
        """Past the verbs, as another door would: the database alone is asked, and says no where it must."""
        term = Appointment(**self.seat(*seat))
        free = term.planned_end > term.starts_on and not overlapping([*Appointment.objects.all(), term])
        try:
            with transaction.atomic():
                term.save(force_insert=True)
        except IntegrityError:
            assert not free
            raise
        assert free
        term.record("planned", by=None, facts=term.facts())

    def verb(self, name, which, *days):
        """Of those in a fitting state one, else any. Days are told from the first of the term, for a renewal from its end."""
        term, at = self.fitting(name, which), {"by": None, "at": moment(self.now)}
        *moved, length = [timedelta(days=number) for number in days] or [None]
        match name:
            case "renew":
                term.renew(until=term.planned_end + length, **at)
            case "correct":
                first = term.starts_on + moved[0]
                term.correct(starts_on=first, planned_end=first + length, **WHY, **at)
            case "resign" | "end":
                inside = (term.planned_end - term.starts_on).days
                getattr(term, name)(on=term.starts_on + length % timedelta(inside + 2), **WHY, **at)
            case "call_off":
                term.call_off(**WHY, **at)
            case "stay":
                term.stay(**at)
        self.done.append(name)

    def fitting(self, name, which):
        """A term to do it to; where there is none yet, nothing is done."""
        terms = Appointment.objects.order_by("starts_on", "pk")
        fits = {"stay": terms.exclude(ends_as=""), "call_off": terms.filter(status="planned")}
        found = fits.get(name, terms).filter(status__in=["planned", "active"]) or terms
        if not found:
            raise Refused("There is none.")
        return found[which % len(found)]

    def clock(self):
        terms.keep_time(moment(self.now))


def overlapping(found) -> list:
    """Pairs of terms of one seat that share a day, by the days themselves."""

    def seat(term):
        return term.person_id, term.group_id, term.role

    def shared(one, other):
        return max(one.starts_on, other.starts_on) < min(one.over_on, other.over_on)

    return [pair for pair in combinations(found, 2) if seat(pair[0]) == seat(pair[1]) and shared(*pair)]


def told_by_events() -> dict[str, dict]:
    """The ledger told again from the Events alone: the key of a term to its seat and its days."""
    told: dict = {}
    for event in Event.objects.filter(kind__model="appointment").order_by("pk"):
        facts = event.facts
        if event.verb == "planned":
            told[event.thing_id] = {
                name: facts[name] for name in ("person", "group", "role", "starts_on", "planned_end")
            }
            told[event.thing_id]["ended_on"] = None
        elif event.verb == "stayed":
            told[event.thing_id]["ended_on"] = None
        else:
            days = {name: facts[name] for name in ("starts_on", "planned_end", "ended_on") if name in facts}
            told[event.thing_id] |= days
    return told


def replayed(told, on) -> set:
    """Who sits where on a day, by what the Events tell."""
    return {
        (seat["person"], seat["group"], seat["role"])
        for seat in told.values()
        if seat["starts_on"] <= on.isoformat() < (seat["ended_on"] or seat["planned_end"])
    }


def roster(on) -> set:
    """Who sits where on a day, by the ledger."""
    return set(Appointment.objects.on(on).values_list("person", "group__slug", "role"))


def corners() -> list[date]:
    """Each first day and each first day outside, and the days beside them: elsewhere nothing changes."""
    days = Appointment.objects.values_list("starts_on", "planned_end", "ended_on")
    beside = {each + timedelta(days=n) for row in days for each in row if each for n in (-1, 0, 1)}
    return sorted(beside)


@given(history=HISTORIES)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_roster_of_any_day_is_what_the_events_tell_and_nobody_sits_twice(history):
    with transaction.atomic():
        ledger = Ledger()
        for later, act in history:
            ledger.act(later, act)
            assert overlapping(list(Appointment.objects.all())) == []
        told = told_by_events()
        for on in corners():
            assert roster(on) == replayed(told, on), on
        transaction.set_rollback(True)


@given(history=HISTORIES)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_clock_changes_no_roster_and_says_of_each_term_what_its_days_say(history):
    with transaction.atomic():
        ledger = Ledger()
        for later, act in history:
            ledger.act(later, act)
        before = {on: roster(on) for on in corners()}
        ledger.clock()
        story = Event.objects.count()
        ledger.clock()

        assert Event.objects.count() == story
        assert {on: roster(on) for on in before} == before
        today = day(ledger.now)
        for term in Appointment.objects.all():
            if term.starts_on > today:
                assert term.status == "planned" or term.never_came
            else:
                assert (term.status == "active") == (today < term.over_on)
        transaction.set_rollback(True)
