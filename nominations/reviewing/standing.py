"""Where dossiers stand: ranked within their groups, how near the cut line, and where reviewers disagree.

The cut line of a group lies half way between the last mean that has a seat and the next one. A dossier is near it where
its 95 % interval touches it: that of the calibrated mean where the group's reviewers can be compared, else that of the
raw one, by what the reviewers of this group differ on the same dossier.
"""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from .calibration import NORMAL, Calibration


class Tallies(NamedTuple):
    """A column each, one place a dossier: its number, its group (from 0), and what ReviewTally says of it (nan: nothing)."""

    number: np.ndarray
    group: np.ndarray
    count: np.ndarray
    mean: np.ndarray
    spread: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray


class Standing:
    """seats: of each group, in the order of their places. wanted: reviews for each dossier. gap: what is disagreement."""

    def __init__(self, tallies: Tallies, calibration: Calibration, seats, *, wanted: int, gap: float):
        self.tallies, self.calibration, self.seats = tallies, calibration, list(seats)
        self.wanted, self.gap = wanted, gap

    def __len__(self):
        return len(self.tallies.number)

    def of(self, group) -> np.ndarray:
        """The places of the dossiers of a group."""
        return np.flatnonzero(self.tallies.group == group)

    @cached_property
    def comparable(self) -> np.ndarray:
        """By group: whether all its dossiers with a review stand in one panel that could be calibrated."""
        return np.array([self.calibration.comparable(self.of(group)) for group in range(len(self.seats))], bool)

    @cached_property
    def calibrated(self) -> np.ndarray:
        """Whether a calibrated mean is shown."""
        return self.by_group(self.comparable) & ~np.isnan(self.calibration.worth)

    @cached_property
    def worth(self) -> np.ndarray:
        """The calibrated means that are shown; nan for the others."""
        return np.where(self.calibrated, self.calibration.worth, np.nan)

    @cached_property
    def interval(self) -> tuple[np.ndarray, np.ndarray]:
        """From where to where a calibrated mean may lie: a total lies within 0 and 100."""
        margin = self.calibration.worth_margin
        return np.clip(self.worth - margin, 0, 100), np.clip(self.worth + margin, 0, 100)

    @cached_property
    def margin(self) -> np.ndarray:
        """Half of the raw mean's interval; nan where no dossier of the group was scored twice."""
        told, margin = self.tallies, np.full(len(self), np.nan)
        for group in range(len(self.seats)):
            here = self.of(group)
            count, spread = told.count[here], np.nan_to_num(told.spread[here])
            if (free := np.maximum(count - 1, 0).sum()) > 0:
                noise = np.sqrt((count * spread**2).sum() / free)
                margin[here] = NORMAL * noise / np.sqrt(np.where(count > 0, count, np.nan))
        return margin

    @cached_property
    def ranks(self) -> np.ndarray:
        """By raw mean within the group, from 1; equal means share a rank; 0 without a review."""
        return self.ranked(self.tallies.mean)

    def ranked(self, means) -> np.ndarray:
        ranks = np.zeros(len(self), int)
        for group in range(len(self.seats)):
            here = self.of(group)
            here = here[~np.isnan(means[here])]
            ranks[here] = np.searchsorted(np.sort(-means[here]), -means[here], side="left") + 1
        return ranks

    @cached_property
    def cuts(self) -> np.ndarray:
        """Of each group the line by raw means; nan where everybody with a review has a seat."""
        return self.cut(self.tallies.mean)

    def cut(self, means) -> np.ndarray:
        lines = np.full(len(self.seats), np.nan)
        for group, seats in enumerate(self.seats):
            best = np.sort(means[self.of(group)])  # nan come last
            best = best[~np.isnan(best)][::-1]
            if 0 < seats < len(best):
                lines[group] = (best[seats - 1] + best[seats]) / 2
        return lines

    # --- what needs a look

    @cached_property
    def unfinished(self) -> np.ndarray:
        """Fewer reviews than the call wants."""
        return self.tallies.count < self.wanted

    @cached_property
    def apart(self) -> np.ndarray:
        """Totals that differ by more than the call allows."""
        return np.nan_to_num(self.tallies.highest - self.tallies.lowest) > self.gap

    @cached_property
    def crossing(self) -> np.ndarray:
        """On one side of the line by raw means, on the other by calibrated ones."""
        raw, fair = self.by_group(self.cuts), self.by_group(self.cut(self.worth))
        known = ~np.isnan(raw) & ~np.isnan(fair) & self.calibrated
        return known & ((self.tallies.mean > raw) != (self.worth > fair))

    @cached_property
    def near(self) -> np.ndarray:
        """Whose interval touches the line; and whoever the calibration puts on the other side of it."""
        raw = np.abs(self.tallies.mean - self.by_group(self.cuts)) <= self.margin
        fair = np.abs(self.worth - self.by_group(self.cut(self.worth))) <= self.calibration.worth_margin
        return np.where(self.calibrated, fair | self.crossing, raw)

    def by_group(self, values) -> np.ndarray:
        """What is known of groups, for each dossier its own."""
        return values[self.tallies.group]

    # --- lists

    STATES = ("unfinished", "apart", "near")
    ORDERS = ("look", "spread", "mean", "calibrated", "reviews")

    def listed(self, *, group=None, state="", order="look") -> np.ndarray:
        """The places of those that are asked for, in the order that is asked for; equal ones by their number."""
        wanted = np.ones(len(self), bool) if group is None else self.tallies.group == group
        if state:
            wanted &= getattr(self, state)
        spread, mean = (np.nan_to_num(column, nan=-1) for column in (self.tallies.spread, self.tallies.mean))
        look = self.apart.astype(int) + self.near
        keys = {
            "look": (-mean, -spread, -look),
            "spread": (-mean, -spread),
            "mean": (-spread, -mean),
            "calibrated": (-mean, -np.nan_to_num(self.worth, nan=-1e9)),
            "reviews": (-spread, self.tallies.count),
        }[order]
        places = np.lexsort((self.tallies.number, *keys))
        return places[wanted[places]]
