"""What decisions rest on, of a whole call: some statements for all of them. Of reviewers the number of the alias, no name."""

import hashlib
from collections import defaultdict

from django.utils.functional import cached_property

from members.drafts.frozen import canonical
from portal.lifecycle.models import Event

from ..models import Endorsement
from ..reviewing.chairing import Reckoning
from ..reviewing.models import Assignment, Conflict, Review
from .models import Decision, Shortlist

DIGITS = 4


class Everything:
    """The seat that nobody has: from it the whole call is reckoned, for the record is nobody's view."""

    def __init__(self, call):
        self.call = call

    def sees(self):
        return self.call.nominations.filter(status__in=Assignment.JUDGED)


class Inputs:
    """Of these decisions of a call; each piece by the nomination's key."""

    def __init__(self, call, decisions):
        self.call, self.decisions = call, decisions
        self.nominations = [decision.nomination_id for decision in decisions]

    def of(self, decision) -> dict:
        pk, number = decision.nomination_id, decision.nomination.number
        return {
            "reviews": self.reviews[pk],
            "raw": self.raw.get(number),
            "calibrated": self.calibrated.get(number),
            "recusals": self.recusals[pk],
            "members": self.members[pk],
            "proposal": self.proposal(decision),
            "changes": self.changes[pk],
        }

    # --- scores

    @cached_property
    def standing(self):
        return Reckoning(Everything(self.call), self.call.seats_by_group).standing

    @cached_property
    def places(self) -> dict:
        """A nomination's number to its place in what is reckoned."""
        return {int(number): place for place, number in enumerate(self.standing.tallies.number)}

    @cached_property
    def raw(self) -> dict:
        told, found = self.standing.tallies, {}
        for number, place in self.places.items():
            if told.count[place]:
                figures = {"count": int(told.count[place]), "rank": int(self.standing.ranks[place])}
                found[number] = figures | {"mean": short(told.mean[place]), "spread": short(told.spread[place])}
        return found

    @cached_property
    def calibrated(self) -> dict:
        """Only where the reviewers of the group can be compared."""
        standing, found = self.standing, {}
        low, high = standing.interval
        for number, place in self.places.items():
            if standing.calibrated[place]:
                interval = {"from": short(low[place]), "to": short(high[place])}
                found[number] = {"mean": short(standing.worth[place]), **interval}
        return found

    @cached_property
    def criteria(self) -> dict:
        return {str(one.pk): one.name_en for one in self.call.criteria.all()}

    @cached_property
    def reviews(self) -> dict:
        rows = Review.objects.counted().filter(assignment__nomination__in=self.nominations)
        columns = ("assignment__nomination", "assignment__reviewer__order", "scores", "total", "recommendation")
        found = defaultdict(list)
        for pk, alias, scores, total, recommended in rows.order_by("assignment__reviewer__order").values_list(*columns):
            named = {self.criteria.get(key, key): score for key, score in scores.items()}
            told = {"reviewer": alias, "scores": named, "total": str(total), "recommendation": recommended}
            found[pk].append(told)
        return found

    # --- who had no part in it, and who spoke for the person

    @cached_property
    def recusals(self) -> dict:
        """Conflicts in force. reviewer: None for whoever has no seat in the committee."""
        seats = dict(self.call.reviewers.values_list("user", "order"))
        rows = Conflict.objects.in_force().filter(nomination__in=self.nominations).order_by("since", "pk")
        found = defaultdict(list)
        for pk, user, kind in rows.values_list("nomination", "user", "kind"):
            found[pk].append({"kind": kind, "reviewer": seats.get(user)})
        return found

    @cached_property
    def members(self) -> dict:
        """The words of Members that stand, or were counted for the track; never their texts."""
        rows = Endorsement.objects.filter(nomination__in=self.nominations).order_by("member__code", "kind", "pk")
        found = defaultdict(list)
        for pk, member, kind, status, counted in rows.values_list(
            "nomination", "member__code", "kind", "status", "counted"
        ):
            if counted or status == "given":
                found[pk].append({"member": member, "kind": kind, "status": status, "counted": counted})
        return found

    # --- the optimiser, and what people changed

    @cached_property
    def runs(self) -> dict:
        """The proposals that decisions were taken from."""
        taken = {decision.run_id for decision in self.decisions} - {None}
        return {run.pk: run for run in Shortlist.objects.filter(pk__in=taken).order_by("-asked_at")}

    @cached_property
    def told_runs(self) -> list[dict]:
        """What was asked of the optimiser, and the hash of what it said."""
        return [
            {
                "run": str(run.pk),
                "asked_at": run.asked_at.isoformat(),
                "seed": run.seed,
                "rules": run.rules,
                "outcome_sha256": hashlib.sha256(canonical(run.outcome).encode()).hexdigest(),
            }
            for run in self.runs.values()
        ]

    def proposal(self, decision) -> dict | None:
        """From which proposal the decision was taken, and what that said of the nomination; None where from none."""
        run = self.runs.get(decision.run_id)
        return run and {"run": str(run.pk), "said": said_of(run, decision.nomination_id)}

    @cached_property
    def changes(self) -> dict:
        """The story of each decision on it, taken back ones too: what, when, by which account, in which capacity."""
        of = {
            str(pk): nomination
            for pk, nomination in Decision.objects.filter(nomination__in=self.nominations).values_list(
                "pk", "nomination"
            )
        }
        rows = Event.objects.filter(kind__app_label="deciding", kind__model="decision", thing_id__in=of).order_by("pk")
        found = defaultdict(list)
        for key, verb, at, by, capacity, facts in rows.values_list("thing_id", "verb", "at", "by", "capacity", "facts"):
            told = {"decision": key, "what": verb, "at": at.isoformat(), "by": by, "capacity": capacity}
            found[of[key]].append(told | {"facts": facts})
        return found


def said_of(run, nomination) -> dict | None:
    """What a proposal says of this nomination, as the proposal has it; None where it does not propose it."""
    chosen = run.outcome.get("chosen", [])
    return next((one for one in chosen if isinstance(one, dict) and one.get("nomination") == str(nomination)), None)


def short(figure) -> float | None:
    return None if figure != figure else round(float(figure), DIGITS)
