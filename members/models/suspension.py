"""Suspension: a time in which a Member has no rights."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

DAYS = Func(F("since"), F("until"), function="daterange")  # the end is outside; without one it is open


class Suspension(models.Model):
    """Days, for the record. What a Member may do now is its status, which the same verbs change at once."""

    member = models.ForeignKey("members.Member", models.PROTECT, related_name="suspensions")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day with its rights again."))
    reason = models.TextField(_("reason, for the file"))
    end_reason = models.TextField(_("why it ended, for the file"), blank=True)

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="suspension_ends_after"),
            ExclusionConstraint(
                name="one_suspension_at_a_time",
                expressions=[("member", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self):
        return f"{self.member} · {self.since}"

    @property
    def last_day(self):
        """The last day without rights, as people read it; None while it lasts."""
        return self.until and self.until - timedelta(days=1)
