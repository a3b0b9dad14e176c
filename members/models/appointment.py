"""Appointment: a term of a person in a group, or in the plenary. All terms together are the ledger."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Func, Q, Value
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Lifecycle, random_id

from ..notices.terms import REMINDERS
from .appointing import Appointing
from .keeping_time import KeepingTime
from .parting import Parting

TERM = Func(F("starts_on"), Coalesce("ended_on", "planned_end"), function="daterange")  # the end is outside


class AppointmentQuerySet(models.QuerySet):
    def on(self, day):
        """The roster of that day: begun by then and not yet over, whatever has become of it since."""
        return self.alias(over=Coalesce("ended_on", "planned_end")).filter(starts_on__lte=day, over__gt=day)

    def newest_first(self):
        return self.order_by("-starts_on", "role", "pk")

    def begun(self, day):
        """Those that have begun by that day, over or not; one that was ended on its first day never began."""
        return self.alias(over=Coalesce("ended_on", "planned_end")).filter(starts_on__lte=day, over__gt=F("starts_on"))

    def within(self, first, outside):
        """Those with a day from the first to the one before `outside`; terms that never came to be have none."""
        over = Coalesce("ended_on", "planned_end")
        return self.alias(over=over).filter(Q(over__gt=F("starts_on")), starts_on__lt=outside, over__gt=first)

    def to_begin(self, at):
        """Planned, and their first day is there."""
        return self.filter(status=Appointment.Status.PLANNED, starts_on__lte=day_of(at))

    def to_close(self, at):
        """Active, and their last day is over."""
        day = day_of(at)
        return self.filter(Q(planned_end__lte=day) | Q(ended_on__lte=day), status=Appointment.Status.ACTIVE)

    def to_remind(self, day):
        """Those whose reminder is due and was not given: the first in time, or the last where it comes late. None of a
        term that began after its reminder would have been due; nor of one that is renewed, or ends otherwise.
        """
        early, late = (timedelta(days=days) for days in REMINDERS)
        first = Q(reminded=None, planned_end__gt=day + late, starts_on__lte=F("planned_end") - early)
        last = Q(planned_end__lte=day + late, starts_on__lte=F("planned_end") - late)
        return self.filter(
            first | (last & (Q(reminded=None) | Q(reminded=REMINDERS[0]))),
            planned_end__gt=day,
            planned_end__lte=day + early,
            starts_on__lte=day,
            ended_on=None,
            renewal=None,
        )

    def running_out(self, day):
        """Those of that day that end as planned within the days of the first reminder, and that nothing follows."""
        soon = self.on(day).filter(planned_end__lte=day + timedelta(days=REMINDERS[0]))
        return soon.filter(ended_on=None, renewal=None)

    def last_years(self, day):
        """How many seats fall vacant in which year, by group: terms that are not over on that day and that nothing follows.
        Rows of group_id, year (of the last day inside) and number.
        """
        over = Coalesce("ended_on", "planned_end")
        last_day = ExpressionWrapper(over - timedelta(days=1), output_field=models.DateField())
        left = self.alias(over=over).filter(Q(over__gt=F("starts_on")), over__gt=day, renewal=None)
        return left.order_by().values("group_id", year=ExtractYear(last_day)).annotate(number=Count("*"))

    def visible_to(self, user):
        """All for whoever reads files; one's own for everybody else."""
        if not user.is_authenticated:
            return self.none()
        return self if user.may_read_files else self.filter(person__user=user)


