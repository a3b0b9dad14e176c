"""kill -9 of web workers while people save and submit."""

import os
import random
import signal

from . import FAULT
from .house import kill
from .ledger import agree
from .people import BROKEN, answers, faults, received, rush

pytestmark = FAULT
BACK_WITHIN = 15  # seconds; about two when nothing else runs beside the tests


def test_ten_web_workers_killed_under_load_lose_nothing_that_was_acknowledged(house):
    web, people, killed = house.web(), house.people(40), set()

    with rush(people):
        for kill in range(10):
            house.until(lambda done=3 * kill: received(people) >= done)
            house.until(lambda: set(house.workers_of(web)) - killed)
            victim = random.choice(sorted(set(house.workers_of(web)) - killed))  # noqa: S311
            os.kill(victim, signal.SIGKILL)
            killed.add(victim)

    assert len(killed) == 10
    assert any(answer.status == BROKEN for answer in answers(people))
    assert received(people) == 40
    assert faults(people) == []
    agree(house, people)


def test_whoever_presses_again_gets_the_same_record(house):
    house.web()
    people = house.people(5)
    with rush(people):
        pass

    again = [person.submit() for person in people]

    assert all(answer.leads_to("/done/") for answer in again)
    agree(house, people)


def test_a_whole_web_server_killed_is_back_by_itself(house):
    web, people = house.web(), house.people(20)
    with rush(people):
        house.until(lambda: received(people) >= 5)
        kill(web)
        house.until(lambda: web.running and house.answers(), BACK_WITHIN)

    assert received(people) == 20
    assert faults(people) == []
    agree(house, people)
