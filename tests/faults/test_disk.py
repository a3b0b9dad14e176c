"""The disk for uploads is full: the person is told, the text is kept, and it works again by itself."""

import subprocess
from contextlib import contextmanager

import pytest

from tests import pdfs

from . import FAULT
from .ledger import agree
from .people import TOKEN, faults

pytestmark = FAULT
EDGE = "----------------------------7e1"
STORED = "SELECT count(*) FROM nominations_document WHERE nomination_id::text = %s AND name = %s"


@contextmanager
def small_disk(folder):
    """A file system of 1 MB at `folder`. Only root may mount one: elsewhere the test is skipped and says so."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"A full disk needs a file system of its own: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def upload(person, name, content):
    """Send a CV as a browser does."""
    parts = [f'name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n'.encode()]
    parts += [f'name="cv"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'.encode() + content + b"\r\n"]
    body = b"".join(b"--%s\r\nContent-Disposition: form-data; " % EDGE.encode() + part for part in parts)
    body += b"--%s--\r\n" % EDGE.encode()
    kind = f"multipart/form-data; boundary={EDGE}"
    return person.ask("POST", person.page("documents/"), body=body, kind=kind)


def heavy() -> bytes:
    """A good CV of half a megabyte."""
    return pdfs.good(extra=[pdfs.stream(b"x" * 500_000)])


def test_a_full_disk_is_said_in_a_sentence_and_everything_else_goes_on(house):
    house.web()
    (person,) = house.people(1)
    pages = house.files / "documents"
    with small_disk(pages):
        (pages / "filling").write_bytes(b"x" * 700_000)

        refused = upload(person, "new.pdf", heavy())
        assert "could not be stored; your text is kept" in refused.text
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