class Appointment(Appointing, KeepingTime, Parting, Lifecycle):
    """Days; an end is the first day outside: three years from 1 March 2026 end on 1 March 2029, and are shown as until
    28 February. Who sits when follows from the days alone; the status says how far the clock and people have come.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        ACTIVE = "active", _("active")
        RENEWED = "renewed", _("renewed")
        RESIGNED = "resigned", _("resigned")
        ENDED = "ended", _("ended")

    class Role(models.TextChoices):
        EXPERT = "expert", _("expert")
        CO_CHAIR = "co_chair", _("co-chair")
        OBSERVER = "observer", _("observer")

    class Route(models.TextChoices):
        MEMBER = "member", _("nominated by a Member")
        SELF = "self", _("self-nominated")
        INVITED = "invited", _("invited")

    MOVES = {
        Status.PLANNED: {Status.ACTIVE, Status.ENDED},  # ended without a day: called off
        Status.ACTIVE: {Status.RENEWED, Status.RESIGNED, Status.ENDED},
    }
    LETTERS_HOLD = {"members/term_ending": {Status.PLANNED, Status.ACTIVE}}

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="appointments", verbose_name=_("person"))
    group = models.ForeignKey(
        "members.WorkingGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("working group"),
        help_text=_("None for the plenary alone."),
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.EXPERT)
    route = models.CharField(_("route"), max_length=7, choices=Route.choices)
    member = models.ForeignKey(
        "members.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("nominated by"),
    )
    starts_on = models.DateField(_("from"))
    planned_end = models.DateField(_("planned end"), help_text=_("The first day outside."))
    ended_on = models.DateField(
        _("ended on"), null=True, blank=True, help_text=_("The first day outside, where it is not the planned one.")
    )
    ends_as = models.CharField(
        _("announced"),
        max_length=8,
        choices=[(Status.RESIGNED, Status.RESIGNED.label), (Status.ENDED, Status.ENDED.label)],
        blank=True,
        help_text=_("What it becomes on the day it ends, where somebody said so before."),
    )
    reason = models.TextField(_("why it ended, for the file"), blank=True)
    reminded = models.PositiveSmallIntegerField(_("reminded, days before the end"), null=True, blank=True)
    renews = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renewal", verbose_name=_("renews")
    )
    status = models.CharField(_("state"), max_length=8, choices=Status.choices, default=Status.PLANNED)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(planned_end__gt=F("starts_on")), name="term_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on"), ended_on__lte=F("planned_end")),
                name="term_ends_within_its_days",
            ),
            models.CheckConstraint(
                condition=Q(route="member", member__isnull=False) | (~Q(route="member") & Q(member=None)),
                name="route_member_names_the_member",
            ),
            models.CheckConstraint(
                condition=~Q(status="resigned") | Q(ended_on__isnull=False), name="resigned_has_a_day"
            ),
            models.CheckConstraint(condition=Q(ends_as="") | Q(ended_on__isnull=False), name="announced_has_a_day"),
            ExclusionConstraint(
                name="one_term_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (Coalesce("group", Value(0), output_field=models.BigIntegerField()), RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (TERM, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["group", "starts_on"]),
            models.Index(fields=["status", "planned_end"]),
            models.Index(fields=["starts_on", "id"]),
        ]

    def __str__(self):
        return f"{self.person}, {self.get_role_display()}, {self.place}"

    @classmethod
    def keeps_apart(cls, one, other) -> str:
        """Why two persons cannot be made one: both have the same role in the same group at the same time."""
        theirs = list(cls.objects.filter(person=other))
        for term in cls.objects.filter(person=one).select_related("group"):
            place = (term.group_id, term.role)
            if any((each.group_id, each.role) == place and term.overlaps(each) for each in theirs):
                sentence = _t(
                    "Both have a term at the same time: %(term)s. End one of them, or correct its days, first."
                )
                group = term.group or _t("plenary")
                return sentence % {"term": f"{term.get_role_display()}, {group}, {term.starts_on:%Y-%m-%d}"}
        return ""

    def overlaps(self, other) -> bool:
        """Whether there is a day on which both run."""
        return max(self.starts_on, other.starts_on) < min(self.over_on, other.over_on)

    @property
    def over_on(self):
        """The first day outside."""
        return self.ended_on or self.planned_end

    @property
    def last_day(self):
        """The last day inside, as people read it."""
        return self.over_on - timedelta(days=1)

    @property
    def place(self):
        """The group, or the plenary."""
        return self.group or _("plenary")

    @property
    def never_came(self) -> bool:
        """Called off: it has no day."""
        return self.over_on <= self.starts_on
