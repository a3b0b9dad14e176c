"""Call: the yearly invitation; its dates, seats, texts and rubric."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Lifecycle, Refused

from .. import notices
from .copying import copy_call


class CallQuerySet(models.QuerySet):
    def announced(self):
        """Calls the public may read."""
        return self.exclude(status=Call.Status.DRAFT)

    def open(self, at=None):
        """Published calls whose time it is; by the database's clock unless a moment is given."""
        at = at or Now()
        return self.filter(status=Call.Status.PUBLISHED, opens_at__lte=at, closes_at__gt=at)

    def current(self):
        """The call to show the public: the newest announced one, or None."""
        return self.announced().order_by("-year").first()


class Call(Lifecycle):
    class Status(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        PUBLISHED = "published", _("published")
        CONCLUDED = "concluded", _("concluded")

    MOVES = {Status.DRAFT: {Status.PUBLISHED}, Status.PUBLISHED: {Status.CONCLUDED}}

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    title_en = models.CharField(_("title in English"), max_length=120)
    title_fr = models.CharField(_("title in French"), max_length=120, blank=True)
    intro_en = models.TextField(_("text in English"), help_text=_("Markdown. What the call is for and who may apply."))
    intro_fr = models.TextField(_("text in French"), blank=True)

    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), help_text=_("The first instant outside: 2 December 12:00 UTC for 1 December 23:59 AoE."))
    grace_minutes = models.PositiveSmallIntegerField(_("grace in minutes"), default=15)
    agree_until = models.DateTimeField(_("people named by Members agree until"), null=True, blank=True)
    complete_until = models.DateTimeField(_("people named by Members complete until"), null=True, blank=True)
    endorsement_until = models.DateTimeField(_("Members endorse until"), null=True, blank=True)
    screening_until = models.DateTimeField(_("eligibility check until"), null=True, blank=True)
    review_until = models.DateTimeField(_("review until"), null=True, blank=True)
    decisions_on = models.DateField(_("decisions on"), null=True, blank=True)

    quota = models.PositiveSmallIntegerField(_("places per Member and group"), default=2)
    reviews_per_nomination = models.PositiveSmallIntegerField(_("reviews per nomination"), default=2)
    nationals_cap = models.PositiveSmallIntegerField(_("cap of nationals per country"), null=True, blank=True)
    screening_hold_hours = models.PositiveSmallIntegerField(
        _("hours before a screening letter leaves"), default=24, help_text=_("Until then the secretariat may undo, and the applicant sees no change.")
    )
    drafts_kept_days = models.PositiveSmallIntegerField(_("days that unsent drafts are kept"), default=90)
    last_number = models.PositiveIntegerField(default=0, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_it_opens",
                violation_error_message=_("The call must close after it opens."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        return (self.title_fr if (get_language() or "").startswith("fr") else "") or self.title_en

    @property
    def intro(self) -> str:
        return (self.intro_fr if (get_language() or "").startswith("fr") else "") or self.intro_en

    # --- questions

    @property
    def grace(self) -> timedelta:
        return timedelta(minutes=self.grace_minutes)

    def is_open(self, at) -> bool:
        """Whether people may start a nomination at this moment."""
        return self.status == self.Status.PUBLISHED and self.opens_at <= at < self.closes_at

    def has_closed(self, at) -> bool:
        return at >= self.closes_at

    @cached_property
    def seats_by_group(self) -> list:
        """The Seats rows with their groups, in the groups' order."""
        return list(self.seats.select_related("group").order_by("group__order"))

    # --- verbs

    def publish(self, *, by, at=None):
        """Announce the call: the public page shows it, and it opens by the clock."""
        with self.locked():
            if not self.seats.exists() or not self.criteria.exists():
                raise Refused(_t("Give the call its seats and its criteria before you publish it."))
            self.move(self.Status.PUBLISHED, verb="published", by=by, at=at)

    def extend(self, *, until, reason, by, person=None, at=None):
        """Give everybody, or one person, more time. The old date stays in the story; drafts are told."""
        at = at or clock.now()
        with self.locked():
            if self.status != self.Status.PUBLISHED:
                raise Refused(_t("Only a published call can be extended."))
            if until <= max(self.closes_at, at):
                raise Refused(_t("The new end must lie after the present one and in the future."))
            if not reason.strip():
                raise Refused(_t("Say why the call is extended: the reason is kept with it."))
            extension = self.extensions.create(person=person, until=until, reason=reason, by=by, previous=self.closes_at)
            facts = {"until": until.isoformat(), "from": self.closes_at.isoformat(), "reason": reason}
            if person is None:
                self.closes_at = until
                self.save(update_fields=["closes_at"])
            self.record("extended", by=by, at=at, facts=facts | ({"person": person.pk} if person else {}))
            notices.call_extended(self, extension)
        return extension

    def conclude(self, *, by, at=None):
        """Put the call into the archive."""
        with self.locked():
            if not self.has_closed(at or clock.now()):
                raise Refused(_t("The call is still open."))
            self.move(self.Status.CONCLUDED, verb="concluded", by=by, at=at)

    def copy(self, *, year, by) -> "Call":
        """Next year's call as a draft: same texts, rules, seats and rubric; dates moved by whole years."""
        if Call.objects.filter(year=year).exists():
            raise Refused(_t("There is already a call for %(year)s.") % {"year": year})
        return copy_call(self, year=year, by=by)


class Seats(models.Model):
    """How many experts a group takes in a call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="seats")
    group = models.ForeignKey("members.WorkingGroup", models.PROTECT, related_name="+", verbose_name=_("group"))
    number = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        verbose_name = _("seats")
        verbose_name_plural = _("seats")
        constraints = [models.UniqueConstraint(fields=["call", "group"], name="one_number_per_group")]

    def __str__(self):
        return f"{self.group}: {self.number}"


class Criterion(models.Model):
    """One line of the rubric: scored 0 to 5, weighted in per cent."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
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


class Extension(models.Model):
    """More time, for all (person empty) or for one person, with the reason."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="extensions")
    person = models.ForeignKey("members.Person", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("for"))
    until = models.DateTimeField(_("until"))
    previous = models.DateTimeField(_("instead of"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.until:%Y-%m-%d %H:%M} UTC"
