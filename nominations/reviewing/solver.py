"""Who reviews what, reckoned exactly: numbers in, numbers out. Nothing here knows of the database.

A pair of a nomination and a reviewer is 0 or 1; what must hold are rows of a linear programme, what is wanted is its
objective, and HiGHS finds the best there is (gap 0). Dossiers and seats are counted from 0, as they lie in the Case.
All prices are whole numbers, so that two reckonings of one case with one seed give the same pairs.
"""

import time
from dataclasses import dataclass, field
from random import Random

from .programme import Programme

FIRST, SECOND, LANGUAGE = 1000, 600, 300  # what a pair is worth: of the first group, of the second, reads the language
CHANCE = 50  # below this, the seed decides: nobody can aim at a candidate
CROWD, PARTS = 20, 10  # each tenth of somebody's most makes the next review dearer by this much
STAY = 5000  # more than any pair can gain: what was given stays unless a rule must break
UNIT = 100_000  # one unit of a rule that gives; so first as few units as possible, then those that cost least
PRICES = {"under": UNIT, "over": UNIT + 1, "group": UNIT + 2, "country": UNIT + 3, "short": UNIT + 4}


@dataclass(frozen=True)
class Dossier:
    """wanted: reviews in all. anchor: every seat scores it that may."""

    group: int | None = None
    second: int | None = None
    language: str = ""
    wanted: int = 2
    anchor: bool = False


@dataclass(frozen=True)
class Seat:
    """A closed seat keeps what it has and gets nothing more."""

    groups: frozenset = frozenset()
    languages: frozenset = frozenset()
    countries: frozenset = frozenset()
    least: int = 0
    most: int = 40
    open: bool = True


@dataclass(frozen=True)
class Case:
    """bars: pairs that cannot be; kept: pairs that stay; loose: pairs that were given, not begun, and may move at a price.

    groups: "free", "one" (at least one reviewer of the first group) or "each" (all of the first or the second).
    """

    dossiers: tuple[Dossier, ...]
    seats: tuple[Seat, ...]
    bars: frozenset = frozenset()
    kept: frozenset = frozenset()
    loose: frozenset = frozenset()
    groups: str = "free"
    languages: bool = True
    countries: bool = True
    seed: int = 0

    def may(self, i, j) -> bool:
        """Whether this seat may judge this dossier."""
        if (i, j) in self.kept:
            return True
        dossier, seat = self.dossiers[i], self.seats[j]
        if not seat.open or (i, j) in self.bars:
            return False
        if self.languages and dossier.language and dossier.language not in seat.languages:
            return False
        return self.groups != "each" or dossier.anchor or bool({dossier.group, dossier.second} & seat.groups)

    def worth(self, i, j) -> int:
        """What the pair is worth before the seed has its say."""
        dossier, seat = self.dossiers[i], self.seats[j]
        points = FIRST if dossier.group in seat.groups else SECOND if dossier.second in seat.groups else 0
        points += LANGUAGE if dossier.language in seat.languages else 0
        return points + (STAY if (i, j) in self.loose else 0)

    def luck(self) -> dict:
        """What the seed adds to each pair."""
        random = Random(self.seed)  # noqa: S311  breaks ties, guards nothing
        return {
            (i, j): int(random.random() * CHANCE) for i in range(len(self.dossiers)) for j in range(len(self.seats))
        }

    def kept_by(self, j) -> int:
        return sum(1 for _, seat in self.kept if seat == j)

    def kept_of(self, i) -> list[int]:
        return [seat for dossier, seat in self.kept if dossier == i]


@dataclass
class Outcome:
    """pairs: the best there are. Where the rules allow none, `gives` is the least that must give, and pairs are some of those
    that there would be then.

    gives: (rule, dossier or seat, by how much): `short` and `group` of a dossier, `country` of a dossier, `over` and
    `under` of a seat.
    """

    pairs: list[tuple[int, int]] = field(default_factory=list)
    objective: int = 0
    gives: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def feasible(self) -> bool:
        return not self.gives


def solve(case, *, seconds=300, tell=lambda percent, step: None) -> Outcome:
    """The best pairs; or, where there are none, which rules must give, and by how much at least. seconds: for all searches."""
    tell(20, "building")
    until = time.monotonic() + seconds
    laid = Laid(case, until)
    tell(30, "solving")
    values = laid.programme.solved(case.seed)
    if values is not None:
        pairs = laid.pairs(values)
        return Outcome(pairs, objective(case, pairs))
    tell(60, "relaxing")
    pairs, gives = Laid(case, until, relaxed=True).least()
    return Outcome(pairs, gives=merged(gives))


def merged(gives) -> list[tuple[str, int, int]]:
    """One entry a rule and dossier or seat, in order."""
    sums = {}
    for rule, at, by in gives:
        sums[rule, at] = sums.get((rule, at), 0) + by
    return [(rule, at, by) for (rule, at), by in sorted(sums.items())]


def objective(case, pairs) -> int:
    """What an assignment is worth: its pairs, with luck, less what crowding costs."""
    luck, loads = case.luck(), [0] * len(case.seats)
    for _, j in pairs:
        loads[j] += 1
    worth = sum(case.worth(i, j) + luck[i, j] for i, j in pairs)
    return worth - sum(crowding(ceiling(case, j), load) for j, load in enumerate(loads))


