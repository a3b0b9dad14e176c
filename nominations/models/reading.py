"""What a page shows of a call, fetched in one statement with the call itself."""

import json

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject, Now
from django.utils.functional import cached_property

from members.models import WorkingGroup

from .criterion import Criterion
from .extension import Extension
from .seats import Seats

GROUP = ("id", "slug", "name_en", "name_fr", "summary_en", "summary_fr")
CRITERION = ("id", "name_en", "name_fr", "meaning_en", "meaning_fr", "weight", "order")


def everything_shown(calls):
    """Annotate a queryset of calls; see CallQuerySet.for_page."""
    here = {"call": OuterRef("pk")}
    ends = Extension.objects.filter(**here, person=None).order_by("pk").values("previous")
    return calls.annotate(
        now=Now(),
        extended_from=Subquery(ends[:1]),
        seat_rows=seat_rows(OuterRef("pk")),
        criterion_rows=criterion_rows(OuterRef("pk")),
    )


def seat_rows(call):
    """The seats of a call with their groups, as an expression. call: what refers to it from outside."""
    group = JSONObject(number="number", **{name: f"group__{name}" for name in GROUP})
    return ArraySubquery(Seats.objects.filter(call=call).order_by("group__order").values(json=group))


def criterion_rows(call):
    """The rubric of a call in its order, as an expression."""
    criterion = JSONObject(**{name: name for name in CRITERION})
    return ArraySubquery(Criterion.objects.filter(call=call).values(json=criterion))


def read(row) -> dict:
    """A row beside the call's; as text where the statement was put together beforehand."""
    return json.loads(row) if isinstance(row, str) else dict(row)


class Reading:
    """Trait of Call. Rows annotated by `everything_shown` are used where they are, else fetched."""

    @cached_property
    def seats_by_group(self) -> list[Seats]:
        """The Seats with their groups, in the groups' order."""
        if not hasattr(self, "seat_rows"):
            return list(self.seats.select_related("group").order_by("group__order"))
        return [Seats(number=row.pop("number"), group=WorkingGroup(**row)) for row in map(read, self.seat_rows)]

    @cached_property
    def rubric(self) -> list[Criterion]:
        """The criteria in their order."""
        if not hasattr(self, "criterion_rows"):
            return list(self.criteria.all())
        return [Criterion(**row) for row in map(read, self.criterion_rows)]

    @property
    def seats_in_all(self) -> int:
        return sum(seats.number for seats in self.seats_by_group)
