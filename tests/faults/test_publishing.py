"""Killed at every step of publishing: nobody is published, or everybody; each letter lies in the outbox once; nobody has a glimpse."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest

from portal.start.house import ROOT

from . import FAULT
from .test_dying import HELD_UP, held_up

pytestmark = FAULT
PEOPLE, YEAR, POLLS = 3, 2041, 1_000
STEPS = {  # what waits at a table that somebody holds
    "deciding_decision": 'UPDATE "deciding_decision"%',
    "nominations_nomination": 'UPDATE "nominations_nomination"%',
    "deciding_offer": 'INSERT INTO "deciding_offer"%',
    "deciding_decisionrecord": 'INSERT INTO "deciding_decisionrecord"%',
    "notifications_message": "INSERT INTO notifications_message%",
    "deciding_publication": 'UPDATE "deciding_publication"%',
}
STATUS = "SELECT status FROM deciding_publication WHERE call_id = %s ORDER BY asked_at DESC LIMIT 1"
PREPARED = "SELECT count(*) FROM deciding_preparedletter"
LEASES_END = "UPDATE deciding_publication SET leased_until = now() WHERE leased_until IS NOT NULL"
ROWS = """
SELECT (SELECT count(*) FROM nominations_nomination WHERE status = 'decided' AND call_id = %s),
    (SELECT count(*) FROM deciding_decision WHERE status = 'published' AND call_id = %s),
    (SELECT count(*) FROM deciding_offer), (SELECT count(*) FROM deciding_decisionrecord),
    (SELECT count(*) FROM notifications_message WHERE occasion LIKE 'deciding/%%'),
    (SELECT count(DISTINCT key) FROM notifications_message WHERE occasion LIKE 'deciding/%%')
