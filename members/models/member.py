"""Member: a country, or the European Union, that belongs to the Partnership."""

import unicodedata
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Lifecycle


class Region(models.TextChoices):
    AFRICA = "Africa", _("Africa")
    AMERICAS = "Americas", _("Americas")
    ASIA = "Asia", _("Asia")
    EUROPE = "Europe", _("Europe")
    OCEANIA = "Oceania", _("Oceania")


def is_zone(name):
    """Refuses what no clock knows."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(_("Enter a time zone by its name in the tz database, such as Africa/Dakar.")) from None


class MemberQuerySet(models.QuerySet):
    def on(self, day):
        """The Members of that day: admitted by then and not yet gone."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), admitted_on__lte=day)


class Member(Lifecycle):
    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        LEFT = "left", _("left")

    MOVES = {
        Status.ACTIVE: {Status.SUSPENDED, Status.LEFT},
        Status.SUSPENDED: {Status.ACTIVE, Status.LEFT},
    }

    code = models.CharField(
        _("code"), max_length=2, unique=True, help_text=_("ISO 3166-1 alpha-2; EU for the European Union.")
    )
    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80)
    region = models.CharField(_("region"), max_length=10, choices=Region.choices)
    admitted_on = models.DateField(_("admitted on"))
    day_inferred = models.BooleanField(
        _("the day is inferred"),
        default=False,
        help_text=_("The source gives the month; the day follows from other facts."),
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)
    founding = models.BooleanField(_("founding Member"), default=False)
    capital_zone = models.CharField(
        _("time zone of the capital"),
        max_length=64,
        blank=True,
        validators=[is_zone],
        help_text=_("Its name in the tz database: Africa/Dakar."),
    )
    source_url = models.URLField(_("source"), max_length=300)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.ACTIVE)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("Member")
        verbose_name_plural = _("Members")
        ordering = ["name_en"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(status="left") & Q(left_on__isnull=False)) | (~Q(status="left") & Q(left_on=None)),
                name="left_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("admitted_on")), name="left_after_admitted"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_fr if (get_language() or "").startswith("fr") else self.name_en

    @property
    def is_country(self) -> bool:
        """All but the European Union, which is a Member beside its own member states."""
        return self.code != "EU"

    @property
    def sort_key(self) -> str:
        """Puts names in the order of a dictionary, where É stands with E."""
        plain = unicodedata.normalize("NFD", self.name)
        return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()

    @property
    def zone(self) -> ZoneInfo | None:
        """The time zone of the capital, where one is known."""
        try:
            return ZoneInfo(self.capital_zone) if self.capital_zone else None
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
