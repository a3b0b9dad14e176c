"""A disk is full, that of the uploads or that of the database: people read it, nothing acknowledged is lost, it works again by itself."""

import os
import subprocess
from contextlib import contextmanager, suppress

import pytest

from tests import pdfs

from . import FAULT
from .ledger import agree
from .people import faults, upload

pytestmark = FAULT
STORED = "SELECT count(*) FROM nominations_document WHERE nomination_id::text = %s AND name = %s"


MOVED = ("nominations_nomination", "nominations_nominationversion")  # what saves and submits write most of
SAVES_AT_MOST = 100  # by then the last page with room is full
SUBMITS_AT_MOST = 8


@contextmanager
def small_disk(folder, size="1m"):
    """A file system of its own at `folder`. Only root may mount one: elsewhere the test is skipped and says so."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    mounted = subprocess.run(command, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"A full disk needs a file system of its own: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def heavy() -> bytes:
    """A good CV of half a megabyte."""
    return pdfs.good(extra=[pdfs.stream(b"x" * 500_000)])


def test_a_full_disk_is_said_in_a_sentence_and_everything_else_goes_on(house):
    web, (person,) = house.web(), house.people(1)
    pages = house.files / "documents"
    with small_disk(pages):
        (pages / "filling").write_bytes(b"x" * 700_000)

        refused = upload(person, "new.pdf", heavy())
        assert "could not be stored; your text is kept" in refused.text
        assert "could not be stored, and its sender was told so: No space left" in web.log.read_text()
        assert house.one(STORED, person.nomination, "new.pdf") == 0
        assert [path.name for path in pages.iterdir()] == ["filling"]
        assert person.save("Kept beside a full disk").leads_to(person.page())

        (pages / "filling").unlink()
        assert upload(person, "new.pdf", heavy()).status == 302
        assert house.one(STORED, person.nomination, "new.pdf") == 1
        kept = [path.read_bytes() for path in pages.iterdir()]
    for path in house.rows("SELECT file FROM nominations_document WHERE name = 'new.pdf'"):
        (house.files / path[0]).write_bytes(kept[0])

    assert len(kept) == 1
    assert person.submit().leads_to("/done/")
    assert faults([person]) == []
    agree(house, [person])


@contextmanager
def small_tables(house):
    """Nominations lie packed on a disk of 64 MB; gives its folder."""
    folder = house.folder / "tables"
    folder.mkdir(exist_ok=True)
    with small_disk(folder, "64m"):
        os.chown(folder, house.postgres.home.stat().st_uid, -1)
        house.do(f"CREATE TABLESPACE small LOCATION '{folder}'")
        try:
            for table in MOVED:
                house.do(f"VACUUM FULL {table}")
                house.do(f"ALTER TABLE {table} SET TABLESPACE small")
            yield folder
        finally:
            for table in MOVED:
                house.do(f"ALTER TABLE {table} SET TABLESPACE pg_default")
            house.do("DROP TABLESPACE small")


def fill(disk):
    """Leave no byte, nor any that the database gives back meanwhile."""
    with open(disk / "filling", "ab", buffering=0) as filling, suppress(OSError):
        while True:
            filling.write(b"x" * 65536)


def test_a_full_disk_of_the_database_is_told_and_nothing_acknowledged_is_lost(house):
    web, (person, *others) = house.web(), house.people(SUBMITS_AT_MOST + 1)
    workers = house.workers_of(web)
    with small_tables(house) as disk:
        fill(disk)
        for n in range(SAVES_AT_MOST):
            refused = person.save(f"Chair {n} of " + "a very long night " * 8)
            if refused.away:
                break
        for other in others:  # the first ones may find room that rows of earlier days left
            submitted = other.submit()
            if submitted.away:
                break
        read = person.ask("GET", "/en/call/"), person.ask("GET", person.page("work/"))

        assert refused.away
        assert f"Chair {n} of" in refused.text
        assert (submitted.away, other.received) == (True, False)
        assert [answer.status for answer in read] == [200, 200]
        if person.position:
            assert person.position in read[1].text

        (disk / "filling").unlink()
        assert person.save("Chair of the morning").leads_to(person.page())
        assert all(somebody.submit().leads_to("/done/") for somebody in (person, *others))
    assert house.workers_of(web) == workers
    assert faults([person, *others]) == []
    agree(house, [person, *others])
