"""Shortlisting: a proposal is asked for, reckoned by a job, and taken as far as people want it."""

import time
from random import SystemRandom
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused

from ...reviewing.programme import TooLong
from ..phase import why_closed

SECONDS = 200  # for all searches together; a job may last 240 (CELERY_TASK_SOFT_TIME_LIMIT)
NOTE = 2000  # letters of a note for the file, at most
FIELDS = ("fact", "value", "group", "unit", "least", "most")


class NoSight(Exception):
    """Whoever asked sits at the workbench no more."""


class Taking(NamedTuple):
    """What taking a proposal does. proposals: nomination to Proposal; same: as proposed already; by_hand: decided by people, and
    left; gone: nominations whose selection is taken back.
    """

    proposals: dict
    same: list
    by_hand: list
    gone: list


class Shortlisting:
    """Trait of Shortlist."""

    @classmethod
    def ask(cls, sight, rules=None, *, seed=None, at=None):
        """Have it reckoned who should be selected, from what whoever asks may see. Nothing is decided by it.

        rules: `aims` (targets; all of the call if left out) and `cap` of nationals, None for none; `in` and `out`: keys of
        locked nominations; `keep`: what was decided by hand stays as it is. A second click is the first.

        Whoever does not know anybody's gender leaves out no target on it; where people are kept in or out by hand, the job
        leaves out all of these (see Ground).
        """
        call = sight.call
        with call.locked(at) as at:
            rules = whole(call, rules or {}, bound=not sight.knows_gender)
            if running := cls.objects.filter(call=call, status__in=cls.AT_WORK).first():
                if running.asked_by_id == sight.user.pk and running.rules == rules:
                    return running
                raise Refused(_("Another proposal for this call is being reckoned. Wait for it, or discard it."))
            if why := why_closed(call, at):
                raise Refused(why)
            seed = SystemRandom().randrange(2**31) if seed is None else seed
            run = cls.objects.create(call=call, rules=rules, seed=seed, asked_at=at, asked_by=sight.user)
            run.record("asked", by=sight.user, at=at, facts={"seed": seed}, capacity=capacity(sight))
            run.ring_on_commit()
        return run

    # --- the job

    def do(self, say) -> dict:
        from ..optimiser.ground import Ground
        from ..optimiser.solver import solve
        from ..optimiser.ties import ties
        from ..sight import sight_of

        until = time.monotonic() + SECONDS
        say(5, "reading")
        sight = sight_of(self.asked_by, self.call)
        if sight is None:
            raise NoSight
        ground = Ground(sight, self.rules, self.seed)
        case = ground.case
        say(15, "solving")
        outcome = solve(case, until=until)
        costs = self.priced(case, until, say) if outcome.feasible else []
        equals = ties(case, outcome.chosen)
        say(95, "writing")
        return {"outcome": ground.told(outcome, costs, equals), "rules": ground.rules}

    def priced(self, case, until, say) -> list:
        """As many prices as there is time for."""
        from ..optimiser.solver import prices

        found = []
        try:
            for price in prices(case, until=until, tell=lambda done, of: say(20 + 70 * done // of, "pricing")):
                found.append(price)
        except TooLong:
            pass
        return found

    def failed_as(self, error) -> str:
        return {TooLong: "too_long", NoSight: "no_sight"}.get(type(error), "")

    # --- taking it

    def taking(self, sight, *, over=False) -> Taking:
        """over: what people decided by hand gives way, too."""
        from .decision import Decision
        from .proposing import Proposal

        eligible = sight.nominations().filter(status="eligible")
        open_to = {str(pk): pk for pk in eligible.values_list("pk", flat=True)}
        wanted = {open_to[row["nomination"]]: row["group"] for row in self.chosen if row["nomination"] in open_to}
        free = Decision.objects.free().filter(call=self.call_id, nomination__in=eligible.values("pk"))
        there = {one.nomination_id: one for one in free.only("nomination", "outcome", "group", "run")}
        same = [pk for pk, group in wanted.items() if pk in there and there[pk].selects_for(group)]
        by_hand = [pk for pk in wanted if pk in there and there[pk].run_id is None and not over and pk not in same]
        left = {*same, *by_hand}
        proposals = {pk: Proposal("select", group=group, run=self) for pk, group in wanted.items() if pk not in left}
        apart = Q() if self.call.scores_named else Q(nomination__track="member")
        gone = free.filter(outcome="select", releases=None).exclude(nomination__in=wanted)
        gone = gone.exclude(apart) if apart else gone
        gone = gone if over else gone.exclude(run=None)
        return Taking(proposals, same, by_hand, list(gone.values_list("nomination", flat=True)))

    def take(self, sight, *, over=False, at=None) -> Taking:
        """Propose it as decisions, in one act; what an earlier proposal selected and this one does not is taken back."""
        from .decision import Decision

        with self.call.locked(at) as at, self.locked(at):
            if self.status not in self.READY or not self.chosen:
                raise Refused(_("There is nothing to take in this proposal."))
            plan, by = self.taking(sight, over=over), sight.user
            note = self.as_note(sight)
            if plan.proposals or plan.gone:
                act = {"by": by, "at": at, "capacity": capacity(sight)}
                noted = {pk: proposal._replace(note=note) for pk, proposal in plan.proposals.items()}
                Decision.propose_many(self.call, noted, gone=plan.gone, **act)
                told = {"selected": len(plan.proposals), "taken_back": len(plan.gone)}
                if self.status == self.Status.TAKEN:
                    self.record("taken", facts=told, **act)
                else:
                    self.move(self.Status.TAKEN, verb="taken", facts=told, **act)
        return plan

    def as_note(self, sight) -> str:
        """Why a decision that is taken from it may depart from the ranks, in words for the file."""
        from ..optimiser.words import Words

        rules = Words(self.rules, {one.group_id: one.group.name for one in sight.seats}, {}).held()
        day = date_format(timezone.localtime(self.asked_at), "DATE_FORMAT")
        if not rules:
            return _("Proposed by the optimiser on %(day)s, by score alone.") % {"day": day}
        sentence = _("Proposed by the optimiser on %(day)s under the rules: %(rules)s.")
        return (sentence % {"day": day, "rules": "; ".join(rules)})[:NOTE]

    @property
    def chosen(self) -> list[dict]:
        return self.outcome.get("chosen", [])


def capacity(sight) -> str:
    return sight.seat.as_what if sight.seat else ""


def whole(call, rules, *, bound=False) -> dict:
    """What is asked, with all that the call says at this moment: so a proposal can be read years later.

    bound: targets on gender hold, asked or not.
    """
    aims, targets = rules.get("aims"), list(call.targets.all())
    if aims is None:
        aims = targets
    elif bound:
        aims = [*aims, *(one for one in targets if one.fact == "gender" and one not in aims)]
    return {
        "seats": [[one.group_id, one.number] for one in call.seats_by_group],
        "aims": [told(one) for one in aims],
        "cap": rules.get("cap", call.nationals_cap),
        "in": sorted(map(str, rules.get("in", ()))),
        "out": sorted(map(str, rules.get("out", ()))),
        "keep": bool(rules.get("keep", True)),
    }


def told(target) -> dict:
    """A target as rules keep it."""
    return {name: getattr(target, "group_id" if name == "group" else name) for name in FIELDS}
