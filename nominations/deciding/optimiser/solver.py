"""Who sits where, reckoned exactly: numbers in, numbers out. Nothing here knows of the database.

A seat of a person in a group is 0 or 1; what must hold are the rules of the Case, rows of a linear programme; HiGHS finds
the best there is (gap 0). First as many seats as can be are filled: a seat filled is worth more than any score. Then the
sum of the scores counts, in hundredths of a point; what is equal to the hundredth is parted by a lot, which the seed draws.
"""

import time
from dataclasses import dataclass, field
from typing import NamedTuple

from ...reviewing.programme import Programme
from .case import Key

SMALL = 1e-6
UNIT = 1_000  # of a rule that gives: first as few units as can be, then rather of a target than of a lock
PRICES = {"least": UNIT, "most": UNIT, "nationals": UNIT + 1, "seats": UNIT + 2, "in": UNIT + 3}


class Price(NamedTuple):
    """What a rule costs: seats that stay empty for it, and hundredths of a point by which the sum is lower; likewise of one
    step looser (None where there is none).

    filled, value: of the best without the rule.
    """

    key: Key
    filled: int
    value: int
    looser: tuple | None = None


@dataclass
class Outcome:
    """chosen: (person, group), the best there are; or none, and `gives` is the least that must give: (Key, people)."""

    chosen: list[tuple[int, int]] = field(default_factory=list)
    value: int = 0
    gives: list[tuple[Key, int]] = field(default_factory=list)

    @property
    def feasible(self) -> bool:
        return not self.gives

    @property
    def filled(self) -> int:
        return len(self.chosen)


def solve(case, *, until=None) -> Outcome:
    """The best selection; or, where there is none, which rules must give, and by how much at least."""
    until = until or time.monotonic() + 200
    chosen = Laid(case, until).best()
    if chosen is None:
        return Outcome(gives=Laid(case, until, relaxed=True).least())
    return Outcome(chosen, sum(case.worth(p, g) for p, g in chosen))


def prices(case, *, until, tell=lambda done, of: None):
    """What each rule costs: each by solving afresh without it. The case itself must have an answer."""
    keys = case.priced()
    for number, key in enumerate(keys):
        tell(number, len(keys))
        free, looser = solve(case.without(key), until=until), case.looser(key)
        step = looser and solve(looser, until=until)
        yield Price(key, free.filled, free.value, step and (step.filled, step.value))


class Laid:
    """A case as a linear programme: its rules as rows, and one that counts the seats filled. `columns`: place to column."""

    def __init__(self, case, until, *, relaxed=False):
        self.case, self.relaxed, self.programme = case, relaxed, Programme(until)
        self.slacks, entries = [], {place: [] for place in case.places}
        for rule in case.rules:
            row = self.programme.row(rule.lowest, rule.highest)
            if relaxed:
                self.give_way(rule, row)
            for place, weight in rule.weights.items():
                entries[place].append((row, weight))
        self.filled = self.programme.row(0, None)
        self.columns = {
            place: self.programme.column(0, 0, 1, [*rows, (self.filled, 1)], whole=True)
            for place, rows in entries.items()
        }

    def give_way(self, rule, row):
        """The row may be missed, each person at the rule's price. That nobody sits twice never gives."""
        over = rule.highest is not None and rule.key.rule != "in"
        if over:
            self.slacks.append((rule.key, self.slack(rule, [(row, -rule.unit)])))
        if rule.lowest is not None:
            self.slacks.append((rule.key, self.slack(rule, [(row, rule.unit)])))

    def slack(self, rule, entries) -> int:
        return self.programme.column(PRICES[rule.key.rule], 0, len(self.case.people) + 1000, entries, whole=True)

    def best(self) -> list | None:
        """As many as can be; among those the most worth. The bound in broken numbers is nearly always reached."""
        programme, seed = self.programme, self.case.seed
        if not self.columns:
            return [] if all(rule.keeps(0) for rule in self.case.rules) else None
        self.wish(lambda p, g: 1)
        bound = programme.run(programme.least, programme.most, seed, whole=False)
        if bound is None:
            return None
        values = self.with_filled(int(-bound.objective + SMALL))
        if values is None:
            self.wish(lambda p, g: 1)
            programme.lowest[self.filled] = 0
            values = programme.solved(seed)
            values = values and self.with_filled(sum(values[column] > 0.5 for column in self.columns.values()))
        return values and [place for place, column in self.columns.items() if values[column] > 0.5]

    def with_filled(self, number):
        case = self.case
        self.wish(lambda p, g: case.worth(p, g) + case.lots[p])
        self.programme.lowest[self.filled] = number
        return self.programme.solved(case.seed)

    def wish(self, worth):
        for (p, g), column in self.columns.items():
            self.programme.costs[column] = -worth(p, g)

    def least(self) -> list[tuple[Key, int]]:
        """What must give at least."""
        values = self.programme.solved(self.case.seed)
        return sorted((key, round(values[column])) for key, column in self.slacks if values[column] > 0.5)
