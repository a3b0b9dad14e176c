"""PostgreSQL restarted, killed and held up while people save and submit."""

import signal
import threading
import time

import pytest

from . import FAULT
from .house import kill
from .ledger import agree
from .people import BROKEN, Person, answers, faults, received, rush

pytestmark = FAULT
AWAY = 1.5  # seconds in which there is no database
BACK_WITHIN = 10  # seconds after it takes connections again
LOCK_TIMEOUT = 4  # seconds, of the settings


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL], ids=["restarted", "killed"])
def test_a_database_that_goes_away_under_load_loses_nothing_and_the_pages_come_back_by_themselves(house, sign):
    web, people = house.web(), house.people(30)
    workers = house.workers_of(web)
    with rush(people):
        house.until(lambda: received(people) >= 8)
        if sign == signal.SIGKILL:
            kill(house.postgres.child)
        else:
            house.postgres.child.stop()
        gone = time.time()
        time.sleep(AWAY)
        house.postgres_back()
        back = time.time()

    meanwhile = [answer for answer in answers(people) if gone < answer.asked and answer.came < gone + AWAY]
    assert meanwhile
    assert all(answer.away for answer in meanwhile)
    assert faults(people) == []
    assert BROKEN not in {answer.status for answer in answers(people)}
    assert (
        min(answer.came for answer in answers(people) if answer.status == 302 and answer.asked > back) - back
        < BACK_WITHIN
    )
    assert house.workers_of(web) == workers
    assert received(people) == 30
    agree(house, people)


def test_whoever_saves_while_the_database_is_away_reads_their_own_words_and_sends_them_again(house):
    house.web()
    (person,) = house.people(1)
    house.postgres.child.stop()

    answer = person.save("Chair of the long night")
    ready = person.ask("GET", "/readyz")
    home = person.ask("GET", "/en/")
    house.postgres_back()

    assert answer.away
    assert "Chair of the long night" in answer.text
    assert (ready.status, home.away) == (503, True)
    assert person.save("Chair of the long night").leads_to(person.page())
    agree(house, [person])


def test_a_long_lock_is_answered_after_four_seconds_and_harms_nobody_else(house):
    house.web()
    held, others = house.people(4), [Person(house.port) for _ in range(20)]
    for person in [*held, *others]:
        person.ask("GET", "/en/about/")
        person.told.clear()
    with house.postgres.connect("portal") as line, line.transaction():
        line.execute("LOCK TABLE nominations_nomination IN ACCESS EXCLUSIVE MODE")
        pressed = [threading.Thread(target=person.submit) for person in held]
        for thread in pressed:
            thread.start()
        with rush(others, at_once=1, act=lambda person: person.ask("GET", "/en/about/")):
            pass
        harmed = [person for person in held if person.told]
        for thread in pressed:
            thread.join()

    assert harmed == []
    assert [answer.status for answer in answers(others)] == [200] * 20
    assert all(answer.away and LOCK_TIMEOUT <= answer.seconds < LOCK_TIMEOUT + 2 for answer in answers(held))
    assert all(person.submit().leads_to("/done/") for person in held)
    agree(house, held)
