"""Valkey stopped, killed, emptied while people submit: the rows are the queue, the broker is only the bell."""

import pytest

from . import FAULT
from .crowd import PASSWORD
from .house import kill
from .ledger import agree
from .people import faults, received, rush

pytestmark = FAULT
CODES = """SELECT count(*) FROM notifications_message WHERE masked AND status = 'sent' AND "to" = ANY(%s)"""


@pytest.fixture
def staffed(house):
    """Web, worker, timetable and a mail server that all have to find their broker again by themselves."""
    house.mail_up()
    house.worker()
    house.beat()
    house.web()
    return house


def come_in(people) -> int:
    """Without the broker: one signs in by password, two ask for a code and read that it may take some minutes."""
    assert people[0].sign_in(PASSWORD)
    pages = [people[1].ask_for_code(), people[2].ask_for_code("password/reset/")]
    assert all("Our mail is slow at the moment" in page for page in pages)
    return len(pages)


def codes_sent(house, people) -> int:
    return house.one(CODES, [person.email for person in people])


def test_people_submit_and_sign_in_without_the_broker_and_their_mail_leaves_after_its_return(staffed):
    people = staffed.people(20)
    with rush(people, at_once=2):
        staffed.until(lambda: received(people) >= 3)
        staffed.valkey.child.stop()
        staffed.until(lambda: received(people) >= 12)
        codes = come_in(people)
        assert not staffed.valkey.child.running

    before = staffed.waiting(people)
    staffed.valkey.restart()
    staffed.until(lambda: staffed.waiting(people) == 0)

    assert before >= 10
    assert codes_sent(staffed, people) == codes == 2
    assert received(people) == 20
    assert faults(people) == []
    agree(staffed, people)


def test_a_broker_killed_and_emptied_loses_no_mail(staffed):
    people = staffed.people(20)
    with rush(people, at_once=2):
        staffed.until(lambda: received(people) >= 3)
        kill(staffed.valkey.child)
        for left in staffed.valkey.folder.glob("appendonlydir/*"):
            left.unlink()
        staffed.until(lambda: received(people) >= 8)
        codes = come_in(people)
        staffed.valkey.restart()
        staffed.until(lambda: received(people) >= 12)
        staffed.empty_broker()
    staffed.until(lambda: staffed.waiting(people) == 0)

    assert codes_sent(staffed, people) == codes == 2
    assert received(people) == 20
    assert faults(people) == []
    agree(staffed, people)
