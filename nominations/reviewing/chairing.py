"""What a chair reads of a call, conflicts apart: every number here starts from `Reviewer.sees`, and counts nothing else."""

from typing import NamedTuple

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, FloatField, OuterRef, Q
from django.db.models.functions import Cast, JSONObject
from django.utils.formats import number_format
from django.utils.functional import cached_property

from .calibration import Calibration, calibrate
from .models import Assignment, Away, Review, Reviewer
from .phase import scored
from .reckoned import kept_for
from .standing import Standing, Tallies


class Share(NamedTuple):
    """Of one reviewer: what is given and what is done, the mean of the totals; leniency and half its interval, or why not."""

    reviewer: Reviewer
    given: int
    done: int
    mean: float | None
    leniency: float | None
    margin: float | None
    refusal: str

    @property
    def left(self) -> int:
        """How many more they can be given."""
        return max(0, self.reviewer.most - self.given)

    @property
    def told(self) -> list[str]:
        """Leniency, and from where to where its interval goes, each with its sign."""
        low, high = self.leniency - self.margin, self.leniency + self.margin
        return [signed(value) for value in (self.leniency, low, high)]


def signed(value) -> str:
    value = round(value, 1)
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number_format(abs(value), 1)}"


class Part(NamedTuple):
    """Of one group: dossiers, those with all reviews, reviews; seats, and the line by raw means."""

    group: object
    dossiers: int
    finished: int
    reviews: int
    seats: int
    cut: float | None
    comparable: bool
    common: int


def seen_by(seat):
    """The dossiers that are scored and exist for this chair."""
    return seat.sees().filter(scored(seat.call))


