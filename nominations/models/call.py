"""Call: the yearly invitation; its dates, seats, texts and rubric."""

from datetime import datetime, timedelta
from functools import cache

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Lifecycle, Refused

from ..notices import desks, endorsements
from ..notices import nominations as notices
from .copying import copy_call
from .nudging import Nudging
from .reading import Reading, everything_shown
from .timetable import Timetable
from .tracks import Freezing


class CallQuerySet(models.QuerySet):
    def announced(self):
        """Calls the public may read."""
        return self.exclude(status=Call.Status.DRAFT)

    def open(self, at=None):
        """Published calls whose time it is; by the database's clock unless a moment is given."""
        at = at or Now()
        return self.filter(status=Call.Status.PUBLISHED, opens_at__lte=at, closes_at__gt=at)

    def judged(self):
        """Those whose nominations are reviewed and decided: tracks frozen, and not in the archive yet; the newest first."""
        return self.filter(status=Call.Status.PUBLISHED).exclude(tracks_frozen_at=None).order_by("-year")

    def current(self):
        """The call to show the public: the newest announced one, with all that pages show of it; or None."""
        return next(iter(self.raw(*newest())), None)

    def for_page(self):
        """With the present moment (`now`), seats, criteria and original end: a page of a call costs one statement."""
        return everything_shown(self)


@cache
def newest() -> tuple[str, tuple]:
    """The statement and the values that `current` asks with, put together once: that takes longer than the answer."""
    return Call.objects.announced().for_page().order_by("-year")[:1].query.sql_with_params()


