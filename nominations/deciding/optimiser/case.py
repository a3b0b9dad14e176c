"""What the optimiser is asked: people, seats, and the rules that must hold. Numbers and codes; no database.

A share is of all who are selected in its group, or in all: who did not state a fact counts for no floor and no cap, but
is one of those of whom the share is taken. So nobody gains by silence, and a floor of 45 % means 45 % of the seats.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import NamedTuple

SECOND = 50  # hundredths of a point by which a second choice is worth less than a first
LOTS = 100  # so fine is the lot: all of them together are less than a hundredth of a point
STEP = 5  # per cent by which a share is loosened to tell its price


@dataclass(frozen=True)
class Person:
    """score: hundredths of a point. groups: places of groups, the first choice first. values: (fact, value) pairs."""

    score: int
    groups: tuple = ()
    countries: frozenset = frozenset()
    values: frozenset = frozenset()


@dataclass(frozen=True)
class Fixed:
    """Somebody who is selected already: counts for targets and for nationals, and takes a seat if seated."""

    group: int | None = None
    countries: frozenset = frozenset()
    values: frozenset = frozenset()
    seated: bool = False


@dataclass(frozen=True)
class Aim:
    """A target: of those selected in a group, or in all (None), so many people, or per cent, have this value of a fact."""

    fact: str
    value: str
    group: int | None = None
    share: bool = True
    least: int | None = None
    most: int | None = None

    def counts(self, one, group) -> bool:
        """Whether somebody selected in this group has the value."""
        return self.covers(group) and (self.fact, self.value) in one.values

    def covers(self, group) -> bool:
        return self.group is None or self.group == group


class Key(NamedTuple):
    """Names a rule. at: the aim, the group, or the person, from 0; of nationals the country."""

    rule: str
    at: object = None


class Rule(NamedTuple):
    """lowest <= sum of the weights of those selected <= highest. unit: how much of it one person makes up."""

    key: Key
    lowest: float | None
    highest: float | None
    weights: dict
    unit: int = 1

    def keeps(self, total) -> bool:
        return (self.lowest is None or total >= self.lowest) and (self.highest is None or total <= self.highest)

    def missed(self, total) -> int:
        """By how many people it is missed."""
        over = 0 if self.highest is None else total - self.highest
        under = 0 if self.lowest is None else self.lowest - total
        return max(0, -(-over // self.unit), -(-under // self.unit))


@dataclass(frozen=True)
class Case:
    """seats: of each group. cap: of nationals of a country, among all. inside, outside: locked people."""

    people: tuple[Person, ...]
    seats: tuple[int, ...]
    fixed: tuple[Fixed, ...] = ()
    aims: tuple[Aim, ...] = ()
    cap: int | None = None
    inside: frozenset = frozenset()
    outside: frozenset = frozenset()
    seed: int = 0

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Every (person, group) that may be."""
        return [(p, g) for p, one in enumerate(self.people) if p not in self.outside for g in dict.fromkeys(one.groups)]

    def worth(self, p, g) -> int:
        """Hundredths of a point, without the lot."""
        one = self.people[p]
        return one.score - (SECOND if g != one.groups[0] else 0)

    @cached_property
    def lots(self) -> list[float]:
        """What the seed adds to each person."""
        random = Random(self.seed)  # noqa: S311  parts equals, guards nothing
        finest = LOTS * (sum(self.seats) + len(self.inside) + 1)
        return [random.randrange(LOTS) / finest for _ in self.people]

    @cached_property
    def rules(self) -> list[Rule]:
        rules = [self.once(p, groups) for p, groups in self.by_person.items()]
        rules += [self.taken(g, number) for g, number in enumerate(self.seats)]
        rules += [rule for k, aim in enumerate(self.aims) for rule in self.aimed(k, aim)]
        return rules + (self.nationals() if self.cap is not None else [])

    @cached_property
    def by_person(self) -> dict:
        found = {}
        for p, g in self.places:
            found.setdefault(p, []).append(g)
        return found | {p: [] for p in self.inside if p not in found}

    def once(self, p, groups) -> Rule:
        """At most one group each; exactly one for whoever is locked in."""
        inside = p in self.inside
        return Rule(Key("in", p), 1 if inside else None, 1, {(p, g): 1 for g in groups})

    def taken(self, g, number) -> Rule:
        held = sum(one.seated and one.group == g for one in self.fixed)
        return Rule(Key("seats", g), None, max(0, number - held), {(p, at): 1 for p, at in self.places if at == g})

    def aimed(self, k, aim):
        """A floor and a cap of an aim; of a share each person selected weighs against those who have the value."""
        for name in ("least", "most"):
            bound = getattr(aim, name)
            if bound is None:
                continue
            unit, of_all = (100, bound) if aim.share else (1, 0)
            own = {(p, g): unit * aim.counts(self.people[p], g) - of_all for p, g in self.places if aim.covers(g)}
            there = sum(unit * aim.counts(one, one.group) - of_all for one in self.fixed if aim.covers(one.group))
            right = (0 if aim.share else bound) - there
            weights = {place: weight for place, weight in own.items() if weight}
            yield Rule(Key(name, k), *((right, None) if name == "least" else (None, right)), weights, unit)

    def nationals(self) -> list[Rule]:
        """Who is fixed counts first; more of them than the cap is nobody's fault here, and leaves no place."""
        there = Counter(code for one in self.fixed for code in one.countries)
        found = {}
        for p, g in self.places:
            for code in self.people[p].countries:
                found.setdefault(code, {})[p, g] = 1
        return [
            Rule(Key("nationals", code), None, max(0, self.cap - there[code]), found[code]) for code in sorted(found)
        ]

    # --- the same case with one rule less

    def priced(self) -> list[Key]:
        """The rules of which a price is told."""
        aims = [Key(name, k) for k, aim in enumerate(self.aims) for name in ("least", "most")]
        aims = [key for key in aims if getattr(self.aims[key.at], key.rule) is not None]
        cap = [Key("nationals")] if self.cap is not None else []
        return [
            *aims,
            *cap,
            *(Key("in", p) for p in sorted(self.inside)),
            *(Key("out", p) for p in sorted(self.outside)),
        ]

    def without(self, key) -> "Case":
        if key.rule == "nationals":
            return replace(self, cap=None)
        if key.rule == "in":
            return replace(self, inside=self.inside - {key.at})
        if key.rule == "out":
            return replace(self, outside=self.outside - {key.at})
        return self.with_bound(key, None)

    def looser(self, key) -> "Case | None":
        """One step looser, where that says more than leaving the rule out: of shares."""
        if key.rule not in ("least", "most") or not self.aims[key.at].share:
            return None
        bound = getattr(self.aims[key.at], key.rule) + (-STEP if key.rule == "least" else STEP)
        return self.with_bound(key, bound) if 0 < bound < 100 else None

    def with_bound(self, key, bound) -> "Case":
        aims = list(self.aims)
        aims[key.at] = replace(aims[key.at], **{key.rule: bound})
        return replace(self, aims=tuple(aims))
