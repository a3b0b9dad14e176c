"""The dossiers of one page of the chair's list, in words and numbers."""

import numpy as np
from django.db.models import Exists, OuterRef

from .models import Assignment

MARGIN = 6  # of the drawing, so that a mark at either end is whole


class Row:
    """A nomination with what is known of it; candidates: who may take it, where another reviewer is proposed."""

    def __init__(self, nomination, place, chairing, totals):
        told, tallies = chairing.standing, chairing.tallies
        nomination.group = self.group = chairing.groups[tallies.group[place]].group
        self.nomination, self.totals, self.candidates = nomination, totals, []
        self.count, self.rank = int(tallies.count[place]), int(told.ranks[place])
        self.mean = number(tallies.mean[place])
        self.spread = number(tallies.spread[place]) if self.count > 1 else None  # one total spreads nowhere
        self.lowest, self.highest = number(tallies.lowest[place]), number(tallies.highest[place])
        self.unfinished, self.apart, self.near, self.crossing = (
            bool(column[place]) for column in (told.unfinished, told.apart, told.near, told.crossing)
        )
        self.calibrated = number(told.worth[place])
        self.low, self.high = (number(bound[place]) for bound in told.interval)
        self.cut = number(told.cuts[tallies.group[place]])
        # Another one is proposed once: when it is in, the committee talks.
        self.wants_another = self.apart and self.count <= told.wanted and not nomination.is_waited_for

    @property
    def marks(self) -> list[int]:
        """Where the drawing puts each total."""
        return [at(total) for total in self.totals]

    @property
    def cut_at(self) -> int | None:
        return None if self.cut is None else at(self.cut)

    @property
    def from_to(self) -> tuple[int, int] | None:
        return None if self.calibrated is None else (at(self.low), at(self.high))


def rows_of(chairing, places) -> list[Row]:
    """The rows at these places of the tallies, in their order. One statement."""
    numbers = [int(one) for one in chairing.tallies.number[places]]
    open_ones = Assignment.objects.unbarred().filter(nomination=OuterRef("pk"), status=Assignment.Status.ASSIGNED)
    found = chairing.seen().filter(number__in=numbers)
    found = found.only("number", "reference", "display_name", "group", "call")
    found = found.annotate(is_waited_for=Exists(open_ones))
    by_number = {nomination.number: nomination for nomination in found}
    totals = totals_at(chairing, places)
    return [
        Row(by_number[one], place, chairing, totals[int(place)])
        for one, place in zip(numbers, places, strict=True)
        if one in by_number
    ]


def totals_at(chairing, places) -> dict[int, list[float]]:
    """The totals of the reviews at each of these places, lowest first."""
    where, _by, total = chairing.scores
    found = {int(place): [] for place in places}
    for index in np.flatnonzero(np.isin(where, places)):
        found[int(where[index])].append(float(total[index]))
    return {place: sorted(totals) for place, totals in found.items()}


def number(value) -> float | None:
    return None if np.isnan(value) else float(value)


def at(value) -> int:
    """A total of 100 as a place in the drawing, which has one unit for each."""
    return MARGIN + round(min(max(value, 0), 100))
