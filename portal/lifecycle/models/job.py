"""Job: something long that a worker does once, with a lease, telling how far it is; what dies has failed, and says so."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ..ids import random_id
from ..pulse import LEASE, Lost, Pulse
from .lifecycle import Lifecycle

LOOK_AGAIN = "5"  # seconds after which a browser looks again while the job is at work
LATE = timedelta(minutes=1)  # a job that nobody took by then is rung for again


class JobPulse(Pulse):
    """Tells per cent and step, and renews the lease."""

    step = ""

    def say(self, percent, step=""):
        self.step = step
        self.tell(percent)

    def beat(self):
        return self.rows.all().update(progress=self.done, step=self.step, leased_until=Now() + LEASE)


class Job(Lifecycle):
    """A model of a job says `ring()` (wake the worker with its key), `do(say)`, and may say `failed_as(error)`.

    do: the work itself, outside any transaction; say(percent, step) tells how far it is. Returns the fields that it found,
    which are written with the move to `done`, or to the status that it gives as `to`; files and the like it makes must bear
    to be forgotten.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("at work")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        DISCARDED = "discarded", _("discarded")

    MOVES = {
        Status.WAITING: {Status.RUNNING, Status.FAILED, Status.DISCARDED},
        Status.RUNNING: {Status.DONE, Status.FAILED, Status.DISCARDED},
        Status.DONE: {Status.DISCARDED},
        Status.FAILED: {Status.DISCARDED},
    }
    AT_WORK = (Status.WAITING, Status.RUNNING)
    FREE = {"lease": None, "leased_until": None}

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress in per cent"), default=0)
    step = models.CharField(_("step"), max_length=80, blank=True)
    why = models.CharField(_("why it failed"), max_length=20, blank=True)  # a code: too_long, broke_off, …
    lease = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked for by")
    )

    class Meta:
        abstract = True

    def ring(self):
        """Wake the worker; if nobody hears, the sweep comes."""
        raise NotImplementedError

    def ring_on_commit(self):
        transaction.on_commit(self.ring, robust=True)

    def do(self, say) -> dict:
        raise NotImplementedError

    def failed_as(self, error) -> str:
        """The code of an error that is no fault of ours; empty for every other."""
        return ""

    @property
    def at_work(self) -> bool:
        return self.status in self.AT_WORK

    def work(self):
        """Do it; nothing where that is done, or under way. A second ring changes nothing."""
        if not self.claim():
            return
        try:
            with JobPulse(self.ours()) as pulse:
                found = self.do(pulse.say)
                pulse.stop()
            self.finish(found)
        except Lost:
            return
        except BaseException as error:  # the time limit too; where the database is gone, the sweep comes
            code = self.failed_as(error)
            self.fail(code or "broke_off")
            if not code:
                raise

    @classmethod
    def sweep(cls, at):
        """Say of what died that it failed; ring again for what nobody took."""
        jobs = cls.objects.filter(status__in=cls.AT_WORK)
        for dead in jobs.filter(leased_until__lte=at):
            dead.fail("broke_off", dead=True)
        for waiting in jobs.filter(lease=None, asked_at__lte=at - LATE):
            waiting.ring()

    def claim(self) -> bool:
        with self.locked() as at:
            if self.status != self.Status.WAITING:
                return False
            stamps = {"lease": random_id(), "leased_until": at + LEASE}
            self.move(self.Status.RUNNING, verb="begun", by=None, at=at, **stamps)
        return True

    def ours(self):
        """This row, as long as the lease is the one we took and nobody discarded it."""
        return type(self)._base_manager.filter(pk=self.pk, lease=self.lease, status=self.Status.RUNNING)

    def finish(self, found):
        """Write down what was found, unless somebody took the job from us."""
        lease = self.lease
        with self.locked() as at:
            if self.lease == lease and self.status == self.Status.RUNNING:
                told = {"progress": 100, "step": "", **found}
                to = told.pop("to", None) or self.Status.DONE
                self.move(to, verb=str(to), by=None, at=at, **told | self.FREE)

    def fail(self, why, *, dead=False):
        """It gave up, or died; what it had found is nowhere."""
        lease = self.lease
        with self.locked() as at:
            over = self.leased_until is not None and self.leased_until <= at
            if self.status in self.AT_WORK and self.lease == lease and (over or not dead):
                self.move(self.Status.FAILED, verb="failed", by=None, at=at, why=why, **self.FREE)

    def discard(self, *, by, at=None):
        """Set it aside, also while it is at work."""
        with self.locked(at) as at:
            self.move(self.Status.DISCARDED, verb="discarded", by=by, at=at, **self.FREE)
