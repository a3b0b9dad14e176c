"""Deploying: a proposal becomes assignments, all in one transaction; and is undone, as far as nothing was begun."""

from collections import Counter

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from portal.lifecycle.models import Event, Refused, move_many
from portal.lifecycle.models.lifecycle import capacity_of

from .assignment import Assignment
from .conflict import Conflict

AGAIN = {"skipped_at": None}  # told_at stays: nobody told the reviewer that it was taken back


class Deploying:
    """Trait of AssignmentRun."""

    def deploy(self, *, by, at=None):
        """Assign what was proposed. What cannot be any more, because something changed since, is left out and told."""
        with self.locked(at) as at:
            if self.status == self.Status.DEPLOYED:
                raise Refused(_("This proposal was assigned already."))
            if self.status != self.Status.PROPOSED:
                raise Refused(self.refusal(self.Status.DEPLOYED))
            self.demand_not_concluded()
            now = Now(self)
            released = move_many(
                now.not_begun(self.report["dropped"]), "released", verb="released", by=by, at=at, facts=self.facts
            )
            now.forget(released)
            new, again, left_out = now.sorted_out(self.pairs)
            now.give(new, again, by=by, at=at)
            report = self.report | {"left_out": left_out, "released": [str(pk) for pk in released]}
            self.move(self.Status.DEPLOYED, verb="deployed", by=by, at=at, report=report)  # the story counts nothing

    def undo(self, *, by, at=None):
        """Take back what is not begun, and give back what was taken from others; what is begun stays."""
        with self.locked(at) as at:
            if self.status != self.Status.DEPLOYED:
                raise Refused(self.refusal(self.Status.UNDONE))
            self.demand_not_concluded()
            list(self.call.reviewers.order_by("pk").select_for_update(no_key=True).values_list("pk"))
            mine = self.assignments.filter(status=Assignment.Status.ASSIGNED).order_by("pk")
            list(mine.select_for_update(of=("self",), no_key=True).values_list("pk"))  # now nobody begins one
            move_many(mine.filter(review=None), "released", verb="released", by=by, at=at, facts=self.facts)
            earlier = Assignment.objects.unbarred().filter(pk__in=self.report["released"], reviewer__ended_at=None)
            earlier = earlier.filter(status="released", nomination__status__in=Assignment.JUDGED)
            move_many(earlier, "assigned", verb="assigned", by=by, at=at, facts=self.facts, assigned_at=at, **AGAIN)
            self.move(self.Status.UNDONE, verb="undone", by=by, at=at)

    def demand_not_concluded(self):
        if self.call.status != self.call.Status.PUBLISHED:
            raise Refused(_("This call is in the archive: its reviews are closed."))

    @property
    def facts(self) -> dict:
        return {"run": str(self.pk)}


