"""400 people submit within a second of their end, and the web's clocks are wrong: only the database's clock judges."""

import random
import time
from email.utils import parsedate_to_datetime

import pytest

from . import FAULT
from .ledger import agree
from .people import faults, rush

pytestmark = FAULT
ON_TIME = 0.75  # of them press within a second of their end, however busy the machine; all are judged
PEOPLE, A_SECOND = 400, 20  # so many of them end in each second
GIVE_TIME = """
INSERT INTO nominations_extension (call_id, person_id, until, previous, reason, by_id, at)
SELECT c.id, %s, to_timestamp(%s), c.closes_at, 'Fault', u.id, now()
FROM nominations_call c, accounts_user u WHERE c.year = 2027 AND u.email = 'jonas@example.org'
"""
RECEIVED = (
    "SELECT extract(epoch FROM received_at)::float8 FROM nominations_nominationversion WHERE nomination_id::text = %s"
)


@pytest.fixture
def odd(house):
    """One web worker is two minutes fast, one two minutes slow; web and database live in odd zones."""
    house.env["TZ"] = "Pacific/Kiritimati"
    house.do("ALTER ROLE portal SET timezone TO 'Etc/GMT+12'")
    house.web("--config", "tests/faults/wrong_clock.py")
    yield house
    house.do("ALTER ROLE portal RESET timezone")
    del house.env["TZ"]


def test_400_submits_around_the_end_are_judged_by_the_clock_of_the_database(odd):
    people, ends = odd.people(PEOPLE, year=2027), {}
    odd.do("UPDATE nominations_call SET closes_at = now() - interval '1 hour' WHERE year = 2027")
    first = time.time() + 4
    with odd.postgres.connect("portal") as line, line.transaction():
        for n, person in enumerate(people):
            ends[person.email] = first + n / A_SECOND
            line.execute(GIVE_TIME, [person.person, ends[person.email]])
    chance = random.Random(42)  # noqa: S311
    presses = {person.email: ends[person.email] + chance.uniform(-1, 1) for person in people}

    def press(person):
        time.sleep(max(0, presses[person.email] - time.time()))
        person.submit()

    with rush(sorted(people, key=lambda person: presses[person.email]), at_once=8, act=press):
        pass

    judged = [judge(odd, person, ends[person.email]) for person in people]
    assert sum(close for close, _ in judged) > PEOPLE * ON_TIME
    assert PEOPLE * 0.2 < sum(taken for _, taken in judged) < PEOPLE * 0.8
    assert {round(clock_error(person.told[0]) / 60) for person in people} == {2, -2}
    assert faults(people) == []
    agree(odd, people)


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


def test_whoever_comes_too_late_reads_that_nothing_is_lost(odd):
    (person,) = odd.people(1, year=2029)
    odd.do("UPDATE nominations_call SET closes_at = now() - interval '1 second' WHERE year = 2029")

    answer = person.submit()

    assert answer.leads_to("/check/")
    assert "Your answers are kept, but they were not submitted." in person.ask("GET", person.page("check/")).text
    agree(odd, [person])
