"""What a page shows of a call, fetched in one statement with the call itself."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject, Now
from django.utils.functional import cached_property

from members.models import WorkingGroup

from .criterion import Criterion
from .extension import Extension
from .seats import Seats

GROUP = ("id", "slug", "name_en", "name_fr", "summary_en", "summary_fr")
CRITERION = ("name_en", "name_fr", "meaning_en", "meaning_fr", "weight", "order")


def everything_shown(calls):
    """Annotate a queryset of calls; see CallQuerySet.for_page."""
    here = {"call": OuterRef("pk")}
    group = JSONObject(number="number", **{name: f"group__{name}" for name in GROUP})
    criterion = JSONObject(**{name: name for name in CRITERION})
    ends = Extension.objects.filter(**here, person=None).order_by("pk").values("previous")
    return calls.annotate(
        now=Now(),
        extended_from=Subquery(ends[:1]),
        seat_rows=ArraySubquery(Seats.objects.filter(**here).order_by("group__order").values(json=group)),
        criterion_rows=ArraySubquery(Criterion.objects.filter(**here).values(json=criterion)),
    )


class Reading:
    """Trait of Call. Rows annotated by `everything_shown` are used where they are, else fetched."""

    @cached_property
    def seats_by_group(self) -> list[Seats]:
        """The Seats with their groups, in the groups' order."""
        rows = getattr(self, "seat_rows", None)
        if rows is None:
            return list(self.seats.select_related("group").order_by("group__order"))
        return [Seats(number=row.pop("number"), group=WorkingGroup(**row)) for row in rows]

    @cached_property
    def rubric(self) -> list[Criterion]:
        """The criteria in their order."""
        rows = getattr(self, "criterion_rows", None)
        return list(self.criteria.all()) if rows is None else [Criterion(**row) for row in rows]

    @property
    def seats_in_all(self) -> int:
        return sum(seats.number for seats in self.seats_by_group)