class Call(Timetable, Reading, Freezing, Nudging, Lifecycle):
    """Its dates stand in Timetable, what pages show of it in Reading; who is scored in Freezing."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        PUBLISHED = "published", _("published")
        CONCLUDED = "concluded", _("concluded")

    class Endorsing(models.TextChoices):
        OPTIONAL = "optional", _("optional")
        REQUIRED = "required", _("required")

    MOVES = {Status.DRAFT: {Status.PUBLISHED}, Status.PUBLISHED: {Status.CONCLUDED}}
    LETTERS_HOLD = {"nominations/nudge": {Status.PUBLISHED}}

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    title_en = models.CharField(_("title in English"), max_length=120)
    title_fr = models.CharField(_("title in French"), max_length=120, blank=True)
    intro_en = models.TextField(_("text in English"), help_text=_("Markdown. What the call is for and who may apply."))
    intro_fr = models.TextField(_("text in French"), blank=True)

    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(
        _("closes"), help_text=_("The first instant outside: 2 December 12:00 UTC for 1 December 23:59 AoE.")
    )
    grace_minutes = models.PositiveSmallIntegerField(_("grace in minutes"), default=15)
    agree_until = models.DateTimeField(_("people named by Members agree until"), null=True, blank=True)
    complete_until = models.DateTimeField(_("people named by Members complete until"), null=True, blank=True)
    endorsement_until = models.DateTimeField(_("Members endorse until"), null=True, blank=True)
    screening_until = models.DateTimeField(_("eligibility check until"), null=True, blank=True)
    review_until = models.DateTimeField(_("review until"), null=True, blank=True)
    decisions_on = models.DateField(_("decisions on"), null=True, blank=True)

    reserve_until = models.DateField(
        _("reserve list until"),
        null=True,
        blank=True,
        help_text=_("The last day on which somebody may still be called."),
    )
    offer_days = models.PositiveSmallIntegerField(_("days to answer an offer"), default=14)
    terms_from = models.DateField(
        _("appointed from"),
        null=True,
        blank=True,
        help_text=_("The first day of the terms; else the day on which somebody accepts."),
    )

    quota = models.PositiveSmallIntegerField(_("places per Member and group"), default=2)
    endorsing = models.CharField(
        _("endorsement by a Member"), max_length=10, choices=Endorsing.choices, default=Endorsing.OPTIONAL
    )
    balance_en = models.TextField(_("request to Members for balance, in English"), max_length=800, blank=True)
    balance_fr = models.TextField(_("request to Members for balance, in French"), max_length=800, blank=True)
    scores_named = models.BooleanField(
        _("people named by Members are scored, too"),
        default=False,
        help_text=_("Else they are checked, and proposed as selected unless a check fails."),
    )
    tracks_frozen_at = models.DateTimeField(_("tracks frozen"), null=True, blank=True, editable=False)
    reviews_per_nomination = models.PositiveSmallIntegerField(_("reviews per nomination"), default=2)
    reviews_shared = models.BooleanField(
        _("reviewers read each other's reviews"),
        default=True,
        help_text=_("Only of nominations that they have reviewed themselves."),
    )
    reviewers_named = models.BooleanField(
        _("reviewers know each other's names"), default=False, help_text=_("Else they read “Reviewer 3”.")
    )
    third_review_gap = models.PositiveSmallIntegerField(
        _("totals that differ by more than this ask for another review"), default=25, help_text=_("Of 100.")
    )
    nationals_cap = models.PositiveSmallIntegerField(_("cap of nationals per country"), null=True, blank=True)
    screening_hold_hours = models.PositiveSmallIntegerField(
        _("hours before a screening letter leaves"),
        default=24,
        help_text=_("Until then the secretariat may undo, and the applicant sees no change."),
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
                condition=Q(complete_until=None) | Q(agree_until=None) | Q(complete_until__gte=F("agree_until")),
                name="call_completes_after_agreeing",
                violation_error_message=_(
                    "The day until which people complete must not lie before the day until which they agree."
                ),
            ),
            models.CheckConstraint(
                condition=Q(agree_until=None) | Q(agree_until__gt=F("opens_at")),
                name="call_opens_before_people_agree",
                violation_error_message=_("The day until which people agree must lie after the opening."),
            ),
            models.CheckConstraint(
                condition=Q(endorsement_until=None) | Q(endorsement_until__gt=F("opens_at")),
                name="call_opens_before_members_endorse",
                violation_error_message=_("The day until which Members endorse must lie after the opening."),
            ),
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
    def balance(self) -> str:
        return (self.balance_fr if (get_language() or "").startswith("fr") else "") or self.balance_en

    @property
    def intro(self) -> str:
        return (self.intro_fr if (get_language() or "").startswith("fr") else "") or self.intro_en

    # --- questions

    @property
    def grace(self) -> timedelta:
        return timedelta(minutes=self.grace_minutes)

    def is_open(self, at, person=None) -> bool:
        """Whether nominations may be started at this moment; a person may have more time than others."""
        return self.status == self.Status.PUBLISHED and self.opens_at <= at < self.end_for(person)

    def has_closed(self, at) -> bool:
        return at >= self.closes_at

    def end_for(self, person=None) -> datetime:
        """The end for everybody, or the later one that this person was given (the first instant outside)."""
        if person is None:
            return self.closes_at
        named = self.endorsements.agreed().filter(nomination__person=person).exists()
        own = self.extensions.filter(person=person).values_list("until", flat=True)
        return max([self.closes_at, *own, *([self.complete_end] if named else [])])

    def last_end(self) -> datetime:
        """When the time is over for the last person, too."""
        ends = [self.agree_end, self.complete_end] if self.endorsements.naming().exists() else []
        return max([self.closes_at, *ends, *self.extensions.values_list("until", flat=True)])

    @property
    def demands_endorsement(self) -> bool:
        """Whether a nomination counts only with the word of a Member."""
        return self.endorsing == self.Endorsing.REQUIRED

    # --- verbs

    def publish(self, *, by, at=None):
        """Announce the call: the public page shows it, and it opens by the clock."""
        with self.locked():
            if not self.seats.exists() or not self.criteria.exists():
                raise Refused(_t("Give the call its seats and its criteria before you publish it."))
            if sum(self.criteria.values_list("weight", flat=True)) != 100:
                raise Refused(_t("The weights of the criteria must add up to 100 per cent."))
            self.move(self.Status.PUBLISHED, verb="published", by=by, at=at)

    def extend(self, *, until, reason, by, person=None, at=None):
        """Give everybody, or one person, more time. The old date stays in the story; drafts are told.

        Time is never taken back. Later dates of the procedure that the new end overtakes move by as much.
        """
        with self.locked(at) as at:
            if self.status != self.Status.PUBLISHED:
                raise Refused(_t("Only a published call can be extended."))
            if self.tracks_frozen_at:
                raise Refused(_t("The tracks are frozen. Undo that before you give more time."))
            present = self.end_for(person)
            if until <= max(present, at):
                raise Refused(_t("The new end must lie after the present one and in the future."))
            if not reason.strip():
                raise Refused(_t("Say why the call is extended: the reason is kept with it."))
            concerned = {"status": "draft"} if person is None else {"person": person}
            before = dict(self.nominations.filter(**concerned).with_end().values_list("pk", "ends_at"))
            extension = self.extensions.create(person=person, until=until, reason=reason, by=by, previous=present)
            facts = {"until": until.isoformat(), "from": present.isoformat()}
            if person is None:
                facts["reason"] = reason
                facts["moved"] = self.postpone(until)
                self.tell_of_postponement(extension, facts["moved"], at)
            else:
                facts["person"] = person.pk  # the reason stands with the extension: of a person not everybody reads it
            self.record("extended", by=by, at=at, facts=facts)
            notices.call_extended(extension, before)
        return extension

    def tell_of_postponement(self, extension, moved, at):
        """Tell the Members' focal points, and whoever was named and has not answered, where that date moved, too."""
        later = {name for name in ("agree_until", "endorsement_until") if name in moved or getattr(self, name) is None}
        desks.call_extended(extension, at)
        if "agree_until" in later:
            endorsements.more_time_to_agree(extension, self.endorsements.filter(status="invited"))
        if later:
            self.endorsements.all().forget_old_date(self)

    def conclude(self, *, by, at=None):
        """Put the call into the archive."""
        with self.locked(at) as at:
            if at < self.last_end():
                raise Refused(_t("The call is still open, for everybody or for one person who was given more time."))
            if at < self.endorsement_end and self.endorsements.to_answer().exists():
                raise Refused(_t("Members can still answer applicants. Conclude the call when that is over."))
            if self.publications.open().exists():
                raise Refused(_t("A list of this call is fixed for publication. Publish it, or take it back."))
            self.move(self.Status.CONCLUDED, verb="concluded", by=by, at=at)

    def copy(self, *, year, by) -> "Call":
        """Next year's call as a draft: same texts, rules, seats and rubric; dates moved by whole years."""
        if Call.objects.filter(year=year).exists():
            raise Refused(_t("There is already a call for %(year)s.") % {"year": year})
        return copy_call(self, year=year, by=by)
