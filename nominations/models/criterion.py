"""Criterion: one line of the rubric by which a call judges."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Criterion(models.Model):
    """Scored 0 to 5, weighted in per cent."""

    call = models.ForeignKey("nominations.Call", models.CASCADE, related_name="criteria")
    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True)
    meaning_en = models.CharField(_("what it means, in English"), max_length=300, blank=True)
    meaning_fr = models.CharField(_("what it means, in French"), max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight in per cent"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("rubric")
        ordering = ["order"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return (self.name_fr if (get_language() or "").startswith("fr") else "") or self.name_en

    @property
    def meaning(self) -> str:
        return (self.meaning_fr if (get_language() or "").startswith("fr") else "") or self.meaning_en
