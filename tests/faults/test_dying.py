"""A web worker dies in the middle of a change: between file and row, between rows and commit."""

import os
import signal
import threading
import time
from contextlib import contextmanager

from . import FAULT
from .ledger import agree
from .people import faults, upload
from .test_disk import heavy

pytestmark = FAULT
HELD_UP = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"
LOCK_ROW = "SELECT 1 FROM nominations_nomination WHERE id::text = %s FOR UPDATE"
TAKE_KEY = """
INSERT INTO notifications_message (id, key, occasion, "to", language, subject, text, html, masked, private, reminder, once,
    about_id, status, attempts, mishaps, handed_over, edition, answer)
VALUES (gen_random_uuid(), 'received:' || %s || ':1', 'x', 'x@example.org', 'en', '', '', '', false, false, false, false,
    '', 'cancelled', 0, 0, 0, 0, '')
"""
ROWS = """
SELECT (SELECT count(*) FROM nominations_nominationversion), (SELECT count(*) FROM lifecycle_event),
    (SELECT count(*) FROM nominations_document), (SELECT count(*) FROM notifications_message),
    (SELECT count(*) FROM members_consentrecord), (SELECT count(*) FROM members_interestdeclaration)
"""
TWO_DAYS = 2 * 24 * 3600  # seconds


@contextmanager
def held_up(house, statement, *values):
    """Inside, whoever needs what this statement locks waits; outside it was never there."""
    with house.postgres.connect("portal") as line, line.transaction(force_rollback=True):
        line.execute(statement, values)
        yield


def die(house, web, act, at):
    """Do it, and kill -9 all web workers once it waits at this statement, inside its transaction."""
    doing = threading.Thread(target=act)
    doing.start()
    house.until(lambda: house.one(HELD_UP, at) == 1)
    for worker in house.workers_of(web):
        os.kill(worker, signal.SIGKILL)
    doing.join()


def test_a_submit_that_dies_before_its_commit_leaves_nothing_and_works_when_pressed_again(house):
    web, (person,) = house.web(), house.people(1)
    before = house.rows(ROWS)

    with held_up(house, TAKE_KEY, person.nomination):  # the receipt is the last row of a submit: all others are written
        die(house, web, person.submit, at='INSERT INTO "notifications_message"%')
    house.until(lambda: house.one(HELD_UP, "%") == 0)

    assert not person.received
    assert house.rows(ROWS) == before
    house.until(house.answers)
    assert person.submit().leads_to("/done/")
    assert faults([person]) == []
    agree(house, [person])


def test_an_upload_that_dies_between_file_and_row_leaves_a_loose_file_that_is_swept_up_later(house):
    web, (person,) = house.web(), house.people(1)
    before, rows = files(house), house.rows(ROWS)

    with held_up(house, LOCK_ROW, person.nomination):
        die(house, web, lambda: upload(person, "new.pdf", heavy()), at="SELECT%nominations_nomination%")
    house.until(lambda: house.one(HELD_UP, "%") == 0)

    (loose,) = files(house) - before
    assert house.rows(ROWS) == rows
    house.until(house.answers)
    assert upload(person, "new.pdf", heavy()).status == 302
    known = {path.removeprefix("documents/") for (path,) in house.rows("SELECT file FROM nominations_document")}
    assert loose not in known
    old = time.time() - TWO_DAYS
    for name in files(house):
        os.utime(house.files / "documents" / name, (old, old))
    house.manage("shell", "-v0", "-c", "from nominations.tasks import forget_loose_files as sweep; sweep()")

    assert files(house) == known
    assert person.submit().leads_to("/done/")
    assert faults([person]) == []
    agree(house, [person])


def files(house) -> set[str]:
    return set(os.listdir(house.files / "documents"))
