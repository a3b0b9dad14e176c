"""What is taken and what is not: each bad kind in its own words, odd but good ones taken, bombs stopped."""

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.lifecycle.models import Refused
from portal.pdf import apart as aparting
from portal.pdf import checking
from portal.pdf.apart import MB, Failed, Limits, apart, nursery
from portal.pdf.checking import LIMITS, check, count_pages
from portal.pdf.names import display_name
from tests import pdfs
from tests.clamd import clamd

WORDS = {  # how the sentence for each kind begins
    pdfs.encrypted: "The file is protected by a password",
    pdfs.scripted: "The file contains a script",
    pdfs.scripted_by_names: "The file contains a script",
    pdfs.scripted_in_disguise: "The file contains a script",
    pdfs.scripted_on_a_link: "The file contains a script",
    pdfs.two_faced: "The file contains a script",
    pdfs.said_twice: "The file contains a script",
    pdfs.left_over: "The file contains a script",
    pdfs.left_over_in_a_pack: "The file contains a script",
    pdfs.launching: "The file opens programs",
    pdfs.submitting: "The file opens programs",
    pdfs.embedding: "The file holds other files",
    pdfs.attached_to_a_page: "The file holds other files",
    pdfs.rich_media: "The file holds other files",
    pdfs.xfa: "The file is a form of an old kind",
    pdfs.truncated: "The file is damaged",
    pdfs.cut_in_the_middle: "The file is damaged",
    pdfs.tree_loop: "The file is damaged",
    pdfs.deep_nesting: "The file is damaged",
    pdfs.huge_page: "A page has an impossible size",
    pdfs.flat_page: "A page has an impossible size",
    pdfs.docx: "This is a text document",
    pdfs.png: "This is a picture",
    pdfs.html: "This is not a PDF",
    pdfs.program: "This is not a PDF",
}
BOMBS = [pdfs.stream_bomb, pdfs.nested_bomb, pdfs.slow_page, pdfs.tree_bomb, pdfs.many_objects, pdfs.object_stream_bomb]


def checked(content, pages=4):
    return check(io.BytesIO(content), bytes_at_most=5 * MB, pages_at_most=pages)


def refused(content, **kwargs) -> str:
    with pytest.raises(Refused) as refusal:
        checked(content, **kwargs)
    return str(refusal.value)


def test_a_good_file_is_taken_with_its_pages_and_hash():
    content = pdfs.good(3)

    assert checked(content) == (content, hashlib.sha256(content).hexdigest(), 3)


@pytest.mark.parametrize("name", pdfs.odd())
def test_an_odd_but_good_file_is_taken(name):
    assert checked(pdfs.odd()[name]).pages == 2


@pytest.mark.abuse(19)
@pytest.mark.parametrize("maker", WORDS, ids=lambda maker: maker.__name__)
def test_each_bad_kind_is_refused_in_words_that_say_what_to_do(maker):
    sentence = refused(maker())

    assert sentence.startswith(WORDS[maker])
    assert "upload" in sentence


@pytest.mark.abuse(19)
@pytest.mark.parametrize("maker", [m for m in WORDS if m.__name__.startswith(("scripted", "launching", "embedding"))])
def test_what_acts_is_found_inside_compressed_objects_too(maker):
    assert refused(pdfs.compressed(maker())).startswith(WORDS[maker])


@pytest.mark.abuse(19)
@pytest.mark.parametrize("what", pdfs.phoning())
def test_what_asks_outside_or_acts_by_itself_is_refused(what):
    assert refused(pdfs.phoning()[what]).startswith("The file opens programs or sends data")


@pytest.mark.abuse(19)
@pytest.mark.parametrize(
    ("secret", "sentence"),
    [
        ("/AA << /O << /S /Launch /F (calc.exe) >> >>", "The file opens programs"),
        ("/Annots [<< /Subtype /FileAttachment /Rect [0 0 9 9] >>]", "The file holds other files"),
    ],
)
def test_what_only_the_second_reader_opens_is_judged_too(secret, sentence):
    assert refused(pdfs.two_faced(secret)).startswith(sentence)


def test_a_file_with_an_owner_password_alone_is_refused_as_protected():
    assert refused(pdfs.encrypted("")).startswith("The file is protected")


