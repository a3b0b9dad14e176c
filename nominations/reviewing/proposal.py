"""What a run proposes, as one reader may see it: of a nomination that is barred there is no pair, no count and no name."""

from collections import Counter, defaultdict
from itertools import chain
from typing import NamedTuple

from django.core.paginator import Paginator

from members.models import WorkingGroup
from nominations.models import Nomination

from .words import BEFORE, LEFT_OUT, reasons_in_words

A_PAGE = 50
WEAKEST = 10
FIRST, SECOND = "group", "second"


class Row(NamedTuple):
    nomination: Nomination
    reviewer: object
    reasons: str
    codes: list[str]
    why: str = ""

    @property
    def was_there(self) -> bool:
        """Given before the run, which only keeps it."""
        return not BEFORE.isdisjoint(self.codes)


class Bar(NamedTuple):
    """A reviewer's load; length is of 100."""

    reviewer: object
    number: int
    length: int


class Coverage(NamedTuple):
    """Of one group: how many nominations, how many reviews, and of those by reviewers of the first and the second group."""

    group: object
    nominations: int
    reviews: int
    first: int
    second: int


class Proposal:
    """Two statements, and one for the groups' names, however many pairs there are."""

    def __init__(self, run, user):
        told = list(chain(run.pairs, run.report.get("left_out", ()), run.report.get("dropped", ())))
        columns = ("pk", "reference", "display_name", "search_name", "group_id", "call_id", "person_id")
        seen = Nomination.objects.visible_to(user).filter(pk__in={pair["nomination"] for pair in told})
        self.nominations = {str(one.pk): one for one in seen.only(*columns)}
        self.reviewers = {str(one.pk): one for one in run.call.reviewers.select_related("user").order_by("order")}
        self.rows = sorted(
            self.read(run.pairs), key=lambda row: (row.was_there, row.nomination.reference, row.reviewer.order)
        )
        self.left_out = self.read(run.report.get("left_out", ()))
        self.dropped = self.read(run.report.get("dropped", ()))

    def read(self, pairs) -> list[Row]:
        return [
            Row(
                self.nominations[pair["nomination"]],
                self.reviewers[pair["reviewer"]],
                reasons_in_words(pair["reasons"]),
                pair["reasons"],
                LEFT_OUT.get(pair.get("why"), ""),
            )
            for pair in pairs
            if pair["nomination"] in self.nominations
        ]

    def found(self, typed) -> list[Row]:
        """Those with this reference, name or reviewer."""
        term = " ".join(typed.lower().split())
        return [
            row
            for row in self.rows
            if term in f"{row.nomination.reference} {row.nomination.display_name} {row.reviewer}".lower()
        ]

    def page(self, typed, number):
        return Paginator(self.found(typed), A_PAGE).get_page(number)

    def loads(self) -> list[Bar]:
        """The histogram: every reviewer who serves or has something, the most loaded first."""
        loads = Counter(row.reviewer for row in self.rows)
        shown = [one for one in self.reviewers.values() if loads[one] or (one.ended_at is None and one.most)]
        longest = max([one.most for one in shown] + list(loads.values()) + [1])
        bars = [Bar(one, loads[one], round(100 * loads[one] / longest)) for one in shown]
        return sorted(bars, key=lambda bar: (-bar.number, bar.reviewer.order))

    @property
    def new(self) -> int:
        return sum(not row.was_there for row in self.rows)

    @property
    def kept(self) -> int:
        return len(self.rows) - self.new

    def panels(self) -> dict:
        panels = defaultdict(list)
        for row in self.rows:
            panels[row.nomination].append(row)
        return panels

    def weakest(self) -> list[tuple]:
        """(nomination, reviewers, how many of them review its first group), those with the fewest; nothing where all are full."""
        counted = [
            (one, [row.reviewer for row in rows], sum(FIRST in row.codes for row in rows))
            for one, rows in self.panels().items()
        ]
        short = [panel for panel in counted if panel[2] < len(panel[1])]
        return sorted(short, key=lambda panel: (panel[2] / len(panel[1]), panel[0].reference))[:WEAKEST]

    def coverage(self) -> list[Coverage]:
        by_group = defaultdict(list)
        for row in self.rows:
            by_group[row.nomination.group_id].append(row)
        groups = WorkingGroup.objects.in_bulk([pk for pk in by_group if pk]) if by_group else {}
        told = [
            Coverage(
                groups.get(pk),
                len({row.nomination for row in rows}),
                len(rows),
                sum(FIRST in row.codes for row in rows),
                sum(SECOND in row.codes for row in rows),
            )
            for pk, rows in by_group.items()
        ]
        return sorted(told, key=lambda one: (one.group is None, one.group and one.group.order))