class Now:
    """How things lie while a run is deployed: all that could speak against a pair is locked or read once.

    Nominations before seats before assignments, as whoever changes a nomination and looks for conflicts does.
    """

    def __init__(self, run):
        from ..phase import to_review

        self.run, self.wanted = run, run.rules["reviews"]
        rows = to_review(run.call).order_by("pk").select_for_update(of=("self",), no_key=True)
        self.versions = {str(pk): version for pk, version in rows.values_list("pk", "submitted_version")}
        rows = run.call.reviewers.order_by("pk").select_for_update(of=("self",), no_key=True).select_related("user")
        self.reviewers = {str(one.pk): one for one in rows}
        rows = (
            Assignment.objects.filter(reviewer__call=run.call)
            .order_by("pk")
            .select_for_update(of=("self",), no_key=True)
        )
        self.there = {
            (str(n), str(r)): (pk, s) for pk, n, r, s in rows.values_list("pk", "nomination", "reviewer", "status")
        }
        users = {one.user_id: pk for pk, one in self.reviewers.items()}
        bars = Conflict.objects.in_force().filter(user__in=users).values_list("nomination", "user")
        self.bars = {(str(nomination), users[user]) for nomination, user in bars}
        self.count()

    def count(self):
        """Who has how many, and which countries sit on which panel."""
        self.loads, self.panels, self.countries = Counter(), Counter(), set()
        for (nomination, reviewer), (_pk, status) in self.there.items():
            if status == Assignment.Status.DONE or (
                status == Assignment.Status.ASSIGNED and self.reviewers[reviewer].serves
            ):
                self.seat(nomination, reviewer)

    def seat(self, nomination, reviewer):
        self.loads[reviewer] += 1
        self.panels[nomination] += 1
        self.countries |= {(nomination, code) for code in self.reviewers[reviewer].countries}

    def not_begun(self, pairs):
        """Those of these that wait for a review of which nothing is written."""
        pks = [self.there[key][0] for pair in pairs if (key := key_of(pair)) in self.there]
        return Assignment.objects.filter(pk__in=pks, review=None)

    def forget(self, released):
        """These were taken back a moment ago."""
        gone = set(released)
        self.there = {key: (pk, "released" if pk in gone else status) for key, (pk, status) in self.there.items()}
        self.count()

    def sorted_out(self, pairs):
        """(pairs to make, pairs to give again, pairs that are left out, each with its reason); what is there already is none."""
        new, again, left_out = [], [], []
        for pair in pairs:
            key = key_of(pair)
            there = self.there.get(key)
            if there and there[1] in Assignment.HELD:
                if not pair["kept"]:
                    left_out.append(pair | {"why": "there"})
                continue
            if why := self.why_not(pair, there):
                left_out.append(pair | {"why": why})
                continue
            self.seat(*key)
            (again if there else new).append(pair)
        return new, again, left_out

    def why_not(self, pair, there) -> str:
        """What has changed since the proposal, in a code; see words.py."""
        nomination, reviewer = key_of(pair)
        seat = self.reviewers.get(reviewer)
        if nomination not in self.versions:
            return "gone"
        if seat is None or not seat.serves:
            return "ended"
        if (nomination, reviewer) in self.bars:
            return "conflict"
        if there and there[1] == Assignment.Status.DECLINED:
            return "declined"
        if pair["kept"]:
            return "moved"
        if pair["anchor"]:
            return ""
        if self.panels[nomination] >= self.wanted:
            return "full"
        if self.loads[reviewer] >= seat.most:
            return "load"
        taken = self.run.rules["countries"] and any((nomination, code) in self.countries for code in seat.countries)
        return "country" if taken else ""

    def give(self, new, again, *, by, at):
        """Rows and Events, some statements in all."""
        made = [self.made(pair, at) for pair in new]
        Assignment.objects.bulk_create(made, batch_size=1000)
        kind, capacity = ContentType.objects.get_for_model(Assignment), capacity_of(by)
        Event.objects.bulk_create(
            (
                Event(
                    kind=kind,
                    thing_id=str(one.pk),
                    verb="assigned",
                    by=by,
                    capacity=capacity,
                    at=at,
                    facts={"version": str(one.version_id), **self.run.facts},
                )
                for one in made
            ),
            batch_size=1000,
        )
        self.give_again(again, by=by, at=at)

    def made(self, pair, at) -> Assignment:
        return Assignment(
            nomination_id=pair["nomination"],
            reviewer_id=pair["reviewer"],
            version_id=self.versions[pair["nomination"]],
            run=self.run,
            reasons=pair["reasons"],
            anchor=pair["anchor"],
            assigned_at=at,
        )

    def give_again(self, pairs, *, by, at):
        """Those that had been taken back: the same rows, with the reasons of today."""
        if not pairs:
            return
        by_pk = {self.there[key_of(pair)][0]: pair for pair in pairs}
        rows = Assignment.objects.filter(pk__in=by_pk)
        facts = self.run.facts
        move_many(rows, "assigned", verb="assigned", by=by, at=at, facts=facts, run=self.run, assigned_at=at, **AGAIN)
        changed = [self.renewed(row, by_pk[row.pk]) for row in rows]
        Assignment.objects.bulk_update(changed, ["reasons", "anchor", "version"], batch_size=1000)

    def renewed(self, row, pair) -> Assignment:
        row.reasons, row.anchor, row.version_id = pair["reasons"], pair["anchor"], self.versions[pair["nomination"]]
        return row


def key_of(pair) -> tuple[str, str]:
    return pair["nomination"], pair["reviewer"]
