"""Proposing: what the chair or the secretariat proposes for nominations, one or many; and taking it back."""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from members.models import ConsentRecord
from members.models.consent import Purpose
from portal.lifecycle.models import Event, Refused, move_many
from portal.lifecycle.models.lifecycle import capacity_of
from portal.lifecycle.text import tidy

from ..phase import decidable, demand_open
from ..wording import demand_all_clean, demand_clean
from .ranks import Ranks
from .whole import demand_none, seated


class Proposal(NamedTuple):
    """What is proposed for one nomination. rank: None puts it last on the group's list. reasons: keys of ReasonText."""

    outcome: str
    group: int | None = None
    rank: int | None = None
    reasons: tuple = ()
    words: str = ""
    note: str = ""
    run: object = None
    releases: object = None


class Proposing:
    """Trait of Decision."""

    @classmethod
    def propose(cls, nomination, outcome, *, by, seen=None, capacity="", at=None, **more):
        """Propose for one; what was proposed before gives way. more: the other fields of Proposal. Returns the Decision.

        seen: what stood there when whoever proposes looked (see stamp_of); None where nobody looked.
        """
        proposal = Proposal(outcome, **more)
        demand_clean(nomination, proposal.words)
        call = nomination.call
        with call.locked(at) as at:
            there = cls.objects.proposed().filter(nomination=nomination).first()
            if seen is not None and seen != stamp_of(there):
                if there and there.says(proposal, nomination, by):
                    return there  # a second click
                raise Refused(_("Somebody decided about it since you opened the page. Look at it, and propose then."))
            cls.write(call, {nomination.pk: proposal}, by=by, at=at, capacity=capacity)
        return cls.objects.proposed().get(nomination=nomination)

    @classmethod
    def propose_many(cls, call, proposals, *, by, gone=(), capacity="", at=None):
        """Propose for many in one act: nomination's key to Proposal. Some statements in all. Returns the DecisionBatch.

        gone: keys of nominations for which nothing is proposed any more.
        """
        from .batch import DecisionBatch

        with call.locked(at) as at:
            demand_open(call, at)
            before = dict.fromkeys(map(str, proposals))
            there = cls.objects.proposed().filter(nomination__in=[*proposals, *gone]).prefetch_related("reasons")
            before |= {str(one.nomination_id): one.told() for one in there}
            batch = DecisionBatch.objects.create(call=call, by=by, at=at, before=before)
            if gone:
                rows = cls.objects.free().filter(nomination__in=gone)
                cls.take_back_many(rows, by=by, at=at, capacity=capacity, batch=batch)
            if proposals:
                cls.write(call, proposals, by=by, at=at, capacity=capacity, batch=batch)
        return batch

    @classmethod
    def write(cls, call, proposals, *, by, at, capacity="", batch=None):
        """Inside the call's lock: rows and Events."""
        demand_open(call, at)
        rows = decidable(call).filter(pk__in=proposals).order_by("pk").select_for_update(of=("self",), no_key=True)
        nominations = {one.pk: one for one in rows.only("pk", "submitted_version", "person", "track", "display_name")}
        if len(nominations) < len(proposals):
            raise Refused(_("Only eligible nominations are decided; one of these is not, or was withdrawn."))
        held = seated(call.nominations.filter(pk__in=proposals))
        demand_none(held, by, _("Holds a seat, or is offered one: %(named)s. What was published stands."))
        demand_consent(nominations, proposals)
        there = {one.nomination_id: one for one in cls.objects.proposed().filter(nomination__in=proposals)}
        if any(one.publication_id for one in there.values()):
            raise Refused(_("The list is fixed for publication. Take it back before you change a decision."))
        demand_words(call, nominations, proposals)
        ranks, places = Ranks(call, set(there)), cls.places_of(proposals)
        changed, new, told = [], [], []
        for pk, wanted in proposals.items():
            one = there.get(pk) or cls(call=call, nomination_id=pk)
            proposal = wanted._replace(releases=places.get(pk, wanted.releases))
            (changed if pk in there else new).append(one)
            one.fill(nominations[pk], proposal, ranks.place(proposal), by=by, at=at, batch=batch)
            told.append((one, "changed" if pk in there else "proposed", proposal))
        if changed:
            cls.objects.filter(pk__in=[one.pk for one in changed]).update(rank=None, outcome="not_select", group=None)
        ranks.write()
        if changed:
            cls.objects.bulk_update(changed, FIELDS)
        cls.objects.bulk_create(new)
        cls.reason(told)
        cls.tell(told, by=by, at=at, capacity=capacity)

    @classmethod
    def places_of(cls, proposals) -> dict:
        """Whoever is selected from a reserve list takes up their place there, by whose hand ever: nomination to place."""
        selected = [pk for pk, proposal in proposals.items() if proposal.outcome == cls.Outcome.SELECT]
        return {place.nomination_id: place for place in cls.objects.waiting().filter(nomination__in=selected)}

    def says(self, proposal, nomination, by) -> bool:
        """Whether this account proposed just that, on the version that counts."""
        words = all(
            getattr(self, name) == tidy(getattr(proposal, name)).strip() for name in ("outcome", "words", "note")
        )
        place = proposal.rank in (None, self.rank) or proposal.outcome != self.Outcome.RESERVE
        reasons = {reason.pk for reason in self.reasons.all()} == set(proposal.reasons)
        mine = self.proposed_by_id == by.pk and self.version_id == nomination.submitted_version_id
        return mine and place and reasons and self.group_id == proposal.group and words

    def fill(self, nomination, proposal, rank, *, by, at, batch):
        self.version_id = nomination.submitted_version_id
        self.outcome, self.group_id, self.rank = proposal.outcome, proposal.group, rank
        self.words, self.note = tidy(proposal.words).strip(), tidy(proposal.note).strip()
        self.run, self.releases, self.batch = proposal.run, proposal.releases, batch
        self.proposed_at, self.proposed_by = at, by

    @classmethod
    def reason(cls, told):
        """The texts of the reasons, in one statement or two."""
        links = cls.reasons.through
        links.objects.filter(decision__in=[one.pk for one, _verb, _proposal in told]).delete()
        links.objects.bulk_create(
            links(decision=one, reasontext_id=reason) for one, _verb, proposal in told for reason in proposal.reasons
        )

    @classmethod
    def tell(cls, told, *, by, at, capacity=""):
        """One Event each."""
        kind, capacity = ContentType.objects.get_for_model(cls), capacity or capacity_of(by)
        Event.objects.bulk_create(
            Event(
                kind=kind,
                thing_id=str(one.pk),
                verb=verb,
                by=by,
                capacity=capacity,
                at=at,
                facts={"outcome": one.outcome, "group": one.group_id, "place": one.rank},
            )
            for one, verb, _proposal in told
        )

    def told(self) -> dict:
        """What is proposed, as a batch keeps it to put it back."""
        plain = {name: getattr(self, name) for name in ("outcome", "rank", "words", "note")}
        keys = {"group": self.group_id, "run": self.run_id and str(self.run_id)}
        keys["releases"] = self.releases_id and str(self.releases_id)
        return plain | keys | {"reasons": [reason.pk for reason in self.reasons.all()]}

    @classmethod
    def put_back(cls, call, before, *, by, at, capacity=""):
        """nomination's key to what `told` said of it, or None: then what is proposed now is taken back."""
        told = {"by": by, "at": at, "capacity": capacity}
        gone = [pk for pk, earlier in before.items() if earlier is None]
        cls.take_back_many(cls.objects.free().filter(nomination__in=gone), **told)
        by_place = sorted(before.items(), key=lambda item: (item[1] or {}).get("rank") or 0)
        proposals = {pk: cls.read_back(earlier) for pk, earlier in by_place if earlier is not None}
        if proposals:
            cls.write(call, proposals, **told)

    @classmethod
    def read_back(cls, told) -> Proposal:
        """What `told` said, to be proposed again."""
        run, releases = told["run"], told["releases"]
        links = {"run": run and cls.run.field.related_model(pk=run), "releases": releases and cls(pk=releases)}
        return Proposal(**told | links)

    def take_back(self, *, by, capacity="", at=None):
        """Propose nothing for it any more."""
        with self.call.locked(at) as at:
            demand_open(self.call, at)
            rows = type(self).objects.free().filter(pk=self.pk)
            if not type(self).take_back_many(rows, by=by, at=at, capacity=capacity):
                raise Refused(_("This decision is published, or fixed for publication."))

    @classmethod
    def take_back_many(cls, rows, *, by, at, capacity="", batch=None) -> list:
        told = {"by": by, "at": at, "capacity": capacity}
        return move_many(rows, cls.Status.TAKEN_BACK, verb="taken_back", batch=batch, **told)

    @classmethod
    def reorder(cls, call, order, *, by, capacity="", at=None):
        """Put decisions of one group's reserve list into this order, at the places that they hold; what is fixed stays."""
        with call.locked(at) as at:
            demand_open(call, at)
            rows = cls.objects.standing().filter(call=call, pk__in=order, outcome="reserve").order_by("rank")
            there = {one.pk: one for one in rows.select_for_update(of=("self",), no_key=True)}
            if set(there) != set(order):
                raise Refused(_("The list changed meanwhile. Look at it, and put it in order then."))
            places, moved = [one.rank for one in there.values()], []
            for pk, rank in zip(order, places, strict=True):
                if there[pk].rank != rank:
                    there[pk].rank = rank
                    moved.append(there[pk])
            if any(one.publication_id or one.status != cls.Status.PROPOSED for one in moved):
                raise Refused(_("A place that is published, or fixed for publication, stays."))
            Ranks.give(cls, {one.pk: one.rank for one in moved})
            cls.tell([(one, "moved", None) for one in moved], by=by, at=at, capacity=capacity)


FIELDS = (
    "version",
    "outcome",
    "group",
    "rank",
    "words",
    "note",
    "run",
    "releases",
    "batch",
    "proposed_at",
    "proposed_by",
)


def stamp_of(decision) -> str:
    """What stands there, as a page remembers it."""
    return f"{decision.pk} {decision.proposed_at.isoformat()}" if decision else ""


def demand_words(call, nominations, proposals):
    """What many will read is clean, too: the same words are looked at once."""
    by_words = {}
    for pk, proposal in proposals.items():
        if proposal.words.strip():
            by_words.setdefault(proposal.words, []).append(nominations[pk])
    for words, ones in by_words.items():
        for one in ones:
            one.call = call
        demand_all_clean(ones, words)


def demand_consent(nominations, proposals):
    """Only who agreed to it is put on a reserve list."""
    people = {nominations[pk].person_id for pk, one in proposals.items() if one.outcome == "reserve"}
    agreed = ConsentRecord.objects.in_force().filter(purpose=Purpose.RESERVE_LIST, person__in=people)
    if people and len(people - set(agreed.values_list("person", flat=True))):
        raise Refused(_("Only people who agreed to the reserve list can be put on it."))
