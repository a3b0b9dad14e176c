"""A linear programme in whole numbers, built column by column and solved by HiGHS."""

import time

INFINITE = float("inf")
# how far from the bound a column may be at first, where the bound is not a solution in whole numbers: not at all, because
# mostly other columns that cost as little reach it
NARROW = 0.5


class TooLong(Exception):
    """The best was not found in the time that was given."""


class Programme:
    """Minimises the costs of its columns under its rows. Rows are opened first, by their bounds; None is no bound.

    Where the optimum in broken numbers is whole, it is the answer; that is so of nearly every case of ours, and takes
    seconds where HiGHS' search in whole numbers takes minutes. Else the search is among few columns: whatever would
    cost more than the gap between the bound and what was found cannot be in anything better.

    until: the moment of `time.monotonic()` by which all searches together must be done, else TooLong is raised.
    """

    def __init__(self, until):
        self.until = until
        self.lowest, self.highest = [], []
        self.costs, self.least, self.most, self.whole = [], [], [], []
        self.starts, self.indices, self.values = [0], [], []

    def row(self, lowest, highest) -> int:
        self.lowest.append(-INFINITE if lowest is None else lowest)
        self.highest.append(INFINITE if highest is None else highest)
        return len(self.lowest) - 1

    def column(self, cost, least, most, entries, *, whole=False) -> int:
        """entries: (row, coefficient)."""
        self.costs.append(cost)
        self.least.append(least)
        self.most.append(most)
        self.whole.append(whole)
        for row, value in entries:
            self.indices.append(row)
            self.values.append(value)
        self.starts.append(len(self.indices))
        return len(self.costs) - 1

    def solved(self, seed=0) -> list[float] | None:
        """The value of each column at the optimum; None where nothing fits the rows."""
        if not self.costs:
            return [] if all(low <= 0 <= high for low, high in zip(self.lowest, self.highest, strict=True)) else None
        found = self.run(self.least, self.most, seed, whole=False)
        if found is None or all(
            abs(value - round(value)) < 1e-6 for value, w in zip(found.values, self.whole, strict=True) if w
        ):
            return found and found.values
        width = NARROW
        while True:
            narrowed = self.run(*self.narrowed(found, width), seed, whole=True)
            gap = narrowed.objective - found.objective if narrowed else INFINITE
            if gap <= width or width == INFINITE:
                return narrowed and narrowed.values
            width = gap if narrowed else width * 16 if width < NARROW * 16**4 else INFINITE

    def narrowed(self, found, width):
        """The bounds of the columns; fixed are those whose reduced cost says that another value costs more than `width`."""
        least, most = list(self.least), list(self.most)
        for column, cost in enumerate(found.reduced):
            if self.whole[column] and cost > width:
                most[column] = least[column]
            elif self.whole[column] and cost < -width:
                least[column] = most[column]
        return least, most

    def run(self, least, most, seed, *, whole, presolve=True):
        import highspy  # here, so that only the worker pays for it

        engine, left = highspy.Highs(), max(0.1, self.until - time.monotonic())
        options = {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0, "time_limit": left}
        options |= (
            {} if presolve else {"presolve": "off"}
        )  # it finds nothing in a relaxed case, and takes thrice as long
        for name, value in (options | {"random_seed": seed % 2**31}).items():
            engine.setOptionValue(name, value)
        engine.passModel(self.written(highspy, least, most, whole))
        engine.run()
        state, states = engine.getModelStatus(), highspy.HighsModelStatus
        if state in (states.kInfeasible, states.kUnboundedOrInfeasible):
            return None
        if state != states.kOptimal:
            raise TooLong(engine.modelStatusToString(state))
        return Found(engine)

    def written(self, highspy, least, most, whole):
        """As HiGHS reads it."""
        import numpy

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.costs), len(self.lowest)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = (
            numpy.array(list(map(float, v))) for v in (self.costs, least, most)
        )
        lp.row_lower_, lp.row_upper_ = (numpy.array(list(map(float, v))) for v in (self.lowest, self.highest))
        if whole:
            kinds = highspy.HighsVarType
            lp.integrality_ = [kinds.kInteger if each else kinds.kContinuous for each in self.whole]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = numpy.array(self.starts, dtype=numpy.int32)
        lp.a_matrix_.index_ = numpy.array(self.indices, dtype=numpy.int32)
        lp.a_matrix_.value_ = numpy.array(self.values, dtype=numpy.float64)
        return lp


class Found:
    """An optimum: its value, that of each column, and what it would cost to change one."""

    def __init__(self, engine):
        solution = engine.getSolution()
        self.objective = engine.getInfo().objective_function_value
        self.values, self.reduced = list(solution.col_value), list(solution.col_dual)
