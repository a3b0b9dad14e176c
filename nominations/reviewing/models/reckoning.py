"""Reckoning: who reviews what is asked for, and reckoned by a job (see Job)."""

from random import SystemRandom

from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused
from portal.notifications.doorbell import wake

from ..programme import TooLong
from ..solver import solve

SECONDS = 200  # for all searches together; a job may last 240 (CELERY_TASK_SOFT_TIME_LIMIT)
RULES = {"reviews": 2, "groups": "one", "languages": True, "countries": True, "anchors": 0, "chosen": (), "move": False}


class Reckoning:
    """Trait of AssignmentRun."""

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
            run.ring_on_commit()
        return run

    def ring(self):
        """Wake the worker; if nobody hears, the sweep comes."""
        from ..tasks import work_run

        wake(work_run, str(self.pk))

    def do(self, say) -> dict:
        """The best there is on the ground as it lies at this moment; or what must give."""
        from portal.lifecycle import clock

        from ..case import Ground

        say(5, "reading")
        ground = Ground(self.call, self.rules, self.seed, clock.now())
        outcome = solve(ground.case, seconds=SECONDS, tell=say)
        say(90, "writing")
        pairs = [ground.pair(i, j) for i, j in outcome.pairs if outcome.feasible]
        given = ground.case.loose - set(outcome.pairs) if outcome.feasible else ()
        report = {"objective": outcome.objective, "gives": ground.gives(outcome)}
        report["dropped"] = [ground.pair(i, j) for i, j in sorted(given)]
        to = self.Status.PROPOSED if outcome.feasible else self.Status.INFEASIBLE
        return {"pairs": pairs, "report": report, "to": to}

    def failed_as(self, error) -> str:
        return "too_long" if isinstance(error, TooLong) else ""


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
