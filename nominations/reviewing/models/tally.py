"""ReviewTally: count, mean and spread of a nomination's reviews, in one row that only the chair reads."""

from django.db import models
from django.db.models import Avg, Count, Max, Min, Q, StdDev
from django.utils.translation import gettext_lazy as _


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
        from .review import Review

        row = cls(nomination_id=nomination_id)  # there or not: writing it locks it, and what counts is told below
        cls.objects.bulk_create([row], update_conflicts=True, unique_fields=["nomination"], update_fields=["count"])
        reviews = Review.objects.counted().filter(assignment__nomination=nomination_id)
        numbers = reviews.aggregate(
            count=Count("pk"),
            mean=Avg("total"),
            spread=StdDev("total"),
            lowest=Min("total"),
            highest=Max("total"),
            **{name: Count("pk", filter=Q(recommendation=name)) for name in ("select", "reserve", "reject")},
        )
        cls.objects.filter(nomination_id=nomination_id).update(**numbers)
