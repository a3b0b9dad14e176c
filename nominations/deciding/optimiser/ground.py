"""The call as the optimiser sees it, from what one reader may see; and back from numbers to nominations.

Candidates are those who are scored, have a review, and of whom nothing is decided by hand. Whoever has a seat, and whoever is
on a Member track that is not scored, is selected already: they take no seat here, or theirs, and count in every target.
"""

from django.utils.functional import cached_property

from ..composition import candidates
from ..judged import judged
from ..models import Decision, Offer
from .case import Aim, Case, Fixed, Person

NEXT = 5  # so many of each group are told who would be next


class Ground:
    """rules: as Shortlist keeps them. `case` is what the optimiser is asked; `people`: its candidates, in its order."""

    def __init__(self, sight, rules, seed):
        self.sight, self.rules, self.seed = sight, rules, seed
        self.groups = [group for group, _number in rules["seats"]]
        self.place = {group: place for place, group in enumerate(self.groups)}
        self.locked_in, self.locked_out = set(rules["in"]), set(rules["out"])
        self.there = candidates(sight.nominations())
        self.people, self.fixed = [], []
        for one in self.there:
            self.sort(one)
        self.rules = self.rules | {"by_hand": self.any_by_hand}
        if self.any_by_hand and not sight.knows_gender:
            self.rules |= parted(rules["aims"])

    @property
    def any_by_hand(self) -> bool:
        """Whether anybody is kept in or out by hand: locked, or decided so."""
        kept = (one for one in self.there if one.pk in self.decided and (self.rules["keep"] or one.apart))
        return bool(self.locked_in or self.locked_out or any(kept))

    # --- what is read

    @cached_property
    def scores(self) -> dict:
        """Number of a nomination to (hundredths of a point, whether calibrated)."""
        standing = judged(self.sight).standing
        columns = standing.tallies.number, standing.tallies.mean, standing.worth, standing.calibrated
        return {
            int(number): (round(100 * float(worth if fair else mean)), bool(fair))
            for number, mean, worth, fair in zip(*columns, strict=True)
            if mean == mean
        }

    @cached_property
    def open(self) -> set:
        """Those who can be selected now."""
        return set(self.sight.nominations().filter(status="eligible").values_list("pk", flat=True))

    @cached_property
    def decided(self) -> dict:
        """What stands of a nomination, as far as no optimiser said it: (outcome, group)."""
        rows = Decision.objects.proposed().filter(call=self.sight.call).seen_by(self.sight)
        return {pk: (outcome, group) for pk, outcome, group in rows.filter(run=None).values_list(*COLUMNS)}

    @cached_property
    def held(self) -> dict:
        """Nomination to the group in which it holds a seat."""
        rows = Offer.objects.holding().filter(decision__call=self.sight.call)
        return dict(rows.values_list("decision__nomination", "decision__group"))

    def sort(self, one):
        """Into the candidates, into those who are fixed, or aside."""
        if one.pk in self.held:
            self.fix(one, self.held[one.pk], seated=not one.apart)
        elif one.apart:
            outcome, group = self.decided.get(one.pk, ("select", None))
            if outcome == "select" and one.pk in self.open:
                self.fix(one, group or next(iter(one.groups), None), seated=False)
        elif self.by_hand(one):
            outcome, group = self.decided[one.pk]
            if outcome == "select":
                self.fix(one, group, seated=True)
        elif one.pk in self.open and one.number in self.scores and self.places_of(one):
            self.people.append(one)

    def by_hand(self, one) -> bool:
        return self.rules["keep"] and one.pk in self.decided and str(one.pk) not in self.locked_in | self.locked_out

    def fix(self, one, group, *, seated):
        self.fixed.append(Fixed(self.place.get(group), one.countries, flat(one.values), seated))

    def places_of(self, one) -> tuple:
        return tuple(self.place[key] for key in one.groups if key in self.place)

    @cached_property
    def case(self) -> Case:
        people = tuple(
            Person(self.scores[one.number][0], self.places_of(one), one.countries, flat(one.values))
            for one in self.people
        )
        inside, outside = (
            frozenset(p for p, one in enumerate(self.people) if str(one.pk) in locked)
            for locked in (self.locked_in, self.locked_out)
        )
        seats = tuple(number for _group, number in self.rules["seats"])
        aims = tuple(self.aim(told) for told in self.rules["aims"])
        return Case(people, seats, tuple(self.fixed), aims, self.rules["cap"], inside, outside, self.seed)

    def aim(self, told) -> Aim:
        group = self.place.get(told["group"]) if told["group"] is not None else None
        return Aim(told["fact"], told["value"], group, told["unit"] == "share", told["least"], told["most"])

    # --- back to nominations

    def told(self, outcome, prices, equals) -> dict:
        """What is stored of an answer."""
        chosen = dict(outcome.chosen)
        listed = [(p, g) for g in range(len(self.groups)) for p in self.in_order(g)]
        return {
            "chosen": [self.row(p, g) for p, g in listed if chosen.get(p) == g],
            "next": [self.row(p, g) for g in range(len(self.groups)) for p in self.next_of(g, chosen)],
            "value": outcome.value,
            "ties": [self.tie(tie) for tie in equals],
            "prices": [self.price(price, outcome) for price in prices],
            "gives": [{"rule": key.rule, "at": self.at(key), "by": by} for key, by in outcome.gives],
            "stats": self.stats,
            "rests": [one.number for one in self.there],
        }

    @property
    def stats(self) -> dict:
        fair = sum(self.scores[one.number][1] for one in self.people)
        seated = sum(one.seated for one in self.fixed)
        return {
            "candidates": len(self.people),
            "calibrated": fair,
            "seated": seated,
            "named": len(self.fixed) - seated,
            "seats": sum(number for _group, number in self.rules["seats"]),
        }

    @cached_property
    def orders(self) -> list[list[int]]:
        """Of each group the candidates by what they are worth in it."""
        by_group = [[] for _ in self.groups]
        for p, one in enumerate(self.case.people):
            for g in one.groups:
                by_group[g].append(p)
        return [sorted(found, key=lambda p: (-self.case.worth(p, g), p)) for g, found in enumerate(by_group)]

    def in_order(self, g) -> list[int]:
        return self.orders[g]

    def next_of(self, g, chosen) -> list[int]:
        return [p for p in self.in_order(g) if p not in chosen and p not in self.case.outside][:NEXT]

    @cached_property
    def ranks(self) -> list[dict]:
        """Equal ones share a rank."""
        return [self.ranked(g, order) for g, order in enumerate(self.orders)]

    def ranked(self, g, order) -> dict:
        ranks, last = {}, None
        for place, p in enumerate(order, 1):
            worth = self.case.worth(p, g)
            ranks[p] = ranks[last] if last is not None and self.case.worth(last, g) == worth else place
            last = p
        return ranks

    def row(self, p, g) -> dict:
        one = self.people[p]
        score, fair = self.scores[one.number]
        return {
            "nomination": str(one.pk),
            "group": self.groups[g],
            "score": score,
            "fair": fair,
            "rank": self.ranks[g][p],
            "second": one.groups[0] != self.groups[g],
            "locked": p in self.case.inside,
        }

    def tie(self, tie) -> dict:
        inside, outside = ([str(self.people[p].pk) for p in side] for side in (tie.inside, tie.outside))
        return {"group": self.groups[tie.group], "score": tie.worth, "in": inside, "out": outside, "lot": tie.lot}

    def price(self, price, outcome) -> dict:
        """seats: how many more are filled without the rule; points: by how much the mean is higher."""
        told = {"rule": price.key.rule, "at": self.at(price.key), "looser": None}
        told |= cost(outcome, price.filled, price.value)
        return told | ({"looser": cost(outcome, *price.looser)} if price.looser else {})

    def at(self, key):
        """The group, the nomination, the place of the target, or the country."""
        if key.rule in ("in", "out"):
            return str(self.people[key.at].pk)
        return self.groups[key.at] if key.rule == "seats" else key.at


def parted(aims) -> dict:
    """Without those on gender: what they cost whoever is kept in or out would tell whoever asks of a gender."""
    gender = [one for one in aims if one["fact"] == "gender"]
    return {"aims": [one for one in aims if one not in gender], "left_out": gender}


COLUMNS = ("nomination", "outcome", "group")


def cost(outcome, filled, value) -> dict:
    """Against the proposal: seats that stay empty, and hundredths of a point on the mean of the selected."""
    now = outcome.value / outcome.filled if outcome.filled else 0
    free = value / filled if filled else 0
    return {"seats": filled - outcome.filled, "points": round(free - now, 2)}


def flat(values) -> frozenset:
    return frozenset((fact, value) for fact, found in values.items() for value in found)
