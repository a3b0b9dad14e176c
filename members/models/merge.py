"""PersonMerge: two rows that were one human, brought together by somebody, and taken apart again where that was wrong."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .unmerging import Unmerging


class PersonMerge(Unmerging, models.Model):
    """`moved` says what was changed, so that it can be undone: lines of {"model", "pk", "field", …}; `had`, what pointed
    to the kept one before.
    """

    kept = models.ForeignKey("members.Person", models.PROTECT, related_name="merges")
    stub = models.ForeignKey("members.Person", models.PROTECT, related_name="merged_by")
    reason = models.TextField(_("why they are one"))
    moved = models.JSONField(default=list)
    had = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("merged"), db_default=Now())
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("taken apart"), null=True)
    undone_reason = models.TextField(_("why they are two"), blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("stub")), name="merge_of_two"),
            models.UniqueConstraint(fields=["stub"], condition=Q(undone_at=None), name="one_merge_per_stub"),
        ]

    def __str__(self):
        return f"{self.stub_id} → {self.kept_id}"


class DistinctQuerySet(models.QuerySet):
    def of(self, one, other):
        """The word on these two, in whichever order they are named."""
        return self.filter(first=min(one.pk, other.pk), second=max(one.pk, other.pk))


class Distinct(models.Model):
    """Two who look alike and are not the same, as somebody has checked: they are not suggested again."""

    first = models.ForeignKey("members.Person", models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Person", models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = DistinctQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_distinction_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinct_in_order"),
        ]

    def __str__(self):
        return f"{self.first_id} ≠ {self.second_id}"
