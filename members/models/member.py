"""Member: a country, or the European Union, that belongs to the Partnership."""

import unicodedata
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now, TruncDate
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Lifecycle

from .correcting import Correcting
from .standing import Standing
from .suspension import Suspension


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

    def noting(self, day):
        """Each with `suspended`: whether it had no rights on that day, as the record of suspensions says."""
        times = Suspension.objects.filter(Q(until=None) | Q(until__gt=day), member=OuterRef("pk"), since__lte=day)
        return self.annotate(suspended=Exists(times))

    def noting_ahead(self):
        """Each with `ahead`: whether it becomes a Member on a later day only."""
        return self.annotate(ahead=Q(admitted_on__gt=TruncDate(Now(), tzinfo=UTC)))

    def with_rights(self, at):
        """The Members that may act at that moment: of that day, and not suspended now."""
        return self.on(day_of(at)).filter(status=Member.Status.ACTIVE)

    def due_to_leave(self, at):
        """Those whose day has come, and whose status does not say so yet."""
        return self.filter(left_on__lte=day_of(at)).exclude(status=Member.Status.LEFT)


class Member(Correcting, Standing, Lifecycle):
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
    occasion_en = models.CharField(_("admitted at, in English"), max_length=160, blank=True)
    occasion_fr = models.CharField(_("admitted at, in French"), max_length=160, blank=True)
    left_on = models.DateField(
        _("left on"), null=True, blank=True, help_text=_("The first day on which it is no Member any more.")
    )
    leave_reason = models.TextField(_("why it left, for the file"), blank=True)
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
                condition=~Q(status="left") | Q(left_on__isnull=False),  # of one that announced it, the clock comes
                name="left_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("admitted_on")), name="left_after_admitted"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:member", args=[self.code])

    def get_status_display(self) -> str:
        """The state in words; of one that is noted as ahead, from when it is a Member."""
        if getattr(self, "ahead", False):
            return _t("from %(day)s") % {"day": formats.date_format(self.admitted_on, "DATE_FORMAT")}
        return self._get_FIELD_display(self._meta.get_field("status"))

    @property
    def name(self) -> str:
        return self.name_fr if (get_language() or "").startswith("fr") else self.name_en

    @property
    def occasion(self) -> str:
        """Where the admission was announced: a summit, or the founding."""
        return self.occasion_fr if (get_language() or "").startswith("fr") else self.occasion_en

    @property
    def last_day(self):
        """The last day inside, as people read it; None while no day is set on which it leaves."""
        return self.left_on and self.left_on - timedelta(days=1)

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
