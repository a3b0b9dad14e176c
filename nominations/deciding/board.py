"""The board: all nominations at a workbench in columns, with what is proposed for each; from these a page is taken."""

from typing import NamedTuple

import numpy as np
from django.db.models import Count, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..admin.search import search
from ..models import Endorsement
from ..models.passing import CHECKS, Doubts
from ..reviewing.rows import number as told_number
from .judged import judged
from .models import Decision, Offer
from .seen_places import SeenPlaces

A_PAGE = 50
ORDERS = ("mean", "calibrated", "spread", "reviews", "number")


class Standing(NamedTuple):
    """What stands for one nomination: a Decision in short. offer: what became of it; empty where there is none."""

    status: str
    outcome: str
    group: int | None
    rank: int | None
    offer: str

    @property
    def seated(self) -> bool:
        """The offer is open or accepted."""
        return self.offer in (Offer.Status.OFFERED, Offer.Status.ACCEPTED)

    @property
    def chosen(self) -> bool:
        return self.outcome == "select" and (self.status == "proposed" or self.seated)

    @property
    def left(self) -> bool:
        """A place on a reserve list that nothing followed."""
        return self.status == "superseded"

    @property
    def offer_words(self) -> str:
        return Offer.Status(self.offer).label if self.offer and self.status == "published" else ""


class SeenDoubts(Doubts):
    """What checks ask of other nominations, of those that exist at this workbench."""

    def __init__(self, sight):
        super().__init__(sight.call, sight.user)
        self.sight = sight

    @property
    def there(self):
        return self.sight.nominations()