"""
GLIMPSE = """
SELECT n.status, d.status, r.number IS NOT NULL, EXISTS (SELECT 1 FROM notifications_message m WHERE m.about_id = d.id::text)
FROM nominations_nomination n JOIN deciding_decision d ON d.nomination_id = n.id
LEFT JOIN deciding_decisionrecord r ON r.decision_id = d.id WHERE n.id::text = %s
"""
EARLIER = (
    "UPDATE notifications_message SET status = 'cancelled' WHERE status = 'queued' AND occasion NOT LIKE 'deciding/%%'"
)
BE_DUE = "UPDATE notifications_message SET not_before = now() WHERE status = 'queued'"
FATES = "SELECT status, count(*) FROM notifications_message WHERE occasion LIKE 'deciding/%%' GROUP BY 1"
NAMES = """
SELECT '<' || replace(id::text, '-', '') || '@127.0.0.1>' FROM notifications_message WHERE occasion LIKE 'deciding/%%'
"""
OLD, NEW = ("eligible", "proposed", False, False), ("decided", "published", True, True)


class Publisher:
    """A process that does what it is told, each act in a child that can be killed."""

    def __init__(self, house):
        command = [sys.executable, "-m", "tests.faults.publisher", str(YEAR), str(PEOPLE)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, env=house.env, cwd=ROOT, **pipes)
        told = json.loads(self.process.stdout.readline())
        self.house, self.call, self.people = house, told["call"], told["people"]

    def begin(self, verb) -> int:
        self.process.stdin.write(f"{verb}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> int:
        return int(self.process.stdout.readline())

    def do(self, *verbs):
        for verb in verbs:
            self.begin(verb)
            assert self.end() == 0, verb

    def die(self, verb, condition):
        """kill -9 in the middle of it; then PostgreSQL finds that it is gone."""
        child = self.begin(verb)
        self.house.until(condition)
        os.kill(child, signal.SIGKILL)
        assert self.end() == signal.SIGKILL

    def rows(self):
        return self.house.rows(ROWS, self.call, self.call)[0]

    def status(self):
        return self.house.one(STATUS, self.call)


@pytest.fixture
def publisher(house):
    publisher = Publisher(house)
    with publisher.process:  # closes the pipes
        yield publisher
        publisher.process.kill()


@contextlib.contextmanager
def polled(house, people):
    """Somebody reads about one candidate or another all the time: (when asked, when told, what) of each time."""
    told, over = [], threading.Event()

    def poll():
        with house.postgres.connect("portal") as line:
            line.autocommit = True
            while not over.is_set():
                asked = time.monotonic()
                found = line.execute(GLIMPSE, [random.choice(people)["nomination"]]).fetchone()  # noqa: S311
                told.append((asked, time.monotonic(), found))
                over.wait(0.004)

    readers = [threading.Thread(target=poll) for _ in range(2)]
    for reader in readers:
        reader.start()
    yield told
    over.set()
    for reader in readers:
        reader.join()


def test_killed_at_every_step_nobody_or_everybody_is_published_and_nobody_has_a_glimpse(house, publisher):
    with polled(house, publisher.people) as told:
        killed_while_the_letters_are_written(house, publisher)
        killed_inside_the_transaction(house, publisher)
        killed_before_the_doorbell(house, publisher)
        house.until(lambda: len(told) >= POLLS)

    assert {found for _asked, _came, found in told} == {OLD, NEW}
    first = min(came for _asked, came, found in told if found == NEW)
    assert [found for asked, _came, found in told if asked > first and found != NEW] == []
    assert len(told) >= POLLS
    killed_while_it_sends(house, publisher)


def killed_while_the_letters_are_written(house, publisher):
    publisher.do("fix")
    with held_up(house, "LOCK TABLE deciding_preparedletter IN SHARE MODE"):
        publisher.die("write", lambda: house.one(HELD_UP, 'DELETE FROM "deciding_preparedletter"%') == 1)
    house.until(lambda: house.one(HELD_UP, "%") == 0)
    assert (publisher.status(), house.one(PREPARED)) == ("running", 0)
    house.do(LEASES_END)
    publisher.do("sweep")
    assert publisher.status() == "failed"
    publisher.do("take_back", "fix", "write")
    assert (publisher.status(), house.one(PREPARED)) == ("done", PEOPLE)


def killed_inside_the_transaction(house, publisher):
    for table, at in STEPS.items():
        with held_up(house, f"LOCK TABLE {table} IN SHARE MODE"):
            publisher.die("release", lambda at=at: house.one(HELD_UP, at) == 1)
        house.until(lambda: house.one(HELD_UP, "%") == 0)
        assert (publisher.status(), *publisher.rows()) == ("done", 0, 0, 0, 0, 0, 0), table


def killed_before_the_doorbell(house, publisher):
    """The broker stands still, so that whoever rings waits: all is committed by then, and the sweep finds it."""
    broker = house.valkey.child.process.pid
    os.kill(broker, signal.SIGSTOP)
    try:
        publisher.die("release", lambda: publisher.status() == "published")
    finally:
        os.kill(broker, signal.SIGCONT)
    everybody = (PEOPLE, PEOPLE, PEOPLE // 3, PEOPLE, PEOPLE, PEOPLE)
    assert publisher.rows() == everybody
    publisher.do("release")  # pressed again
    assert publisher.rows() == everybody


def killed_while_it_sends(house, publisher):
    house.do(EARLIER)
    mailbox, ours = house.mail_up(), decision_letters(house)
    mailbox.delay = 0.2
    publisher.die("send", lambda: len(ours & set(mailbox.ids)) >= 1)
    house.leases_end(house.in_hand())
    publisher.do("send_rest")
    house.do(BE_DUE)
    publisher.do("send_rest")
    fates = dict(house.rows(FATES))
    came = Counter(name for name in mailbox.ids if name in ours)
    assert fates.keys() <= {"sent", "unknown"}
    assert fates.get("unknown", 0) <= 1  # in its hand when it died: a person decides
    assert PEOPLE - 1 <= fates["sent"] <= len(came)
    assert set(came.values()) == {1}


def decision_letters(house) -> set[str]:
    """The Message-IDs of all."""
    return {name for (name,) in house.rows(NAMES)}
