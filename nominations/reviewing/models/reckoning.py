"""Reckoning: a run is asked for, and reckoned by a job: once at a time, with a lease, telling how far it is."""

from datetime import timedelta
from random import SystemRandom

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from members.imports.pulse import LEASE, Lost, Pulse
from portal.lifecycle.models import Refused, random_id
from portal.notifications.doorbell import wake

from ..programme import TooLong
from ..solver import solve

LATE = timedelta(minutes=1)  # a job that nobody took by then is rung for again
SECONDS = 200  # for all searches together; a job may last 240 (CELERY_TASK_SOFT_TIME_LIMIT)
RULES = {"reviews": 2, "groups": "one", "languages": True, "countries": True, "anchors": 0, "chosen": (), "move": False}


class RunPulse(Pulse):
    """Tells per cent and step, and renews the lease."""

    step = "reading"

    def say(self, percent, step):
        self.step = step
        self.tell(percent)

    def beat(self):
        return self.rows.all().update(progress=self.done, step=self.step, leased_until=Now() + LEASE)


class Reckoning:
    """Trait of AssignmentRun."""

    FREE = {"lease": None, "leased_until": None}

    @classmethod
    def ask(cls, call, rules, *, by, seed=None, at=None):
        """Have it reckoned who reviews what; nothing is assigned before somebody deploys the proposal.

        rules: reviews (a nomination), groups (free, one, each), languages, countries, anchors (how many), chosen (ids of
        nominations that everybody scores), move (what is not begun may go to somebody else). A second click is the first.
        """
        with call.locked(at) as at:
            rules = {**RULES, "reviews": call.reviews_per_nomination, **rules}
            rules["chosen"] = sorted(map(str, rules["chosen"]))
            if running := cls.objects.filter(call=call).at_work().first():
                if running.asked_by_id == by.pk and running.rules == rules:
                    return running
                raise Refused(_("Another assignment of this call is being reckoned. Wait for it, or discard it."))
            demand_ready(call, rules)
            seed = SystemRandom().randrange(2**31) if seed is None else seed
            run = cls.objects.create(call=call, rules=rules, seed=seed, asked_at=at, asked_by=by)
            run.record("asked", by=by, at=at, facts={"seed": seed})
            transaction.on_commit(run.ring, robust=True)
        return run

    def ring(self):
        """Wake the worker; if nobody hears, the sweep comes."""
        from ..tasks import work_run

        wake(work_run, str(self.pk))

    def work(self):
        """Reckon it; nothing where that is done, or under way. A second ring changes nothing."""
        if not self.claim():
            return
        try:
            with RunPulse(self.ours()) as pulse:
                ground, outcome = self.reckoned(pulse.say)
                pulse.stop()
            self.conclude(ground, outcome)
        except Lost:
            return
        except TooLong:
            self.fail("too_long")
        except BaseException:  # the time limit too; where the database is gone, the sweep comes
            self.fail("broke_off")
            raise

    @classmethod
    def sweep(cls, at):
        """Say of what died that it failed; ring again for what nobody took."""
        for dead in cls.objects.at_work().filter(leased_until__lte=at):
            dead.fail("broke_off", dead=True)
        for waiting in cls.objects.at_work().filter(lease=None, asked_at__lte=at - LATE):
            waiting.ring()

    def claim(self) -> bool:
        with self.locked() as at:
            if self.status != self.Status.WAITING:
                return False
            self.move(
                self.Status.RUNNING,
                verb="begun",
                by=None,
                at=at,
                lease=random_id(),
                leased_until=at + LEASE,
                step="reading",
            )
        return True

    def ours(self):
        """This row, as long as the lease is the one we took and nobody discarded it."""
        return type(self).objects.filter(pk=self.pk, lease=self.lease, status=self.Status.RUNNING)

    def reckoned(self, say):
        """The ground as it lies at this moment, and the best there is on it."""
        from portal.lifecycle import clock

        from ..case import Ground

        say(5, "reading")
        ground = Ground(self.call, self.rules, self.seed, clock.now())
        outcome = solve(ground.case, seconds=SECONDS, tell=say)
        say(90, "writing")
        return ground, outcome

    def conclude(self, ground, outcome):
        """Write down what was found, unless somebody took the run from us."""
        pairs = [ground.pair(i, j) for i, j in outcome.pairs]
        given = ground.case.loose - set(outcome.pairs) if outcome.feasible else ()
        report = {"objective": outcome.objective, "gives": ground.gives(outcome)}
        report["dropped"] = [ground.pair(i, j) for i, j in sorted(given)]
        to = self.Status.PROPOSED if outcome.feasible else self.Status.INFEASIBLE
        lease = self.lease
        with self.locked() as at:
            if self.lease != lease or self.status != self.Status.RUNNING:
                return
            told = {"pairs": pairs, "report": report, "progress": 100, "step": ""}
            self.move(to, verb=str(to), by=None, at=at, **told | self.FREE)

    def fail(self, why, *, dead=False):
        """Its job gave up, or died; what it had found is nowhere."""
        lease = self.lease
        with self.locked() as at:
            over = self.leased_until is not None and self.leased_until <= at
            if self.status in self.AT_WORK and self.lease == lease and (over or not dead):
                self.move(self.Status.FAILED, verb="failed", by=None, at=at, report={"why": why}, **self.FREE)

    def discard(self, *, by, at=None):
        """Set it aside, also while it is being reckoned; nothing was assigned."""
        with self.locked(at) as at:
            self.move(self.Status.DISCARDED, verb="discarded", by=by, at=at, **self.FREE)


def demand_ready(call, rules):
    """Refuses a call for which there is nothing to reckon."""
    from ..phase import to_review

    if call.status != call.Status.PUBLISHED:
        raise Refused(_("This call is in the archive: its reviews are closed."))
    if not call.tracks_frozen_at:
        raise Refused(_("Freeze the tracks of the call first: until then nobody knows who is scored."))
    if not to_review(call).exists():
        raise Refused(_("No nomination of this call is scored: none is eligible and on a track that is scored."))
    if not call.reviewers.serving().filter(most__gt=0).exists():
        raise Refused(_("Nobody in this committee reviews. Name reviewers first."))
    if not 1 <= rules["reviews"] <= 9:
        raise Refused(_("Ask for one to nine reviews of a nomination."))
