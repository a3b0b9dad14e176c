"""Seats: how many experts each group takes in a call."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seats(models.Model):
    """How many experts a group takes in a call."""

    call = models.ForeignKey("nominations.Call", models.CASCADE, related_name="seats")
    group = models.ForeignKey("members.WorkingGroup", models.PROTECT, related_name="+", verbose_name=_("group"))
    number = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        verbose_name = _("seats")
        verbose_name_plural = _("seats")
        constraints = [models.UniqueConstraint(fields=["call", "group"], name="one_number_per_group")]

    def __str__(self):
        return f"{self.group}: {self.number}"
