"""ReviewTally: count, mean and spread of a nomination's reviews, in one row that only the chair reads."""

from functools import cache
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

NOBODY = UUID(int=0)
FIGURES = {
    "count": "count(*)",
    "mean": "avg(total)",
    "spread": "stddev_pop(total)",
    "lowest": "min(total)",
    "highest": "max(total)",
    **{name: f"count(*) FILTER (WHERE recommendation = '{name}')" for name in ("select", "reserve", "reject")},
}


class ReviewTally(models.Model):
    """Kept in the transaction that changes a review. Totals are of 100; spread is their standard deviation (population)."""

    nomination = models.OneToOneField(
        "nominations.Nomination", models.CASCADE, primary_key=True, related_name="review_tally"
    )
    count = models.PositiveSmallIntegerField(_("reviews"), default=0)
    mean = models.FloatField(_("mean"), null=True, blank=True)
    spread = models.FloatField(_("spread"), null=True, blank=True)
    lowest = models.FloatField(null=True, blank=True)
    highest = models.FloatField(null=True, blank=True)
    select = models.PositiveSmallIntegerField(default=0)
    reserve = models.PositiveSmallIntegerField(default=0)
    reject = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("tally of reviews")
        verbose_name_plural = _("tallies of reviews")
        indexes = [models.Index(fields=["-spread", "-mean"], name="tally_disagreement")]

    def __str__(self):
        return f"{self.nomination_id}: {self.count}"

    @classmethod
    def reckon(cls, nomination_id):
        """Count anew from the reviews that count. Two at once wait for each other at the row."""
        row = cls(nomination_id=nomination_id)  # there or not: writing it locks it, and what counts is told below
        cls.objects.bulk_create([row], update_conflicts=True, unique_fields=["nomination"], update_fields=["count"])
        sql, values = reckoning()
        with connection.cursor() as cursor:
            cursor.execute(sql, [nomination_id if value == NOBODY else value for value in values])


@cache
def reckoning() -> tuple[str, tuple]:
    """The statement that writes all figures of a row, and its values, put together once; NOBODY stands for the nomination."""
    from .review import Review

    rows = Review.objects.counted().filter(assignment__nomination=NOBODY).values("total", "recommendation")
    counted, values = rows.query.sql_with_params()
    names = ", ".join(f'"{name}"' for name in FIGURES)
    told = ", ".join(FIGURES.values())
    table = ReviewTally._meta.db_table
    sql = f'UPDATE "{table}" SET ({names}) = (SELECT {told} FROM ({counted}) AS counted) WHERE "nomination_id" = %s'  # noqa: S608  all of it ours
    return sql, (*values, NOBODY)
