"""Affiliation: where a person works, as what, from when until when. Public with the person's consent."""

from anyascii import anyascii
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.text import SEARCHED, plain

from ..countries import country_names
from ..stakeholders import StakeholderGroup


class AffiliationQuerySet(models.QuerySet):
    def on(self, day):
        """Those of that day; an open beginning or end counts."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gt=day))


class Latin(models.CharField):
    """The plain spelling of another column in Latin letters, for searches; reckoned by `save` and by `bulk_create`."""

    def __init__(self, *args, of="", **options):
        self.of = of
        super().__init__(*args, **{"max_length": SEARCHED, "blank": True, "editable": False} | options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"of": self.of}

    def pre_save(self, row, add):
        setattr(row, self.attname, plain(anyascii(getattr(row, self.of)))[:SEARCHED])
        return getattr(row, self.attname)


class Affiliation(models.Model):
    person = models.ForeignKey("members.Person", models.CASCADE, related_name="affiliations")
    organisation = models.CharField(_("organisation"), max_length=160)
    latin_name = Latin(of="organisation")
    position = models.CharField(_("position"), max_length=120, blank=True)
    stakeholder_group = models.CharField(_("stakeholder group"), max_length=20, choices=StakeholderGroup.choices)
    country = models.CharField(_("country of the organisation"), max_length=2, help_text=_("ISO 3166-1 alpha-2."))
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day outside."))

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = [F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")), name="affiliation_ends_after"
            )
        ]
        indexes = [
            models.Index(fields=["country"]),
            models.Index(fields=["stakeholder_group"]),
            GinIndex(OpClass("latin_name", name="gin_trgm_ops"), name="organisation_similar"),
        ]

    def __str__(self):
        return self.organisation

    def save(self, *args, **kwargs):
        """The spelling for searches follows the name."""
        if kwargs.get("update_fields") is not None and "organisation" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "latin_name"}
        super().save(*args, **kwargs)

    @property
    def country_name(self) -> str:
        """In the reader's language."""
        return country_names(get_language() or "en").get(self.country, "")
