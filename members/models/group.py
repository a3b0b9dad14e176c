"""WorkingGroup: the four groups, and the one that concluded."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .fact import Fact


class WorkingGroupQuerySet(models.QuerySet):
    def at_work(self):
        """The groups that take experts."""
        return self.filter(concluded=False)


class WorkingGroup(Fact):
    slug = models.SlugField(_("short name in addresses"), unique=True)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    summary_en = models.TextField(_("summary in English"))
    summary_fr = models.TextField(_("summary in French"), blank=True)
    established_on = models.DateField(_("established on"), null=True, blank=True)
    concluded = models.BooleanField(_("concluded"), default=False)
    order = models.PositiveSmallIntegerField(default=0)
    source_url = models.URLField(_("source"), max_length=300)

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ["order", "name_en"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:group", args=[self.slug])

    @property
    def name(self) -> str:
        return self.name_fr if (get_language() or "").startswith("fr") else self.name_en

    @property
    def summary(self) -> str:
        french = (get_language() or "").startswith("fr")
        return (self.summary_fr if french else "") or self.summary_en
