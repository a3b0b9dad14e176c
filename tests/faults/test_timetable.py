"""No timetable for an hour, and clocks that are set back by one: told once, and only what is still of use."""

import re

import pytest

from . import FAULT
from .ledger import agree
from .people import faults

pytestmark = FAULT
ENDS_IN = """
UPDATE nominations_call SET closes_at = now() + %s * interval '1 hour', opens_at = now() - interval '20 days' WHERE id = %s
"""
LAST_WEEK = "UPDATE nominations_nomination SET started_at = now() - interval '10 days' WHERE call_id = %s"
TOLD = """
SELECT occasion, split_part(key, ':', 3), status, count(*) FROM notifications_message WHERE "to" = ANY(%s) GROUP BY 1, 2, 3
"""
JOBS = "notifications.sweep", "nominations.remind_drafts", "nominations.tell_closed"


@pytest.fixture
def call(house):
    """People with drafts of last week, in a call that ends in so many hours."""

    def make(year, ends_in):
        people = house.people(2, year=year)
        house.do(ENDS_IN, ends_in, house.call)
        house.do(LAST_WEEK, house.call)
        return people, house.call

    return make


def told(house, people) -> dict:
    """(occasion, which reminder, state) to how many letters."""
    rows = house.rows(TOLD, [person.email for person in people])
    return {(occasion.removeprefix("nominations/"), which, state): n for occasion, which, state, n in rows}


def test_after_an_hour_without_a_timetable_people_are_told_once_and_only_what_is_still_of_use(house, call):
    (early, tomorrow), (late, over) = call(2034, 24.5), call(2035, 0.5)
    worker = house.worker()
    house.ring("nominations.remind_drafts")  # the last job of the timetable; and mail is down
    reminded = {("draft_reminder", "2 days", "queued"): 2}, {("draft_reminder", "24 hours", "queued"): 2}
    house.until(lambda: (told(house, early), told(house, late)) == reminded)
    house.drain()

    for number in (tomorrow, over):
        house.hours_pass(number, 1)
    house.mail_up()
    house.beat()

    reminder = {("draft_reminder", "2 days", "cancelled"): 2, ("draft_reminder", "24 hours", "sent"): 2}
    news = {("draft_reminder", "24 hours", "cancelled"): 2}
    house.until(lambda: told(house, early) == reminder and news.items() < told(house, late).items())
    house.until(lambda: house.waiting(late) == 0)
    assert sorted(kind for kind, *_ in told(house, late)) == ["draft_closed", "draft_reminder"]
    agree(house, [*early, *late])

    for number in (tomorrow, over):
        house.hours_pass(number, -1)  # and now the clock of the database is set back by an hour
    before = told(house, early), told(house, late)
    rounds(house, worker, 2)

    assert (told(house, early), told(house, late)) == before
    assert faults([*early, *late]) == []
    agree(house, [*early, *late])


def rounds(house, worker, number):
    """The timetable has had its jobs done so many times more."""
    ends = [done(worker, job) + number for job in JOBS]
    house.until(lambda: all(done(worker, job) >= end for job, end in zip(JOBS, ends, strict=True)))


def done(worker, job) -> int:
    return len(re.findall(rf"Task {job}\[\S+ succeeded", worker.log.read_text()))


def test_a_timetable_whose_clock_is_set_back_goes_on_at_once(house, call):
    people, _ = call(2036, 23)
    house.mail_up()
    worker = house.worker()
    beat = house.beat(3, app="set_back")
    house.until(lambda: told(house, people) == {("draft_reminder", "24 hours", "sent"): 2})
    house.until(lambda: "An hour back." in beat.log.read_text())
    house.until(house.idle)

    rounds(house, worker, 2)

    assert told(house, people) == {("draft_reminder", "24 hours", "sent"): 2}
    agree(house, people)
