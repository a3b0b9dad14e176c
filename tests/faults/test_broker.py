"""Valkey stopped, killed, emptied while people submit: the rows are the queue, the broker is only the bell."""

import pytest

from . import FAULT
from .crowd import PASSWORD
from .house import kill
from .ledger import agree, mailed_once, unsent
from .people import faults, received, rush

pytestmark = FAULT


@pytest.fixture
def staffed(house):
    """Web, worker, timetable and a mail server that all have to find their broker again by themselves."""
    house.mail_up()
    house.worker()
    house.beat()
    house.web()
    return house


def test_people_submit_and_sign_in_without_the_broker_and_their_mail_leaves_after_its_return(staffed):
    people = staffed.people(20)
    with rush(people, at_once=2):
        staffed.until(lambda: received(people) >= 3)
        staffed.valkey.child.stop()
        staffed.until(lambda: received(people) >= 12)
        assert people[0].sign_in(PASSWORD)
        assert not staffed.valkey.child.running

    before = unsent(staffed, people)
    staffed.valkey.restart()
    staffed.until(lambda: unsent(staffed, people) == 0)

    assert before >= 10
    assert received(people) == 20
    assert faults(people) == []
    agree(staffed, people)
    mailed_once(staffed, people)


def test_a_broker_killed_and_emptied_loses_no_mail(staffed):
    people = staffed.people(20)
    with rush(people, at_once=2):
        staffed.until(lambda: received(people) >= 3)
        kill(staffed.valkey.child)
        for left in staffed.valkey.folder.glob("appendonlydir/*"):
            left.unlink()
        staffed.until(lambda: received(people) >= 8)
        staffed.valkey.restart()
        staffed.until(lambda: received(people) >= 12)
        staffed.empty_broker()
    staffed.until(lambda: unsent(staffed, people) == 0)

    assert received(people) == 20
    assert faults(people) == []
    agree(staffed, people)
    mailed_once(staffed, people)
