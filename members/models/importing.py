"""Importing: the part of an import that a job does, once at a time, however often it is rung."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError, connection, transaction

from portal.lifecycle import clock
from portal.lifecycle.clock import day_of
from portal.lifecycle.models import random_id
from portal.lifecycle.pulse import LEASE, Lost, Pulse

from ..imports import writing
from ..imports.opening import Unreadable, opened
from ..imports.reckoning import LINES, Reckoning

CLAIMING, WRITING = 8_301_018, 8_301_019  # locks of the database, for all imports together
TOLD = ("rows", "problems", "new_people", "new_terms")  # in the story, for good
LATE = timedelta(minutes=1)  # a job that nobody took by then is rung for again
KEPT = timedelta(days=1)  # a file that nobody imports, and the lines about one that is over


class Importing:
    """Trait of Import. A job has a lease, which its pulse renews; one whose lease ran out has died."""

    FRESH = {"lease": None, "leased_until": None, "rows_done": 0}
    NO_LINES = {"lines": [], "lines_beyond": 0}

    def work(self):
        """Check, or write, as the state asks; nothing where that is done, under way, or another import is being written."""
        if not self.claim():
            return
        try:
            self.try_out() if self.status == self.Status.UPLOADED else self.write()
        except Lost:
            return
        except BaseException:  # the time limit too; where the database is gone, the sweep comes
            self.given_up()
            raise
        self.ring_next()

    @classmethod
    def sweep(cls, at):
        """Break off what has died, ring again for what nobody took, forget files that nobody imports, and what was said
        of those that are over: the lines quote what was typed about people.
        """
        for dead in cls.objects.at_work().filter(leased_until__lte=at):
            dead.break_off(at=at)
        for waiting in cls.objects.at_work().filter(lease=None, asked_at__lte=at - LATE).order_by("asked_at"):
            waiting.ring()
        for old in cls.objects.filter(status__in=cls.WAITS, asked_at__lte=at - KEPT):
            old.discard(by=None, at=at)
        cls.objects.filter(status__in=cls.OVER, asked_at__lte=at - KEPT).exclude(lines=[]).update(**cls.NO_LINES)

    def claim(self) -> bool:
        """Take the job, if nobody has it; one that somebody had and died over is broken off."""
        with self.locked() as at:
            self.hold(CLAIMING)
            if self.status not in self.AT_WORK or (self.leased_until and self.leased_until > at):
                return False
            if self.leased_until:
                self.break_off(at=at)
                return False
            if self.status == self.Status.IMPORTING and self.another_writes(at):
                return False
            self.lease, self.leased_until = random_id(), at + LEASE
            self.save(update_fields=["lease", "leased_until"])
        return True

    def another_writes(self, at) -> bool:
        others = type(self).objects.filter(status=self.Status.IMPORTING, leased_until__gt=at)
        return others.exclude(pk=self.pk).exists()

    def ours(self):
        """This row, as long as the lease is the one we took."""
        return type(self).objects.filter(pk=self.pk, lease=self.lease)

    def given_up(self):
        if self.ours().exists():
            self.break_off(given_up=True)

    def ring_next(self):
        """Whoever waited for this one to be written comes next."""
        for waiting in type(self).objects.filter(status=self.Status.IMPORTING, lease=None).order_by("asked_at")[:1]:
            waiting.ring()

    @contextmanager
    def ours_to_the_end(self, at=None):
        """Under the row's lock: raises Lost where somebody took the job from us, so that nothing of it stays."""
        lease = self.lease
        with self.locked(at) as at:
            if self.lease != lease:
                raise Lost
            yield at

    # --- the dry run

    def try_out(self):
        """The dry run: read all, write nothing but what was found."""
        with Pulse(self.ours()) as pulse:
            given, lines = self.read()
            self.ours().update(rows=len(given or ()))
            reckoning = given and Reckoning(given, day_of(clock.now()), pulse.tell)
        with self.ours_to_the_end() as at:
            self.conclude(reckoning, lines, to=self.Status.CHECKED, verb="checked", by=None, at=at)

    def read(self):
        """(the rows, no lines); or nothing and the lines that say why the file cannot be read."""
        try:
            return opened(bytes(self.file.content)), []
        except Unreadable as unreadable:
            return None, unreadable.lines

    def conclude(self, reckoning, lines, *, to, verb, by, at):
        """Write what was found, and the state it leads to; a file that is refused is forgotten."""
        lines = reckoning.lines if reckoning else lines
        counts = reckoning.counts if reckoning else {"rows": 0, "problems": len(lines)}
        stamps = {"counts": counts, "rows": counts["rows"], "lines": lines[:LINES]}
        stamps["lines_beyond"] = max(len(lines) - LINES, 0)
        if not (reckoning and reckoning.fit):
            to, verb, by = self.Status.REFUSED, "refused", None
        self.move(
            to, verb=verb, by=by, at=at, facts={name: counts.get(name, 0) for name in TOLD}, **self.FRESH | stamps
        )
        if to in self.OVER:
            self.forget_file()

    # --- the import

    def write(self):
        """All rows in one transaction, which checks again."""
        given, lines = self.read()
        try:
            self.write_all(given, lines)
        except IntegrityError:  # somebody was quicker with a term or an address: once more, and now it is seen
            self.write_all(given, lines)

    def write_all(self, given, lines):
        with Pulse(self.ours()) as pulse, transaction.atomic():
            if not self.hold(WRITING, wait=False):  # by one that lost its lease and does not know it yet
                pulse.stop()
                return self.put_back()
            at, by, reckoning = clock.now(), self.started_by(), None
            if given:
                reckoning = Reckoning(given, day_of(at), lambda _judged: pulse.tell(0), hold=True)
                if reckoning.fit:
                    writing.write(reckoning, by=by, at=at, tell=pulse.tell)
            pulse.stop()
            with self.ours_to_the_end(at) as at:
                self.conclude(reckoning, lines, to=self.Status.IMPORTED, verb="imported", by=by, at=at)

    def put_back(self):
        """Leave it for later: the sweep rings again."""
        self.ours().update(**self.FRESH)

    @staticmethod
    def hold(number, wait=True) -> bool:
        """Take one of the locks until the end of the transaction; whether it was free, where nobody waits."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_xact_lock(%s)", [number])
            return cursor.fetchone()[0] is not False

    def started_by(self):
        """Who asked for it: in that name all of it is written."""
        return self.story().filter(verb="started").last().by