def test_a_file_with_too_many_pages_is_told_both_numbers():
    assert refused(pdfs.good(5)).startswith("The file has 5 pages; 4 pages are allowed")
    assert refused(pdfs.good(500)).startswith("The file has 500 pages; 4 pages are allowed")
    assert refused(pdfs.good(3), pages=2).startswith("The file has 3 pages; 2 pages are allowed")


def test_a_file_that_says_fewer_pages_than_it_has_is_not_believed():
    sentence = refused(pdfs.good(6).replace(b"/Count 6", b"/Count 2"))

    assert sentence.startswith(("The file has 6 pages", "The file is damaged"))


def test_an_empty_and_a_too_large_file_are_refused_without_being_read():
    assert refused(b"").startswith("The file is empty")
    assert refused(pdfs.good(tail=bytes(5 * MB))).startswith("The file is larger than 5 MB")


@pytest.mark.abuse(20)
@pytest.mark.slow
@pytest.mark.parametrize("maker", BOMBS, ids=lambda maker: maker.__name__)
def test_a_bomb_is_refused_within_five_seconds(maker):
    content, start = maker(), time.monotonic()

    sentence = refused(content)

    assert time.monotonic() - start < 5
    assert sentence.startswith("The file takes too long to read")


@pytest.mark.slow
@pytest.mark.parametrize("maker", [pdfs.pixel_bomb, pdfs.form_loop], ids=lambda m: m.__name__)
def test_a_bomb_that_the_reader_steps_round_is_answered_too(maker):
    content, start = maker(), time.monotonic()

    try:
        answer = checked(content).pages
    except Refused as refusal:
        answer = str(refusal)

    assert time.monotonic() - start < 5
    assert answer == 2 or answer.startswith("The file is damaged")


# --- the child's limits


def bound(work: str, seconds=1, memory=290 * MB, answer=1000) -> subprocess.CompletedProcess:
    """Do some work under the child's limits."""
    line = f"from portal.pdf.child import bind; bind({seconds}, {memory}, {answer})\n{work}"
    return subprocess.run([sys.executable, "-c", line], capture_output=True, timeout=20)


@pytest.mark.abuse(20)
def test_the_child_gets_no_more_memory_than_its_share():
    assert bound("bytearray(200 * 2**20)").returncode == 0
    assert b"MemoryError" in bound("bytearray(300 * 2**20)").stderr


def test_the_child_gets_no_more_of_the_processor_than_its_share():
    assert bound("while True: pass").returncode < 0


def test_the_child_writes_no_more_than_its_answer(tmp_path):
    assert bound(f"open({str(tmp_path / 'x')!r}, 'wb', 0).write(bytes(5000))").returncode == 0
    assert (tmp_path / "x").stat().st_size == 1000


def test_a_child_that_takes_too_long_is_ended():
    start = time.monotonic()

    with pytest.raises(Failed):
        apart("examine", pdfs.slow_page(), Limits(seconds=0.05, memory=290 * MB, answer=4096))

    assert time.monotonic() - start < 5


# --- the nursery


def inside(path: str) -> Path:
    """A file of /proc about the nursery."""
    count_pages(pdfs.good())
    return Path(f"/proc/{nursery.process.pid}/{path}")


