"""A folder of backups: `<moment>.dump`, `<moment>.json`, `<moment>.files`, and `files/`, the shelf of them all.

The manifest comes last: without one there is no backup, only the rest of one that broke off.
"""

import fcntl
import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.db import connection, transaction

from . import keeping, manifest, shelf, tools

SPELLING = "%Y-%m-%dT%H-%M-%SZ"
NAMES = "????-??-??T??-??-??Z"
RUNNING = timedelta(days=1)  # what is younger is left alone
PATIENT = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"


class Backup:
    """One of them, by its path without an ending."""

    def __init__(self, path: Path):
        self.dump, self.manifest, self.list = (path.parent / f"{path.name}.{end}" for end in ("dump", "json", "files"))
        self.half = self.manifest.with_suffix(".new")  # of a manifest
        self.shelf, self.name = path.parent / "files", path.name

    @property
    def moment(self) -> datetime:
        return datetime.strptime(self.name, SPELLING).replace(tzinfo=UTC)

    @property
    def facts(self) -> dict:
        return json.loads(self.manifest.read_text())

    def make(self, now) -> list[str]:
        """Take it; returns what was wrong with files, in words. When it fails, nothing of it stays but files on the shelf."""
        try:
            return self.taken(now)
        except BaseException:
            self.forget()
            raise

    def taken(self, now) -> list[str]:
        """Files are copied first: fewer can vanish meanwhile."""
        self.shelf.mkdir(parents=True, exist_ok=True, mode=0o700)
        with snapshot() as number:
            wanted = list(manifest.paths())
            troubles = list(shelf.fill(self.shelf, settings.MEDIA_ROOT, wanted))
            shelf.write_list(self.list, (path for path, _ in wanted))
            tools.dump(self.dump, number)
            facts = {"made_at": now.isoformat(), "postgres": connection.pg_version, "tables": manifest.tables()}
        self.half.write_text(json.dumps(facts, indent=1))
        self.half.replace(self.manifest)
        return [f"{shelf.spelled(path)}: {words}" for path, words in troubles]

    def load(self) -> list[str]:
        """Rows into the empty database, then the files that are not there; returns what was wrong with files."""
        tools.load(self.dump)
        wanted = [(path, None) for path in shelf.read_list(self.list)]
        troubles = shelf.fill(settings.MEDIA_ROOT, self.shelf, wanted)
        return [f"{shelf.spelled(path)}: {words} in the backup" for path, words in troubles]

    def compare(self) -> list[str]:
        """What differs here from the backup, and what is broken here; empty when all is as it was."""
        with snapshot():
            return [*manifest.differences(self.facts["tables"], manifest.tables()), *manifest.broken()]

    def forget(self):
        """The manifest goes first, so that no half of one is taken for a whole."""
        for file in (self.manifest, self.half, self.dump, self.list):
            file.unlink(missing_ok=True)


@contextmanager
def snapshot():
    """All reads see one moment; gives the name under which pg_dump sees it too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(PATIENT)
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def named(folder: Path, now: datetime) -> Backup:
    return Backup(folder / now.strftime(SPELLING))


def whole(folder: Path) -> list[Backup]:
    """Those with a manifest, the oldest first."""
    return sorted(
        (Backup(file.with_suffix("")) for file in folder.glob(f"{NAMES}.json")), key=lambda backup: backup.name
    )


def sweep(folder: Path, now: datetime):
    """Delete the rests of backups that broke off; before a new one, for they may be what fills the disk."""
    broken = {file.name.partition(".")[0] for file in folder.glob(f"{NAMES}.*")} - {
        backup.name for backup in whole(folder)
    }
    for rest in (Backup(folder / name) for name in broken):
        if now - rest.moment > RUNNING:
            rest.forget()
    shelf.sweep(folder / "files", (now - RUNNING).timestamp())


def thin_out(folder: Path, now: datetime, days: int) -> int:
    """Forget backups that are not kept, and files that none of the others names; returns how many backups went."""
    moments = {backup.moment: backup for backup in whole(folder)}
    kept = keeping.kept(moments, now, days)
    for moment in moments.keys() - kept:
        moments[moment].forget()
    if moments.keys() - kept:
        shelf.forget(folder / "files", set().union(*(shelf.read_list(moments[moment].list) for moment in kept)))
    return len(moments) - len(kept)


@contextmanager
def private(folder: Path):
    """The folder, made if need be, with nothing in it or of it for anybody else, and no other at work in it."""
    usual = os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
    except BlockingIOError:
        raise CommandError(f"Another backup into {folder} is under way.") from None
    finally:
        os.umask(usual)
