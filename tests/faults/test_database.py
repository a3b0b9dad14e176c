"""PostgreSQL restarted, killed and held up while people save and submit."""

import contextlib
import json
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
LOCK_TIMEOUT, PATIENCE = 4, 10  # seconds, of the settings; and with what a busy machine adds
SENDERS = 2  # each may have had a letter in flight


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL], ids=["restarted", "killed"])
def test_a_database_that_goes_away_under_load_loses_nothing_and_everybody_comes_back_by_themselves(house, sign):
    house.mail_up()
    web, worker, beat = house.web(), house.worker(), house.beat()
    people, workers = house.people(30), house.workers_of(web)
    programs = [part.process.pid for part in (web, worker, beat)]
    with rush(people[:4]):
        house.until(lambda: house.letters.letters)
    with rush(people[4:]):
        house.until(lambda: received(people) >= 8)
        if sign == signal.SIGKILL:
            kill(house.postgres.child)
        else:
            house.postgres.child.stop()
        gone = time.time()
        house.until(lambda: [answer for answer in answers(people) if answer.asked > gone])  # on a busy machine, too
        time.sleep(AWAY)
        still = time.time()
        with house.frozen(worker):
            house.postgres_back()
            house.leases_end(house.in_hand())
        back = time.time()

    meanwhile = [answer for answer in answers(people) if gone < answer.asked and answer.came < still]
    assert meanwhile
    assert all(answer.away for answer in meanwhile)
    assert faults(people) == []
    assert BROKEN not in {answer.status for answer in answers(people)}
    assert first_taken(people, back) - back < BACK_WITHIN
    assert received(people) == 30
    house.until(lambda: house.be_due(people, "queued") or house.waiting(people) == 0)
    assert house.workers_of(web) == workers
    assert [part.process.pid for part in (web, worker, beat)] == programs
    agree(house, people, doubled=SENDERS if sign == signal.SIGINT else len(people))  # stamps wait for no disk


def first_taken(people, since) -> float:
    """When the first save or submit was acknowledged of those sent after a moment."""
    return min(answer.came for answer in answers(people) if answer.status == 302 and answer.asked > since)


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
    held, others, machine = house.people(2), [Person(house.port) for _ in range(8)], Person(house.port)
    with rush([*held, *others], at_once=2, act=about):  # every thread has its line to the database
        pass
    with house.postgres.connect("portal") as line, line.transaction():
        line.execute("LOCK TABLE nominations_nomination, notifications_message IN ACCESS EXCLUSIVE MODE")
        pressed = [threading.Thread(target=person.submit) for person in held]
        pressed.append(threading.Thread(target=machine.ask, args=["GET", "/readyz"]))
        for thread in pressed:
            thread.start()
        with rush(others, at_once=1, act=about):
            pass
        for thread in pressed:
            thread.join()

    assert [person.told[-1].status for person in others] == [200] * 8
    assert max(person.told[-1].seconds for person in others) < LOCK_TIMEOUT
    assert all(person.told[-1].away and LOCK_TIMEOUT <= person.told[-1].seconds < PATIENCE for person in held)
    assert machine.told[-1].status == 503
    assert json.loads(machine.told[-1].text)["database"] == {"ok": False}
    assert all(person.submit().leads_to("/done/") for person in held)
    assert machine.ask("GET", "/readyz").status == 200
    agree(house, held)


def about(person):
    person.ask("GET", "/en/about/")


def test_when_no_line_to_the_database_is_free_people_read_that_and_it_works_again_after(house):
    (person,), machine = house.people(1), Person(house.port)
    house.web(anew=True)  # no thread has a line yet
    with contextlib.ExitStack() as lines:
        with contextlib.suppress(ConnectionError):
            while True:
                lines.enter_context(house.postgres.connect("portal"))
        refused = [person.save("Chair of the crowd"), person.submit(), person.ask("GET", "/en/call/")]
        ready, alive = (machine.ask("GET", path) for path in ("/readyz", "/healthz"))
        assert "Chair of the crowd" in refused[0].text

    assert all(answer.away for answer in refused)
    assert (ready.status, alive.status) == (503, 200)
    assert json.loads(ready.text)["database"] == {"ok": False}
    assert person.save("Chair of the crowd").leads_to(person.page())
    assert person.submit().leads_to("/done/")
    assert machine.ask("GET", "/readyz").status == 200
    agree(house, [person])
