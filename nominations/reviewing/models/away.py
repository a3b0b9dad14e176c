"""Away: days on which a reviewer does not review."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Away(models.Model):
    """Both days inside."""

    reviewer = models.ForeignKey("reviewing.Reviewer", models.CASCADE, related_name="away")
    since = models.DateField(_("from"))
    until = models.DateField(_("until, this day included"))

    class Meta:
        verbose_name = _("time away")
        verbose_name_plural = _("times away")
        ordering = ["since"]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="away_in_order")]

    def __str__(self):
        return f"{self.since} – {self.until}"