@pytest.mark.abuse(20)
def test_what_reads_a_document_has_neither_our_secrets_nor_our_files(db):
    names = {line.partition("=")[0] for line in inside("environ").read_text().strip("\0").split("\0")}
    files = [os.readlink(file) for file in inside("fd").iterdir()]

    assert names <= {"MALLOC_ARENA_MAX", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"}
    assert sorted(file.partition(":")[0] for file in files) == ["/dev/null", "/dev/null", "socket"]
    assert not [line for line in inside("maps").read_text().splitlines() if "psycopg" in line or "django" in line]


def test_a_nursery_that_died_is_followed_by_another():
    inside("stat")
    os.kill(nursery.process.pid, signal.SIGKILL)
    assert checked(pdfs.good()).pages == 2  # it may be dying still

    nursery.process.kill()
    nursery.process.wait()
    assert checked(pdfs.good()).pages == 2


def test_a_nursery_that_is_stuck_is_followed_by_another(monkeypatch):
    inside("stat")
    monkeypatch.setattr(aparting, "BIRTH", 3)
    stuck = nursery.process
    os.kill(stuck.pid, signal.SIGSTOP)

    assert checked(pdfs.good()).pages == 2
    assert stuck.poll() is not None


def test_where_no_child_can_be_had_the_document_is_not_blamed(monkeypatch):
    inside("stat")
    nursery.end(nursery.process)
    monkeypatch.setattr(aparting, "BIRTH", 0.001)  # less than a nursery needs to begin

    sentence = refused(pdfs.good())

    assert sentence.startswith("The file could not be checked just now")
    assert "Your text is kept" in sentence


@pytest.mark.parametrize("python", ["/bin/false", "/nowhere/python"])
def test_where_no_nursery_can_be_had_the_document_is_not_blamed(monkeypatch, python):
    inside("stat")
    nursery.end(nursery.process)
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", python)
        assert refused(pdfs.good()).startswith("The file could not be checked just now")

    assert checked(pdfs.good()).pages == 2


def test_one_document_at_a_time_is_read_and_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(checking, "PATIENCE", 0.01)
    with checking.TURN:
        assert refused(pdfs.good()).startswith("The file could not be checked just now")

    assert checked(pdfs.good()).pages == 2  # the turn was given back, after a refusal too
    refused(pdfs.scripted())
    assert checked(pdfs.good()).pages == 2


def test_a_child_that_breaks_takes_nobody_with_it():
    inside("stat")
    before = nursery.process.pid
    with pytest.raises(Failed):
        apart("nonsense", b"", LIMITS)

    assert checked(pdfs.good()).pages == 2
    assert nursery.process.pid == before


def test_many_at_once_each_get_their_own_answer():
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda n: checked(pdfs.good(n)).pages, [1, 2, 3, 4] * 4))

    assert pages == [1, 2, 3, 4] * 4


@pytest.mark.slow
def test_neither_nursery_nor_child_outlives_who_asked():
    """As when a web server is ended by kill -9 in the middle of a document that takes long."""
    script = (
        "import sys, threading; from portal.pdf.apart import *; from tests import pdfs\n"
        "threading.Thread(target=apart, args=('examine', pdfs.slow_page(), Limits(3, 290 * MB, 4096))).start()\n"
        "while nursery.process is None: pass\n"
        "print(nursery.process.pid, flush=True); import time; time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as asks:
        pid = int(asks.stdout.readline())
        while not (children := Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
            time.sleep(0.02)
        asks.kill()

    family = [pid, *map(int, children)]
    until = time.monotonic() + 15
    while any(alive(one) for one in family) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(alive(one) for one in family)


def alive(pid: int) -> bool:
    """Runs, or could: somebody dead whom nobody has buried yet counts as gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


# --- the scanner


def test_without_a_scanner_nothing_is_asked(settings):
    assert settings.CLAMD == ""
    assert checked(pdfs.good()).pages == 2


def test_a_clean_file_passes_the_scanner_whole(settings):
    content = pdfs.good(tail=b"\n" * 900)
    with clamd() as server:
        settings.CLAMD = server.address

        assert checked(content).pages == 2
        assert server.got == [content]


def test_an_infected_file_is_refused(settings):
    with clamd() as server:
        settings.CLAMD = server.address

        assert refused(pdfs.good(words="EICAR")).startswith("The virus scanner found something harmful")


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"\0"])
def test_a_scanner_that_fails_lets_nothing_through(settings, answer):
    with clamd(answer=answer or b" ") as server:
        settings.CLAMD = server.address

        assert "Try again" in refused(pdfs.good())


def test_a_scanner_that_is_away_lets_nothing_through(settings):
    settings.CLAMD = "127.0.0.1:9"

    assert "could not be scanned" in refused(pdfs.good())


# --- the name that is shown


@pytest.mark.abuse(21)
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("CV Leïla.pdf", "CV Leïla.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\cv.PDF", "cv.pdf"),
        ("cv\x00\r\nSet-Cookie: a.pdf", "cvSet-Cookie: a.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe.pdf"),
        ("\u200f\u2066 .pdf", "document.pdf"),
        ("", "document.pdf"),
        (None, "document.pdf"),
        ("سيرة ذاتية.pdf", "سيرة ذاتية.pdf"),
        ("क्‍ष.pdf", "क्‍ष.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_shown_without_what_could_deceive(given, shown):
    assert display_name(given) == shown
