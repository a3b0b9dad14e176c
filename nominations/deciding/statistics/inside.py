"""The statistics of a call for who works at it: how long things took, and who came, counted from what each reader may see.

Who came and what became of them stands exact only before staff from whom nothing is barred: a chair, and staff with a conflict,
read what everybody reads, since exact numbers less those would tell of the nominations that are barred from them.
"""

from datetime import UTC, timedelta

from django.db.models import Aggregate, Count, DurationField, F
from django.db.models.functions import TruncDate
from django.utils.functional import cached_property

from ...models import Nomination
from ...reviewing.models import Assignment
from ..models import Offer, Publication, Statistics
from .charts import Drawing
from .counting import SETS, Counting
from .figures import ALL, NAMES, SET_NAMES, in_order, values_of
from .telling import Told
from .telling import name as spoken


class Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


class Inside:
    """What whoever sits at the workbench reads of a call; sight: whose page it is."""

    def __init__(self, sight):
        self.sight, self.call = sight, sight.call

    @cached_property
    def is_exact(self) -> bool:
        return self.sight.seat is None and not self.sight.lacks

    @property
    def rows(self):
        """The nominations that exist for this reader, whatever became of them."""
        if self.sight.seat:
            return self.sight.seat.sees()
        return Nomination.objects.visible_to(self.sight.user).filter(call=self.call)

    # --- who came

    @cached_property
    def told(self) -> Told | None:
        """What everybody may read, where there is something."""
        kept = Statistics.objects.filter(call=self.call).first()
        return kept and Told(kept.content)

    @cached_property
    def publication(self):
        lists = Publication.objects.filter(call=self.call, status="published", kind=Publication.Kind.LIST)
        return lists.defer("content").order_by("published_at").first()

    @cached_property
    def counting(self) -> Counting:
        return Counting(self.call, self.rows, self.publication, as_stands=True)

    @property
    def sets(self) -> list:
        return [SET_NAMES[name] for name in (SETS if self.publication else SETS[:2])]

    @property
    def totals(self) -> list[tuple]:
        return list(zip(self.sets, self.counting.totals(), strict=False))

    @property
    def tables(self) -> list[tuple]:
        """(name of a fact, [(name of a value, its numbers)])."""
        return [(NAMES[fact], self.table(fact)) for fact in (ALL if self.call.tracks_frozen_at else ALL[1:])]

    def table(self, fact) -> list[tuple]:
        rows = in_order(self.call, fact, self.counting.by(fact), range(len(self.sets)))
        return [(label(name), rows[value]) for value, name in values_of(self.call, fact)]

    # --- how long it took

    @cached_property
    def to_screening(self) -> float | None:
        """Days in which half of them had their result."""
        screened = self.rows.filter(screened_at__gte=F("submitted_at"))
        return days_of(screened.aggregate(half=Median(F("screened_at") - F("submitted_at")))["half"])

    @cached_property
    def to_answer(self) -> float | None:
        """Days in which half of those who answered an offer had done so."""
        offers = Offer.objects.filter(decision__nomination__in=self.rows.values("pk"), answered_at__isnull=False)
        return days_of(offers.aggregate(half=Median(F("answered_at") - F("offered_at")))["half"])

    @cached_property
    def reviews(self) -> list[tuple]:
        """(day, how many reviews were handed in), days without one among them."""
        done = Assignment.objects.filter(nomination__in=self.rows.values("pk"), status="done", done_at__isnull=False)
        came = dict(done.order_by().values_list(TruncDate("done_at", tzinfo=UTC)).annotate(Count("pk")))
        if not came:
            return []
        first, days = min(came), (max(came) - min(came)).days + 1
        return [(day, came.get(day, 0)) for day in (first + timedelta(days=n) for n in range(days))]

    @property
    def drawing(self) -> Drawing | None:
        return Drawing(*map(list, zip(*self.reviews, strict=True))) if self.reviews else None


def days_of(span) -> float | None:
    return None if span is None else round(span / timedelta(days=1), 1)


def label(name) -> str:
    """A group's name comes in both languages, any other as a word of the interface."""
    return spoken({"name": name}) if isinstance(name, dict) else str(name)