def ceiling(case, j) -> int:
    """The most of a seat; never less than what it keeps."""
    return max(case.seats[j].most if case.seats[j].open else 0, case.kept_by(j))


def crowding(most, load) -> int:
    """What a load costs, more and more with each tenth of the most: so that loads are even in proportion."""
    return sum(CROWD * (PARTS * number // most) for number in range(load)) if most else 0


def tenths(most):
    """(how many reviews, what each of them costs), part by part."""
    costs = [CROWD * (PARTS * number // most) for number in range(most)]
    return [(costs.count(cost), cost) for cost in sorted(set(costs))]


class Laid:
    """A case as a linear programme. `columns`: pair to column. Relaxed, every rule may give at its price, and only that counts."""

    def __init__(self, case, until, *, relaxed=False):
        self.case, self.relaxed, self.programme = case, relaxed, Programme(until)
        self.columns, self.slacks, luck = {}, [], case.luck()
        may = [[j for j in range(len(case.seats)) if case.may(i, j)] for i in range(len(case.dossiers))]
        loads = [self.programme.row(0, 0) for _seat in case.seats]
        for i, seats in enumerate(may):
            held = [j for j in seats if (i, j) in case.kept]
            rows = self.rows_of(i, seats, held)
            for j in seats:
                cost = 0 if relaxed else -(case.worth(i, j) + luck[i, j])
                fixed = j in held or case.dossiers[i].anchor
                entries = [(loads[j], 1), *((row, 1) for row, members in rows if j in members)]
                self.columns[i, j] = self.programme.column(cost, int(fixed), 1, entries, whole=True)
        for j, row in enumerate(loads):
            self.load(j, row)

    def rows_of(self, i, seats, held) -> list:
        """The rows in which the pairs of a dossier stand, each with the seats that do."""
        case, dossier = self.case, self.case.dossiers[i]
        if dossier.anchor:
            return []
        wanted = max(dossier.wanted, len(held))
        rows = [(self.give_way(("short", i), self.programme.row(wanted, wanted), 1, wanted), set(seats))]
        if case.groups == "one" and dossier.group is not None and wanted:
            of_group = {j for j in seats if dossier.group in case.seats[j].groups}
            if len(held) < wanted or of_group & set(held):
                rows.append((self.give_way(("group", i), self.programme.row(1, None), 1, 1), of_group))
        if case.countries:
            for country in sorted({code for j in seats for code in case.seats[j].countries}):
                of_country = {j for j in seats if country in case.seats[j].countries}
                most = max(1, len(of_country & set(held)))
                if len(of_country) > most:
                    row = self.give_way(("country", i), self.programme.row(None, most), -1, len(seats))
                    rows.append((row, of_country))
        return rows

    def load(self, j, row):
        """A seat's pairs are as many as its tenths hold together: the dearer ones come last."""
        most, start = ceiling(self.case, j), 0
        least = min(self.case.seats[j].least, most) if self.case.seats[j].open else 0
        for width, cost in tenths(most):
            inside = max(0, min(least - start, width))
            self.programme.column(0 if self.relaxed else cost, inside, width, [(row, -1)])
            start += width
        self.give_way(("over", j), row, -1, len(self.case.dossiers))
        self.give_way(("under", j), row, 1, least)

    def give_way(self, rule, row, sign, most):
        """Relaxed, the row may be missed by up to `most`, each unit at the rule's price. Returns the row."""
        if self.relaxed and most:
            self.slacks.append((rule, self.programme.column(PRICES[rule[0]], 0, most, [(row, sign)])))
        return row

    def pairs(self, values) -> list:
        """Those that these values of the columns choose."""
        return [pair for pair, column in self.columns.items() if values[column] > 0.5]

    def least(self) -> tuple[list, list]:
        """What must give at least, after the pairs that there would be then. Broken numbers say below what price nothing can be had; where they break no unit of a rule
        and whole pairs are found for just those units, that price is the least. Only else all is searched in whole numbers.
        """
        programme, case = self.programme, self.case
        bound = programme.run(programme.least, programme.most, case.seed, whole=False, presolve=False)
        units = [bound.values[column] for _, column in self.slacks]
        whole = all(abs(unit - round(unit)) < 1e-6 for unit in units)
        values = self.giving(list(map(round, units))) if whole else None
        values = programme.solved(case.seed) if values is None else values
        gives = [(*rule, round(values[column])) for rule, column in self.slacks if values[column] > 0.5]
        return self.pairs(values), gives

    def giving(self, units):
        """The columns, pairs whole, where the rules give just so much; None where there are none. With prices of their own
        they are found sooner.
        """
        again, luck = Laid(self.case, self.programme.until, relaxed=True), self.case.luck()
        programme = again.programme
        for (_, column), unit in zip(again.slacks, units, strict=True):
            programme.least[column] = programme.most[column] = unit
            programme.costs[column] = 0
        for (i, j), column in again.columns.items():
            programme.costs[column] = -(self.case.worth(i, j) + luck[i, j])
        return programme.solved(self.case.seed)
