"""A proposal of the optimiser as one reader may see it: of a nomination that is barred there is no row and no figure.

What the figures rest on (the list's value, prices, ties, what must give) is every nomination that was read. Whoever may see
fewer of them is told the rows they may see, and no figure.
"""

from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from ..composing import Choice, Composition
from ..composition import candidates
from ..models import Decision, Offer
from .words import LEFT_OUT, Words

SHOWN = 12  # so many names of a side of a tie


class Row(NamedTuple):
    """One of a list: score in points of 100; second: in the group of their second choice."""

    one: object
    link: str
    score: float
    rank: int
    second: bool
    locked: bool
    fair: bool


class Part(NamedTuple):
    """Of one group: who is proposed, and who would be next."""

    group: object
    seats: int
    rows: list
    following: list


class Proposed:
    def __init__(self, run, sight):
        self.run, self.sight, self.outcome = run, sight, run.outcome
        self.groups = {one.group_id: one.group for one in sight.seats}

    @cached_property
    def people(self) -> dict:
        """Key to Candidate, of all whom the proposal names and this reader may see."""
        told = self.outcome
        keys = {row["nomination"] for row in told.get("chosen", []) + told.get("next", [])}
        keys |= {pk for tie in told.get("ties", []) for side in ("in", "out") for pk in tie[side][:SHOWN]}
        keys |= {*self.run.rules["in"], *self.run.rules["out"]}
        return {str(one.pk): one for one in candidates(self.sight.nominations().filter(pk__in=keys))}

    @cached_property
    def whole(self) -> bool:
        """Whether this reader may see all on which the figures rest, those among them who are withdrawn by now."""
        return not self.sight.bars.filter(nomination__number__in=self.outcome.get("rests", [])).exists()

    @cached_property
    def veiled(self) -> bool:
        """Whether its figures would tell this reader of a gender: people are kept in or out by hand, under targets on it."""
        on_gender = any(aim["fact"] == "gender" for aim in self.run.rules["aims"])
        return not self.sight.knows_gender and on_gender and self.run.rules.get("by_hand", True)

    @property
    def tells(self) -> bool:
        """Whether this reader is told figures."""
        return self.whole and not self.veiled

    @property
    def left_out(self) -> str:
        return LEFT_OUT if self.run.rules.get("left_out") else ""

    @cached_property
    def words(self) -> Words:
        names = {key: f"{one.name} ({one.reference})" for key, one in self.people.items()}
        return Words(self.run.rules, {key: group.name for key, group in self.groups.items()}, names)

    # --- the list

    @cached_property
    def parts(self) -> list[Part]:
        seats = dict(self.run.rules["seats"])
        return [
            Part(group, seats.get(key, 0), self.rows("chosen", key), self.rows("next", key))
            for key, group in self.groups.items()
        ]

    def rows(self, name, group) -> list[Row]:
        return [
            Row(
                self.people[told["nomination"]],
                self.link(told["nomination"]),
                told["score"] / 100,
                told["rank"],
                told["second"],
                told["locked"],
                told["fair"],
            )
            for told in self.outcome.get(name, [])
            if told["group"] == group and told["nomination"] in self.people
        ]

    def link(self, key) -> str:
        if self.sight.seat:
            return f"{reverse('reviewing:committee_dossier', args=[key])}?call={self.run.call.year}"
        return reverse("admin:nominations_nomination_change", args=[key])

    @property
    def filled(self) -> int:
        return sum(len(part.rows) for part in self.parts)

    @property
    def mean(self) -> float | None:
        scores = [row.score for part in self.parts for row in part.rows]
        return sum(scores) / len(scores) if scores else None

    # --- figures, for whoever may see all that they rest on

    @property
    def prices(self) -> list:
        """(the rule, what it costs), the dearest first."""
        dear = sorted(self.outcome.get("prices", []), key=lambda price: (-price["seats"], -price["points"]))
        return [told for price in dear if (told := self.words.price(price))] if self.tells else []

    @property
    def gives(self) -> list:
        return [told for one in self.outcome.get("gives", []) if (told := self.words.give(one))] if self.tells else []

    @property
    def ties(self) -> list:
        """(group, points, names in, names out, whether the lot decided), as far as this reader may see both sides.

        A chair is not told whether a rule or the lot parted them: that would tell of a gender.
        """
        found = []
        for tie in self.outcome.get("ties", []) if self.tells else []:
            sides = [[self.people[pk] for pk in tie[side][:SHOWN] if pk in self.people] for side in ("in", "out")]
            if all(sides) and tie["group"] in self.groups:
                lot = tie["lot"] if self.sight.knows_gender else None
                found.append((self.groups[tie["group"]], tie["score"] / 100, *sides, lot))
        return found

    # --- the composition

    @cached_property
    def composition(self) -> list:
        """(title, rows with a target) of each table, as decided now and as proposed."""
        told = Composition(self.sight, self.saved, self.would)
        tables = [(table.title, [row for row in table.rows if row.target]) for table in told.tables]
        return [(title, rows) for title, rows in tables if rows]

    @cached_property
    def decided(self) -> dict:
        """Nomination to the group for which it is selected now: proposed, or with an offer that is open or accepted."""
        rows = Decision.objects.standing().filter(call=self.run.call, outcome="select").seen_by(self.sight)
        rows = rows.filter(Q(status=Decision.Status.PROPOSED) | Q(offer__in=Offer.objects.holding()))
        return dict(rows.values_list("nomination", "group"))

    @property
    def saved(self) -> Choice:
        people = candidates(self.sight.nominations().filter(pk__in=self.decided))
        return Choice(tuple((one, self.decided[one.pk]) for one in people))

    @property
    def would(self) -> Choice:
        """What would be selected if the proposal were taken: with whom it left aside."""
        chosen = {one["nomination"]: one["group"] for one in self.run.chosen if one["nomination"] in self.people}
        gone = set(self.plan.gone)
        stays = tuple(
            (one, group) for one, group in self.saved.people if one.pk not in gone and str(one.pk) not in chosen
        )
        named = tuple((self.people[key], group) for key, group in chosen.items())
        return Choice(stays + named + self.undecided)

    @property
    def undecided(self) -> tuple:
        """Whom a Member named beside the seats, and of whom nothing is decided yet: the proposal counts them as selected."""
        if self.run.call.scores_named:
            return ()
        there = Decision.objects.standing().filter(call=self.run.call).values("nomination")
        rows = self.sight.nominations().filter(track="member", status="eligible").exclude(pk__in=there)
        return tuple((one, next(iter(one.groups), None)) for one in candidates(rows))

    @cached_property
    def plan(self):
        """What taking it would do."""
        return self.run.taking(self.sight)