class Reckoning:
    """The numbers of a call from what its chair may see, kept as long as nothing happens: see reckoned.py.

    Each piece is asked for once, and only when it is needed: one statement, of as many rows as there are groups, or reviewers.
    """

    def __init__(self, seat, groups):
        self.seat, self.call, self.groups = seat, seat.call, groups

    def seen(self):
        return seen_by(self.seat)

    @cached_property
    def tallies(self) -> Tallies:
        columns = {
            "number": F("number"),
            **{name: F(f"review_tally__{name}") for name in ("count", "mean", "spread", "lowest", "highest")},
        }
        told = {f"{name}_s": ArrayAgg(column, order_by="number") for name, column in columns.items()}
        places = {seats.group_id: place for place, seats in enumerate(self.groups)}
        rows = list(self.seen().order_by().filter(group__in=places).values("group").annotate(**told))
        gathered = [[value for row in rows for value in row[name]] for name in told]
        group = np.repeat([places[row["group"]] for row in rows], [len(row["number_s"]) for row in rows]).astype(int)
        number, count, *rest = (np.array(column, float) for column in gathered)
        return Tallies(number.astype(int), group, np.nan_to_num(count).astype(int), *rest)

    @cached_property
    def scores(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of each review that counts: the dossier's place in the tallies, the reviewer's number from 0, the total."""
        # `Review.objects.counted()`, asked from the other side: that reads the assignments once and not twice
        counted = Assignment.objects.unbarred().filter(review__status=Review.Status.SUBMITTED)
        rows = (
            counted.filter(nomination__in=self.seen().values("pk"))
            .values("reviewer__order")
            .annotate(
                numbers=ArrayAgg("nomination__number", order_by="nomination__number"),
                totals=ArrayAgg(Cast("review__total", FloatField()), order_by="nomination__number"),
            )
        )
        rows = sorted(rows, key=lambda row: row["reviewer__order"])
        self.judges = {row["reviewer__order"]: place for place, row in enumerate(rows)}
        number = np.array([one for row in rows for one in row["numbers"]], int)
        total = np.array([one for row in rows for one in row["totals"]], float)
        by = np.repeat(np.arange(len(rows)), [len(row["numbers"]) for row in rows])
        order = np.argsort(self.tallies.number)
        known = np.isin(number, self.tallies.number)
        place = order[np.searchsorted(self.tallies.number[order], number[known])]
        return place, by[known], total[known]

    @cached_property
    def calibration(self) -> Calibration:
        place, by, total = self.scores
        return calibrate(place, by, total, of=(len(self.tallies.number), len(self.judges)))

    @cached_property
    def standing(self) -> Standing:
        return Standing(
            self.tallies,
            self.calibration,
            [seats.number for seats in self.groups],
            wanted=self.call.reviews_per_nomination,
            gap=self.call.third_review_gap,
        )

    @cached_property
    def loads(self) -> dict:
        """Of each reviewer (primary key) how many are given, and how many are done."""
        held = Assignment.objects.filter(nomination__in=self.seen().values("pk"), status__in=Assignment.HELD)
        done = Count("pk", filter=Q(status=Assignment.Status.DONE))
        rows = held.order_by().values("reviewer").annotate(given=Count("pk"), finished=done)
        return {row["reviewer"]: (row["given"], row["finished"]) for row in rows}


class Chairing:
    """The call of this seat as its chair may see it."""

    def __init__(self, seat):
        self.seat, self.call = seat, seat.call

    def seen(self):
        return seen_by(self.seat)

    @cached_property
    def groups(self) -> list:
        """The call's Seats, in the groups' order."""
        return self.call.seats_by_group

    @cached_property
    def reckoned(self) -> Reckoning:
        call = self.call
        seats = tuple((one.group_id, one.number) for one in self.groups)
        rules = (seats, call.reviews_per_nomination, call.third_review_gap, call.scores_named)
        return kept_for(self.seat, rules, lambda: Reckoning(self.seat, self.groups))

    @property
    def tallies(self) -> Tallies:
        return self.reckoned.tallies

    @property
    def scores(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.reckoned.scores

    @property
    def standing(self) -> Standing:
        return self.reckoned.standing

    @cached_property
    def shares(self) -> list[Share]:
        """The committee, whoever reviews or did, in the order in which they were named."""
        of_groups = Reviewer.groups.through.objects.filter(reviewer=OuterRef("pk"))
        rows = self.call.reviewers.select_related("user").order_by("order")
        away = Away.objects.filter(reviewer=OuterRef("pk")).values(json=JSONObject(since="since", until="until"))
        rows = rows.annotate(group_pks=ArraySubquery(of_groups.values("workinggroup")), away_spans=ArraySubquery(away))
        loads = self.reckoned.loads
        return [self.share(row, *loads.get(row.pk, (0, 0))) for row in rows if row.most or row.pk in loads]

    def share(self, reviewer, given, done) -> Share:
        _place, by, total = self.scores
        me = self.reckoned.judges.get(reviewer.order)
        if me is None:
            return Share(reviewer, given, done, None, None, None, "")
        fit, mean = self.reckoned.calibration, float(total[by == me].mean())
        refusal = fit.panels[fit.of_reviewer[me]].refusal
        if refusal:
            return Share(reviewer, given, done, mean, None, None, refusal)
        told = float(fit.leniency[me]), float(fit.leniency_margin[me])
        return Share(reviewer, given, done, mean, *told, "")

    # --- in all

    @property
    def parts(self) -> list[Part]:
        return [self.part(place, seats) for place, seats in enumerate(self.groups)]

    def part(self, place, seats) -> Part:
        here, told = self.standing.of(place), self.standing
        cut, count = told.cuts[place], told.tallies.count[here]
        return Part(
            seats.group,
            len(here),
            int((count >= told.wanted).sum()),
            int(count.sum()),
            seats.number,
            None if np.isnan(cut) else float(cut),
            bool(told.comparable[place]),
            int((count > 1).sum()),
        )

    @property
    def given(self) -> int:
        return sum(share.given for share in self.shares)

    @property
    def done(self) -> int:
        return sum(share.done for share in self.shares)
