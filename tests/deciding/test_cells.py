"""Nothing small stands in a table, and nothing small follows from it: asked of a linear programme that is not the code's."""

import random
from itertools import chain

import highspy
import numpy as np
import pytest

from nominations.deciding.cells import LEAST, crossed, nested

NO_END = highspy.kHighsInf


class Attacker:
    """One unknown for each number of the table, printed or not; rows are what everybody knows of such tables."""

    def __init__(self, numbers):
        self.engine = highspy.Highs()
        self.engine.setOptionValue("output_flag", False)
        self.engine.setOptionValue("presolve", "off")
        for number in numbers:
            self.engine.addVar(*((0, NO_END) if number is None else (number, number)))
        self.size = len(numbers)

    def knows(self, terms, least, most):
        self.engine.addRow(least, most, len(terms), np.array([*terms], np.int32), np.array([*terms.values()], float))

    def range_of(self, terms):
        return self.lowest(terms, 1), -self.lowest(terms, -1)

    def lowest(self, terms, sign):
        cost = np.zeros(self.size)
        cost[[*terms]] = [sign * factor for factor in terms.values()]
        self.engine.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), cost)
        self.engine.run()
        assert self.engine.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return self.engine.getInfo().objective_function_value


def random_nested(chance, most_each):
    """Values of three nested sets, with the sets' totals: in half of them there is hardly anybody."""
    names = [f"value {n}" for n in range(chance.randint(1 + most_each, 8))]
    counts = {}
    for name in names:
        wide = chance.choice([0, chance.randint(0, 9), chance.randint(5, 60), chance.randint(100, 900)])
        short = min(wide, chance.choice([0, wide, wide - 2, chance.randint(0, wide)]))
        short = max(short, 0)
        counts[name] = (wide, short, chance.randint(0, short))
    apart = [[a - b, b - c, c] for a, b, c in counts.values()]
    people = [sum(level) for level in zip(*apart, strict=True)]
    if most_each == 2:  # some have two values: as many as there can be, no fewer than the largest value
        people = [chance.randint(max(*level, -(-sum(level) // 2)), sum(level)) for level in zip(*apart, strict=True)]
    return counts, (sum(people), people[1] + people[2], people[2])


def attacker_on(shown, totals, most_each, counts=None):
    """counts: where the sum of all values is told, too."""
    depth, rows = len(totals), [number for numbers in shown.values() for number in numbers]
    attacker = Attacker(rows)
    people = [here - after for here, after in zip(totals, [*totals[1:], 0], strict=True)]
    for level in range(depth):
        terms = {}
        for n in range(len(shown)):
            own = {n * depth + level: 1} | ({n * depth + level + 1: -1} if level + 1 < depth else {})
            attacker.knows(own, 0, people[level])
            terms |= own
        attacker.knows(terms, people[level], most_each * people[level])
        if counts:
            summed_up = sum(numbers[level] for numbers in counts.values())
            attacker.knows({n * depth + level: 1 for n in range(len(shown))}, summed_up, summed_up)
    return attacker


@pytest.mark.parametrize("most_each", [1, 2])
def test_from_nested_tables_nothing_small_can_be_derived(most_each):
    chance = random.Random(7 + most_each)  # noqa: S311 - chance for a test
    printed = 0
    for _ in range(30):
        counts, totals = random_nested(chance, most_each)
        shown = nested(counts, totals, most_each=most_each)
        told = [number for numbers in shown.values() for number in numbers if number is not None]
        assert all(number >= LEAST for number in told)
        printed += len(told)
        assert all(a in (None, b) for name in counts for a, b in zip(shown[name], counts[name], strict=True))
        attacker = attacker_on(shown, totals, most_each, counts)
        unaided = attacker_on(dict.fromkeys(counts, (None,) * 3), totals, most_each)
        for n, numbers in enumerate(counts.values()):
            for first in range(3):
                for last in range(first + 1, 4):
                    terms = {n * 3 + first: 1} | ({n * 3 + last: -1} if last < 3 else {})
                    if numbers[first] - (numbers[last] if last < 3 else 0) < LEAST:
                        (low, high), (floor, roof) = attacker.range_of(terms), unaided.range_of(terms)
                        assert low <= floor + 1e-6, (counts, shown, terms)
                        assert high >= min(LEAST - 1, roof) - 1e-6, (counts, shown, terms)
                if shown[list(counts)[n]][first] is None and totals[first]:
                    low, high = attacker.range_of({n * 3 + first: 1})
                    assert high - low >= 1 - 1e-6
    assert printed > 50  # it does not simply hide all


def test_from_a_table_with_sums_nothing_small_can_be_derived():
    chance = random.Random(3)  # noqa: S311
    for _ in range(25):
        rows, columns = chance.randint(2, 5), chance.randint(2, 5)
        counts = [[chance.choice([0, 2, 7, 30, 200]) for _ in range(columns)] for _ in range(rows)]
        inner, across, down = crossed(counts)
        flat = [number for row in inner for number in row]
        attacker = Attacker([*flat, *across, *down])
        for r in range(rows):
            attacker.knows({r * columns + c: 1 for c in range(columns)} | {rows * columns + r: -1}, 0, 0)
        for c in range(columns):
            attacker.knows({r * columns + c: 1 for r in range(rows)} | {rows * columns + rows + c: -1}, 0, 0)
        everybody = sum(map(sum, counts))
        attacker.knows(dict.fromkeys(range(rows * columns), 1), everybody, everybody)
        for n, number in enumerate([*flat, *across, *down]):
            if number is None and everybody:
                low, high = attacker.range_of({n: 1})
                assert high - low >= 1 - 1e-6
                true = [*chain(*counts), *map(sum, counts), *(sum(c) for c in zip(*counts, strict=True))][n]
                assert true >= LEAST or (low < 1e-6 and high > min(LEAST - 1, everybody) - 1e-6)
            else:
                assert number is None or number >= LEAST


def test_what_is_large_stays_and_what_stands_alone_takes_company():
    plain = {"woman": (900, 300, 60), "man": (1000, 320, 70)}
    assert nested(plain, (1900, 620, 130)) == plain
    with_small = plain | {"non_binary": (30, 9, 1)}
    shown = nested(with_small, (1930, 629, 131))
    assert shown["non_binary"] == (30, 9, None)
    assert [numbers[2] for numbers in shown.values()].count(None) == 2, "one alone would follow from the total"
    assert nested({"yes": (9, 9, 9), "no": (0, 0, 0)}, (9, 9, 9))["yes"] == (None,) * 3
    assert nested({"woman": (50, 48, 20), "man": (50, 30, 20)}, (100, 78, 40))["woman"][:2] != (50, 48)
