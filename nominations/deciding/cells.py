"""Small cells hidden in tables of people, so that nothing hidden follows from totals, or from one table less another.

A number under LEAST is guarded: from all that is printed, taken together, each of 0 to LEAST - 1 stays possible, or as many of
them as the totals alone allow. Where the printed cells say more than that, one that says it is hidden too, the smallest
first. What may follow is asked of a linear programme, so that no way of reckoning finds more; in these tables its corners are
whole numbers. Totals, of which everybody knows, are never hidden: print no total that is itself a secret.
"""

import numpy as np

LEAST = 5
NOTHING = 1e-6  # what reckoning in broken numbers may differ by


def nested(counts, totals, *, most_each=1, told=None) -> dict:
    """A table by one fact: value to its numbers in sets of which each holds the next, as (applicants, shortlist, selected).

    totals: of each set. Guarded are the numbers, and those of who is in one set and not in a later one. most_each: how many
    values one person may have; each has at least one, so that who stated none needs a value, too; of three values or more,
    so that the sum of all, which may be printed, tells of none. told: what an earlier table of the same people printed, by
    value; readers have it, so it stays. Gives the same with None for what is hidden.
    """
    depth, names = len(totals), list(counts)
    apart = [level_apart(numbers) for numbers in counts.values()]  # by value: how many stop at each set
    people = level_apart(totals)
    sums = [sum(numbers) for numbers in zip(*apart, strict=True)]  # where each has one value: as many as people
    known = [(place(len(names), depth, range(len(names)), [level]), sums[level], sums[level]) for level in range(depth)]
    if most_each > 1:
        known += [
            (place(len(names), depth, [n], [lv]), 0, people[lv]) for n in range(len(names)) for lv in range(depth)
        ]
    cells = [place(len(names), depth, [n], range(first, depth)) for n in range(len(names)) for first in range(depth)]
    stays = {
        n * depth + level
        for n, name in enumerate(names)
        for level, number in enumerate((told or {}).get(name, ()))
        if number is not None
    }
    known += [(cells[n], counts[names[n // depth]][n % depth], counts[names[n // depth]][n % depth]) for n in stays]
    between = [
        place(len(names), depth, [n], range(first, last))
        for n in range(len(names))
        for first in range(depth)
        for last in range(first + 1, depth)
    ]
    gone = hidden(np.array(apart).ravel(), known, cells, between) - stays
    return {
        name: tuple(None if n * depth + level in gone else counts[name][level] for level in range(depth))
        for n, name in enumerate(names)
    }


def level_apart(numbers) -> list[int]:
    """Of nested sets: how many are in each and not in the next."""
    return [here - after for here, after in zip(numbers, [*numbers[1:], 0], strict=True)]


def place(rows, columns, in_rows, in_columns) -> np.ndarray:
    """A sum of kinds of people, as ones among zeros."""
    marks = np.zeros((rows, columns))
    marks[np.ix_(list(in_rows), list(in_columns))] = 1
    return marks.ravel()


def crossed(counts) -> tuple[list, list, list]:
    """A table of rows and columns that do not overlap: gives cells, sums of rows, and of columns; None for what is hidden.

    The sum of all is known to everybody.
    """
    table = np.array(counts, int)
    rows, columns = table.shape
    cells = [place(rows, columns, [r], [c]) for r in range(rows) for c in range(columns)]
    cells += [place(rows, columns, [r], range(columns)) for r in range(rows)]
    cells += [place(rows, columns, range(rows), [c]) for c in range(columns)]
    everybody = (np.ones(table.size), table.sum(), table.sum())
    gone = hidden(table.ravel(), [everybody], cells)
    said = [None if n in gone else int(cell @ table.ravel()) for n, cell in enumerate(cells)]
    inner = said[: table.size]
    sums = said[table.size :]
    return [inner[r * columns : (r + 1) * columns] for r in range(rows)], sums[:rows], sums[rows:]


def hidden(people, known, cells, between=()) -> set[int]:
    """The numbers of the cells to hide. people: how many of each kind there are; a cell is a sum of kinds, ones and zeros.

    known: (sum, least, most) that everybody knows. between: sums that are printed nowhere, and guarded as cells are.
    """
    printed = [round(cell @ people) for cell in cells]
    guarded = [row for row in (*cells, *between) if row @ people < LEAST - NOTHING]
    if not guarded:
        return set()
    gone = {n for n, number in enumerate(printed) if number < LEAST}
    stranger, reader = Reader(known, [], []), Reader(known, cells, printed)
    reader.forget(gone)
    for row in guarded:
        while (telling := reader.too_much(row, stranger)) is not None:
            gone.add(telling)
            reader.forget([telling])
    for n in sorted(gone, key=lambda n: -printed[n]):
        if printed[n] >= LEAST and reader.follows(cells[n]):  # it follows from the others: hiding it is no use
            gone.discard(n)
            reader.learn([n])
    return gone


class Reader:
    """Somebody who knows the totals and the printed cells, and reckons what follows."""

    def __init__(self, known, cells, printed):
        import highspy  # here, so that only who needs it pays for it

        self.printed, self.cells, self.first = printed, cells, len(known)
        self.engine, self.size, self.open = highspy.Highs(), len(known[0][0]), highspy.kHighsInf
        self.engine.setOptionValue("output_flag", False)
        self.engine.setOptionValue("presolve", "off")
        self.engine.setOptionValue("threads", 1)
        self.engine.addVars(self.size, np.zeros(self.size), np.full(self.size, self.open))
        for row, least, most in known:
            self.add(row, least, most)
        for cell, number in zip(cells, printed, strict=True):
            self.add(cell, number, number)
        self.knows = set(range(len(cells)))
        self.found = np.empty((0, self.size))  # what could be: it stays so, whatever is forgotten

    def add(self, row, least, most):
        where = np.flatnonzero(row).astype(np.int32)
        self.engine.addRow(float(least), float(most), len(where), where, np.ones(len(where)))

    def forget(self, cells):
        for n in cells:
            self.engine.changeRowBounds(self.first + n, -self.open, self.open)
            self.knows.discard(n)

    def learn(self, cells):
        for n in cells:
            self.engine.changeRowBounds(self.first + n, float(self.printed[n]), float(self.printed[n]))
            self.knows.add(n)

    def least(self, row) -> float:
        self.engine.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), np.asarray(row, float))
        self.engine.run()
        return self.engine.getInfo().objective_function_value

    def range_of(self, row) -> tuple[float, float]:
        """Between which numbers this sum lies for all that the reader knows."""
        return self.least(row), -self.least(-row)

    def follows(self, row) -> bool:
        lowest, highest = self.range_of(row)
        return highest - lowest < 1 - NOTHING

    def too_much(self, row, stranger) -> int | None:
        """A printed cell by which the reader knows more of a sum than that it is small; or None."""
        for sign, wanted in ((1, 0), (-1, LEAST - 1)):
            if self.might_be(row, sign, wanted):
                continue
            if self.least(sign * row) > max(sign * wanted, stranger.least(sign * row)) + NOTHING:
                return self.telling()
        return None

    def might_be(self, row, sign, wanted) -> bool:
        """Whether something that was found before, or is looked for now, has the sum as low, or as high, as wanted."""
        if (sign * (self.found @ row) <= sign * wanted + NOTHING).any():
            return True
        self.least(sign * row)
        self.found = np.vstack([self.found, np.array(self.engine.getSolution().col_value)])
        return sign * (self.found[-1] @ row) <= sign * wanted + NOTHING

    def telling(self) -> int:
        """Of the printed cells that bound the sum asked for last, the smallest."""
        prices = self.engine.getSolution().row_dual[self.first :]
        return min(
            [n for n in self.knows if abs(prices[n]) > NOTHING] or self.knows, key=lambda n: (self.printed[n], n)
        )
