"""Exporting: a file is asked for with a purpose, written by a job, taken, and deleted after some days."""

import hashlib
import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _

from portal.lifecycle.barred import bars
from portal.lifecycle.models import Refused, random_id
from portal.lifecycle.text import tidy

KEPT = timedelta(days=7)
FOLDER = "exports"  # no backup takes it along
A_STEP = 500  # rows between two words on how far it is
MOST = 1 << 20  # bytes read at once


class Exporting:
    """Trait of Export."""

    @classmethod
    def ask(cls, call, *, names, purpose, format, by, at=None):
        """Have a file written. names: of the columns. Refused without a purpose, or for a column that the role may not take."""
        from ..columns import columns_for

        allowed = columns_for(by)
        if not names or set(names) - set(allowed):
            raise Refused(_("Choose the columns of the file, of those that your role may take."))
        if len(tidy(purpose).strip()) < 5:
            raise Refused(_("Say in some words what the file is for: that is kept with it."))
        with call.locked(at) as at:
            if running := cls.objects.filter(asked_by=by, status__in=cls.AT_WORK).first():
                if running.asks_same(call, names, purpose, format):
                    return running
                raise Refused(_("Another file of yours is being written. Wait for it, or discard it."))
            named = [name for name in allowed if name in names]
            words = {"columns": named, "purpose": tidy(purpose).strip(), "format": format, "language": by.language}
            export = cls.objects.create(call=call, asked_by=by, asked_at=at, **words)
            export.record("asked", by=by, at=at)  # what and what for stands on the row
            export.ring_on_commit()
        return export

    def asks_same(self, call, names, purpose, format) -> bool:
        return (self.call_id, set(self.columns), self.purpose, self.format) == (
            call.pk,
            set(names),
            tidy(purpose).strip(),
            format,
        )

    def do(self, say) -> dict:
        """The job: as its asker may see the rows at this moment, in their language."""
        from ..columns import COLUMNS, columns_for, rows_of, told
        from ..sheets import WRITERS

        names = [name for name in self.columns if name in columns_for(self.asked_by)]
        if not names:
            raise Refused(_("Whoever asked may take no file any more."))
        rows = rows_of(self.call, self.asked_by)
        counted = Counted(told(rows, names, self.call, self.asked_by), rows.count(), say)
        with translation.override(self.language), tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows"
            WRITERS[self.format](path, [str(COLUMNS[name].label) for name in names], counted)
            found = {"rows": counted.number, "size": path.stat().st_size, "sha256": hashed(path)}
            with open(path, "rb") as file:
                found["path"] = default_storage.save(f"{FOLDER}/{random_id().hex}.{self.format}", File(file))
        return found

    def failed_as(self, error) -> str:
        return "refused" if isinstance(error, Refused) else ""

    def take(self, *, by, at=None) -> str:
        """Where the file lies; who took it, how many rows and what for is kept. Refused where it is gone, or the role is."""
        from ..columns import columns_for

        with self.locked(at) as at:
            if self.status != self.Status.DONE or not self.path:
                raise Refused(_("This file was deleted, or is not there yet. Ask for it again."))
            if self.bars_since(by):
                raise Refused(
                    _("Since you asked for it, a conflict of interest bars you from part of this file. Ask anew.")
                )
            if set(self.columns) - set(columns_for(by)):
                raise Refused(_("Your role may not take all columns of this file any more. Ask for another."))
            self.record("taken", by=by, at=at)  # how many rows stands on the row, which not everybody reads
        return self.path

    def bars_since(self, user) -> bool:
        """Whether a conflict came into force after the file was asked for."""
        return bars(user).filter(nomination__call=self.call_id, since__gt=self.asked_at).exists()

    def discard(self, *, by, at=None):
        """Set it aside, and delete the file."""
        with self.locked(at) as at:
            path, self.path = self.path, ""
            self.move(self.Status.DISCARDED, verb="discarded", by=by, at=at, path="", **self.FREE)
        drop(path)

    @classmethod
    def forget_old(cls, at) -> int:
        """Delete files that are old, and those that no row knows; returns how many rows lost theirs."""
        old = cls.objects.exclude(path="").filter(asked_at__lte=at - KEPT)
        for export in old:
            export.discard(by=None, at=at)
        known = set(cls.objects.exclude(path="").values_list("path", flat=True))
        for path in stored():
            if path not in known and default_storage.get_modified_time(path) < at - KEPT:
                drop(path)
        return len(old)


class Counted:
    """Rows on their way into a file: counts them, and says how far it is."""

    def __init__(self, rows, size, say):
        self.rows, self.size, self.say, self.number = rows, size, say, 0

    def __iter__(self):
        for row in self.rows:
            self.number += 1
            if self.number % A_STEP == 0:
                self.say(min(99, 100 * self.number // max(1, self.size)), "rows")
            yield row


def hashed(path) -> str:
    told = hashlib.sha256()
    with open(path, "rb") as file:
        while part := file.read(MOST):
            told.update(part)
    return told.hexdigest()


def stored() -> list[str]:
    try:
        return [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    except FileNotFoundError:
        return []


def drop(path):
    if path:
        default_storage.delete(path)
