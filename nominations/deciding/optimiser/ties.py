"""Candidates of equal worth on either side of the line: shown, because chance or a rule parted them, and no merit."""

from typing import NamedTuple

import numpy as np


class Tie(NamedTuple):
    """Of equal worth in a group, on either side of the line. lot: the seed decided; else a rule keeps them apart."""

    group: int
    worth: int
    inside: list[int]
    outside: list[int]
    lot: bool


def ties(case, chosen) -> list[Tie]:
    """Who of those selected could be replaced by somebody of equal worth in the same group."""
    seats, seated, found = set(chosen), {p for p, _ in chosen}, {}
    for p, g in case.places:
        if (p, g) in seats or p not in seated:
            found.setdefault((g, case.worth(p, g)), ([], []))[p not in seated].append(p)
    swaps = Swaps(case, chosen)
    return [
        Tie(g, worth, inside, outside, swaps.any_keeps(g, inside, outside))
        for (g, worth), (inside, outside) in sorted(found.items(), key=lambda item: (item[0][0], -item[0][1]))
        if inside and outside
    ]


class Swaps:
    """What the rules say of one person in another's place: each rule's total, and the weights in columns."""

    def __init__(self, case, chosen):
        self.case = case
        rules = [rule for rule in case.rules if rule.key.rule != "in"]
        self.at = {place: column for column, place in enumerate(case.places)}
        self.weights = np.zeros((len(rules), len(self.at)))
        for row, rule in enumerate(rules):
            for place, weight in rule.weights.items():
                self.weights[row, self.at[place]] = weight
        self.totals = self.weights[:, [self.at[place] for place in chosen]].sum(axis=1)
        self.lowest = np.array([-np.inf if rule.lowest is None else rule.lowest for rule in rules])
        self.highest = np.array([np.inf if rule.highest is None else rule.highest for rule in rules])

    def any_keeps(self, g, inside, outside) -> bool:
        """Whether anybody outside can take the place of anybody inside, with all rules kept."""
        free = [self.at[p, g] for p in inside if p not in self.case.inside]
        for p in outside:
            moved = (self.totals + self.weights[:, self.at[p, g]])[:, None] - self.weights[:, free]
            if ((moved >= self.lowest[:, None]) & (moved <= self.highest[:, None])).all(axis=0).any():
                return True
        return False
