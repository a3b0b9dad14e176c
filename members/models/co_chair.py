"""PastCoChair: who was seen as a co-chair of a group before the portal kept terms, with the page that says so."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PastCoChair(models.Model):
    """One page's word on one person. Years are those in which that page shows them; days and terms are not known."""

    group = models.ForeignKey("members.WorkingGroup", models.PROTECT, related_name="past_co_chairs")
    name = models.CharField(_("name"), max_length=160)
    seen_from = models.PositiveSmallIntegerField(_("seen from"), null=True, blank=True)
    seen_until = models.PositiveSmallIntegerField(_("seen until"), null=True, blank=True)
    source_url = models.URLField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("co-chair of old")
        verbose_name_plural = _("co-chairs of old")
        ordering = [F("seen_from").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "name", "source_url"], name="one_word_of_a_page_on_a_co_chair"),
            models.CheckConstraint(condition=Q(seen_until__gte=F("seen_from")), name="co_chair_seen_in_order"),
        ]

    def __str__(self):
        return self.name

    @property
    def years(self) -> str:
        """As people read them: 2021, or 2020–2023."""
        return "–".join(str(year) for year in dict.fromkeys((self.seen_from, self.seen_until)) if year)
