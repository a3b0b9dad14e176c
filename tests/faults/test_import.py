"""A worker dies in the middle of an import: nothing half done, shown as broken off, and whole when it is begun again."""

import contextlib
import os
import signal

import pytest

from . import FAULT
from .house import kill
from .test_dying import HELD_UP, held_up

pytestmark = [*FAULT, pytest.mark.abuse(38)]
ROWS = 3_000
BROUGHT = f"""
from members.models import Import
from tests import make
from tests.sheets import many, table
make.groups()
officer = make.user("importing-NAME@example.org", "Olga Officer", role="officer")
print(Import.receive(content=table(*many({ROWS}, start=START)), name="experts.csv", by=officer).pk)
"""
ACT = """
from members.models import Import
taken = Import.objects.get(pk="PK")
taken.ACT(by=taken.by)
"""
STATUS = "SELECT status FROM members_import WHERE id::text = %s"
HELD = "SELECT leased_until IS NOT NULL FROM members_import WHERE id::text = %s"
LEASE_ENDS = "UPDATE members_import SET leased_until = now() WHERE leased_until IS NOT NULL"
KEPT = "SELECT count(*) FROM members_importedfile WHERE owner_id::text = %s"
WRITTEN = """
SELECT (SELECT count(*) FROM members_person), (SELECT count(*) FROM members_personaddress),
    (SELECT count(*) FROM members_affiliation), (SELECT count(*) FROM members_consentrecord),
    (SELECT count(*) FROM members_appointment),
    (SELECT count(*) FROM lifecycle_event WHERE kind_id = (SELECT id FROM django_content_type WHERE model = 'appointment'))
"""
SLOWED = "LOCK TABLE members_consentrecord IN SHARE MODE"  # who writes there waits, and has written people before
AT = 'INSERT INTO "members_consentrecord"%'


def brought(house, name, start) -> str:
    code = BROUGHT.replace("NAME", name).replace("START", str(start))
    return house.manage("shell", "-v0", "-c", code).split()[-1]


def act(house, pk, verb):
    house.manage("shell", "-v0", "-c", ACT.replace("PK", pk).replace("ACT", verb))


def become(house, pk, status):
    house.until(lambda: house.one(STATUS, pk) == status, patience=90)


def test_a_worker_killed_in_the_middle_of_an_import_leaves_nothing_and_it_can_be_begun_again(house):
    worker = house.worker()
    pk = brought(house, "killed", 1)
    become(house, pk, "checked")
    before = house.rows(WRITTEN)

    with held_up(house, SLOWED):
        act(house, pk, "carry_out")
        house.until(lambda: house.one(HELD_UP, AT) == 1, patience=60)
        with house.frozen(worker) as victims:
            kill(worker)
            for victim in victims:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
    house.until(lambda: house.one(HELD_UP, "%") == 0)

    assert (house.one(STATUS, pk), house.one(HELD, pk)) == ("importing", True)
    assert house.rows(WRITTEN) == before

    house.do(LEASE_ENDS)  # a minute passes
    house.beat()
    become(house, pk, "broken_off")
    assert house.rows(WRITTEN) == before

    act(house, pk, "begin_again")
    become(house, pk, "checked")
    act(house, pk, "carry_out")
    become(house, pk, "imported")
    more = [now - was for now, was in zip(house.rows(WRITTEN)[0], before[0], strict=True)]
    people, addresses, affiliations, consents, terms, events = more
    assert (people, addresses, terms, affiliations, consents) == (ROWS, ROWS, ROWS, ROWS // 5, ROWS // 5)
    assert events == 2 * ROWS  # planned and begun
    assert house.one(KEPT, pk) == 0


def test_an_import_rung_for_many_times_is_written_once(house):
    house.worker()
    pk = brought(house, "twice", 10_001)
    for _ in range(3):
        house.ring("members.work_import", args=[pk])
    become(house, pk, "checked")
    before = house.rows(WRITTEN)[0]

    act(house, pk, "carry_out")
    for _ in range(3):
        house.ring("members.work_import", args=[pk])
        house.ring("members.sweep_imports")
    become(house, pk, "imported")
    house.drain()

    after = house.rows(WRITTEN)[0]
    assert after[0] - before[0] == after[4] - before[4] == ROWS
