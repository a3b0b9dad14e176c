"""400 people submit within a second of their end, and the web's clocks are wrong: only the database's clock judges."""

import random
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from . import FAULT
from .ledger import agree, mails
from .people import Person, faults, rush

pytestmark = FAULT
ON_TIME = 0.5  # of them press within a second of their end, however busy the machine; all are judged
PEOPLE, A_SECOND = 400, 20  # so many of them end in each second
AROUND = (-2, 1)  # seconds: on a busy machine all come a second later than they press
BOTH = 20  # at least are taken, and at least are refused
GIVE_TIME = """
INSERT INTO nominations_extension (call_id, person_id, until, previous, reason, by_id, at)
SELECT c.id, %s, to_timestamp(%s), c.closes_at, 'Fault', u.id, now()
FROM nominations_call c, accounts_user u WHERE c.year = 2027 AND u.email = 'jonas@example.org'
"""
RECEIVED = (
    "SELECT extract(epoch FROM received_at)::float8 FROM nominations_nominationversion WHERE nomination_id::text = %s"
)
HOUR_OF_DATABASE = """
SELECT extract(timezone FROM to_timestamp(%s))::int, extract(timezone FROM to_timestamp(%s))::int
"""
EXTENDED = "SELECT count(*) FROM lifecycle_event WHERE verb = 'extended' AND thing_id = %s AND by_id IS NOT NULL"


@pytest.fixture
def odd(house):
    """Starts the web: one worker is two minutes fast, one two minutes slow, and around them clocks change at a moment."""

    def start(changes_at):
        zone = zone_with_a_change(changes_at)
        house.env["TZ"] = zone
        house.do(f"ALTER ROLE portal SET timezone TO '{zone}'")
        house.web("--config", "tests/faults/wrong_clock.py")

    yield start
    house.do("ALTER ROLE portal RESET timezone")
    house.env.pop("TZ", None)


def zone_with_a_change(at: float) -> str:
    """A zone, in POSIX's words, that sets its clocks back from UTC+1 to UTC at this moment."""
    local = datetime.fromtimestamp(at, UTC) + timedelta(hours=1)
    day = local.timetuple().tm_yday - 1
    return f"AAA0BBB-1,{(day + 180) % 365},{day}/{local:%H:%M:%S}"


def test_400_submits_around_the_end_on_a_night_of_clock_change_are_judged_by_the_clock_of_the_database(house, odd):
    people, ends = house.people(PEOPLE, year=2027), {}
    house.do("UPDATE nominations_call SET closes_at = now() - interval '1 hour' WHERE year = 2027")
    changes_at = time.time() + 8 + PEOPLE / A_SECOND / 2
    odd(changes_at)
    first = time.time() + 2
    with house.postgres.connect("portal") as line, line.transaction():
        for n, person in enumerate(people):
            ends[person.email] = first + n / A_SECOND
            line.execute(GIVE_TIME, [person.person, ends[person.email]])
    chance = random.Random(42)  # noqa: S311
    presses = {person.email: ends[person.email] + chance.uniform(*AROUND) for person in people}

    def press(person):
        time.sleep(max(0, presses[person.email] - time.time()))
        person.submit()

    with rush(sorted(people, key=lambda person: presses[person.email]), at_once=8, act=press):
        pass

    judged = [judge(house, person, ends[person.email]) for person in people]
    assert sum(close for close, _ in judged) > PEOPLE * ON_TIME
    assert BOTH < sum(taken for _, taken in judged) < PEOPLE - BOTH
    assert {round(clock_error(person.told[0]) / 60) for person in people} == {2, -2}
    assert house.rows(HOUR_OF_DATABASE, changes_at - 1, changes_at + 1) == [(3600, 0)]
    assert first < changes_at < max(ends.values())
    assert faults(people) == []
    agree(house, people)


def judge(house, person, end) -> tuple[bool, bool]:
    """Whether this press fell within about a second of the end, and whether it was taken; both clocks must agree."""
    (answer,) = person.told
    versions = house.rows(RECEIVED, person.nomination)
    assert answer.leads_to("/done/" if versions else "/check/")
    assert [moment for (moment,) in versions if not answer.asked <= moment < end] == []
    assert not (versions and answer.asked >= end), "too late, and taken"
    assert not (not versions and answer.came < end), "in time, and refused"
    return abs(answer.asked - end) < 1.25, bool(versions)


def clock_error(answer) -> float:
    """How far the web's clock is off, in seconds."""
    return parsedate_to_datetime(answer.headers["Date"]).timestamp() - answer.came


def test_more_time_given_a_minute_before_the_end_shows_at_once_in_every_process_and_counts(house, odd):
    people, reader = house.people(2, year=2040), Person(house.port)
    odd(time.time())
    pages_of_all(house, reader)  # on a busy machine one is long up before the other
    house.do("UPDATE nominations_call SET closes_at = now() + interval '1 minute' WHERE id = %s", house.call)
    before = pages_of_all(house, reader)
    new = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(hours=24)
    words = {"until": f"{new - timedelta(hours=12):%Y-%m-%dT%H:%M}", "reason": "The night was long."}

    assert house.head.ask("POST", f"/admin/nominations/call/{house.call}/do/extend/", words).status == 302
    shown = [*pages_of_all(house, reader), people[0].ask("GET", people[0].page()).text]

    end = f'datetime="{new:%Y-%m-%dT%H:%M}:00Z"'
    assert not any(end in page for page in before)
    assert all(end in page for page in shown)
    assert house.one(EXTENDED, str(house.call)) == 1
    house.hours_pass(house.call, 0.1)  # the old end is over
    assert all(person.submit().leads_to("/done/") for person in people)
    assert faults([*people, reader, house.head]) == []
    agree(house, people)
    assert sorted(mails(house, people).values()) == [1] * 4  # of the new end, and the receipt


def pages_of_all(house, reader) -> list[str]:
    """The call's page, asked for until every web process has shown it; their clocks tell them apart."""
    pages = []

    def all_answered():
        answer = reader.ask("GET", "/en/call/")
        pages.append((round(clock_error(answer) / 60), answer.text))
        return {process for process, _ in pages} == {2, -2}

    house.until(all_answered)
    return [page for _, page in pages]


def test_whoever_comes_too_late_reads_that_nothing_is_lost(house, odd):
    (person,) = house.people(1, year=2029)
    house.do("UPDATE nominations_call SET closes_at = now() - interval '1 second' WHERE year = 2029")
    odd(time.time())

    answer = person.submit()

    assert answer.leads_to("/check/")
    assert "Your answers are kept, but they were not submitted." in person.ask("GET", person.page("check/")).text
    agree(house, [person])