class Board:
    def __init__(self, sight):
        self.sight, self.call = sight, sight.call
        self.judged, self.places = judged(sight), SeenPlaces(sight)

    # --- columns, a place each

    @cached_property
    def rows(self) -> list:
        return list(self.sight.nominations().order_by("number").values_list("number", "group", "track"))

    @cached_property
    def number(self) -> np.ndarray:
        return np.array([row[0] for row in self.rows], int)

    @cached_property
    def group(self) -> np.ndarray:
        return np.array([row[1] or 0 for row in self.rows], int)

    @cached_property
    def named(self) -> np.ndarray:
        """On the Member track."""
        return np.array([row[2] == "member" for row in self.rows], bool)

    @cached_property
    def at(self) -> np.ndarray:
        """The place in the tallies; -1 for whoever is not scored."""
        known = self.judged.tallies.number
        order = np.argsort(known)
        found = np.searchsorted(known[order], self.number)
        found = np.minimum(found, max(len(known) - 1, 0))
        if not len(known):
            return np.full(len(self.number), -1)
        return np.where(known[order[found]] == self.number, order[found], -1)

    def column(self, values, empty=np.nan) -> np.ndarray:
        """A column of the tallies, in these places."""
        if not len(values):
            return np.full(len(self.number), empty)
        return np.where(self.at >= 0, np.asarray(values)[self.at], empty)

    # --- what is proposed, or was published

    @cached_property
    def told(self) -> dict[int, Standing]:
        """What stands for each, else the place that was left."""
        rows = Decision.objects.exclude(status="taken_back").filter(call=self.call).seen_by(self.sight)
        told = ("nomination__number", "status", "outcome", "group", "rank", "offer__status")
        found = {}
        for number, *one, offer in rows.order_by("-status").values_list(*told):
            found[number] = Standing(*one, offer or "")  # what is superseded comes first, what is proposed last
        return found

    @cached_property
    def decided(self) -> dict[int, Standing]:
        return {number: one for number, one in self.told.items() if not one.left}

    @cached_property
    def chosen(self) -> dict[int, int]:
        """Number to the group for which."""
        return {number: one.group for number, one in self.decided.items() if one.chosen}

    def where(self, standing) -> str:
        """The group and the place, in words."""
        names = {one.group_id: one.group.name for one in self.sight.seats}
        if standing is None or standing.group is None or standing.left:
            return ""
        number = self.places.told(standing.group, standing.rank)
        place = _("place %(n)d") % {"n": number} if number else ""
        return ", ".join(filter(None, [names.get(standing.group, ""), place]))

    # --- lists

    def listed(self, *, group=None, track="", proposed="", flag="", order="mean", typed="") -> np.ndarray:
        """Places of those that are asked for, in the order that is asked for."""
        wanted = np.ones(len(self.number), bool) if group is None else self.group == group
        if track:
            wanted &= self.named == (track == "member")
        if proposed:
            wanted &= np.array([self.is_like(one, proposed) for one in self.number.tolist()], bool)
        if flag:
            wanted &= self.flagged(flag)
        if typed.strip():
            wanted &= np.isin(self.number, list(self.found(search(self.sight.nominations(), typed.replace("@", " ")))))
        places = np.lexsort((self.number, *self.keys(order)))
        return places[wanted[places]]

    def is_like(self, number, proposed) -> bool:
        one = self.decided.get(number)
        return one is None if proposed == "none" else one is not None and one.outcome == proposed

    @staticmethod
    def found(rows):
        return rows.order_by().values_list("number", flat=True)

    def flagged(self, flag) -> np.ndarray:
        if flag == "failed":
            return np.isin(self.number, list(self.found(failing(self.checked(self.sight.nominations())))))
        standing = self.judged.standing
        return self.column(getattr(standing, flag), False).astype(bool)

    def checked(self, rows):
        return rows.with_checks(SeenDoubts(self.sight))

    def keys(self, order):
        """For lexsort: the last key counts first."""
        tallies, standing = self.judged.tallies, self.judged.standing
        mean = -np.nan_to_num(self.column(tallies.mean), nan=-1)
        return {
            "mean": (mean,),
            "calibrated": (mean, -np.nan_to_num(self.column(standing.worth), nan=-1e9)),
            "spread": (mean, -np.nan_to_num(self.column(tallies.spread), nan=-1)),
            "reviews": (mean, self.column(tallies.count, 0)),
            "number": (),
        }[order]

    def lines(self, places) -> list:
        """The rows at these places, in their order. Some statements."""
        numbers = self.number[places].tolist()
        words = Count("endorsements", filter=Q(endorsements__status=Endorsement.Status.GIVEN))
        rows = self.checked(self.sight.nominations().filter(number__in=numbers)).select_related("group")
        rows = rows.annotate(words_given=words).only("number", "reference", "display_name", "track", "group", "call")
        there = {one.number: one for one in rows}
        return [BoardLine(self, there[n], int(place)) for n, place in zip(numbers, places, strict=True) if n in there]


def failing(rows):
    failed = Q()
    for name in CHECKS:
        failed |= Q(**{f"passes_{name}": False})
    return rows.filter(failed)


class BoardLine:
    """One nomination with what is known of it."""

    def __init__(self, board, nomination, place):
        self.nomination, self.number = nomination, nomination.number
        self.words = nomination.words_given
        self.decision, self.told = board.decided.get(self.number), board.told.get(self.number)
        self.where = board.where(self.decision)
        self.failed = [name for name in CHECKS if getattr(nomination, f"passes_{name}") is False]
        self.named = bool(board.named[place])
        at = int(board.at[place])
        self.scored = at >= 0
        self.count = int(board.judged.tallies.count[at]) if self.scored else 0
        if self.scored:
            self.read(board.judged, at)

    def read(self, judged, at):
        told, tallies = judged.standing, judged.tallies
        self.rank, self.mean = int(told.ranks[at]), told_number(tallies.mean[at])
        self.spread = told_number(tallies.spread[at]) if self.count > 1 else None
        self.calibrated = told_number(told.worth[at])
        self.low, self.high = (told_number(bound[at]) for bound in told.interval)
        names = ("unfinished", "apart", "near", "crossing")
        self.unfinished, self.apart, self.near, self.crossing = (bool(getattr(told, name)[at]) for name in names)

    @property
    def chosen(self) -> bool:
        return bool(self.decision and self.decision.chosen)
