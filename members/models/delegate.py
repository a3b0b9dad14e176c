"""Delegate: an account that acts for a Member, in one capacity, from one moment until another."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import RoleGrant
from portal.lifecycle.aoe import MINUTE

from ..countries import member_name
from .member import Member
from .naming import Naming

TIME = Func(F("since"), F("until"), function="tstzrange")  # the end is outside; without one it is open


class Capacity(models.TextChoices):
    FOCAL_POINT = "focal_point", _("focal point")
    DEPUTY = "deputy", _("deputy focal point")
    COUNCIL = "council", _("council delegate")


MAY = {  # what each may do, or is, while the Member has its rights
    Capacity.FOCAL_POINT: _(
        "You are this Member's contact: you nominate experts in its name, and endorse applicants who ask it."
    ),
    Capacity.DEPUTY: _(
        "You are this Member's contact beside the focal point: you see all of its desk and prepare nominations, which the focal point sends."
    ),
    Capacity.COUNCIL: _("You may vote for this Member on the accession of countries."),
}


class DelegateQuerySet(models.QuerySet):
    def current(self, at=None):
        """Those whose time it is; `at` is now by the database's clock unless given."""
        at = Now() if at is None else at
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)

    def acting(self, at):
        """Those who may act at this moment: it is their time, and their Member has its rights."""
        return self.current(at).filter(member__in=Member.objects.with_rights(at))

    def outside(self):
        """Those who hold no role of the secretariat now.

        By what is granted, not by what a session holds: one without a second factor holds no role.
        """
        return self.exclude(Exists(RoleGrant.objects.current().filter(user=OuterRef("user"))))

    def seated(self, at=None):
        """Those present who have a seat in the Council: whoever works for the secretariat sees and casts no vote."""
        return self.outside().current(at).filter(capacity=Capacity.COUNCIL)

    def unended(self, at):
        """Those whose time is not over at that moment; it may lie ahead."""
        return self.filter(Q(until=None) | Q(until__gt=at)).exclude(until__lte=F("since"))

    def within(self, since, until):
        """Those who have some time in common with that span; without an end it is open."""
        found = self.unended(since)
        return found.filter(since__lt=until) if until else found

    def visible_to(self, user):
        """All for whoever reads files; one's own for everybody else, ended ones too."""
        if not user.is_authenticated:
            return self.none()
        return self if user.may_read_files else self.filter(user=user)


class Delegate(Naming, models.Model):
    """Never deleted: what was done in a capacity keeps it (`as_what`), and a predecessor still sees what they did.

    One that was ended before it began has its end at its beginning: no moment lies inside.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations", verbose_name=_("account")
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="delegates", verbose_name=_("Member"))
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity.choices)
    institution = models.CharField(_("institution"), max_length=160, help_text=_("Public, on the Member's page."))
    since = models.DateTimeField(_("from"), db_default=Now())
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("The first moment without it."))
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["member__name_en", "capacity", "-since"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="delegate_ends_after"),
            ExclusionConstraint(
                name="one_capacity_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("member", RangeOperators.EQUAL),
                    ("capacity", RangeOperators.EQUAL),
                    (TIME, RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_focal_point_at_a_time",
                expressions=[("member", RangeOperators.EQUAL), (TIME, RangeOperators.OVERLAPS)],
                condition=Q(capacity="focal_point"),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_capacity_display()}, {self.member}"

    def standing(self, at) -> str:
        """What becomes of it at this moment: acting, or why not (ahead, over, unborn, left, suspended)."""
        if self.never or (self.until and self.until <= at):
            return "over"
        if self.since > at:
            return "ahead"
        return self.member.standing(at)

    @property
    def never(self) -> bool:
        """Ended before it began."""
        return self.until is not None and self.until <= self.since

    @property
    def shown_end(self):
        """The end as people read it: the last minute inside, or the very moment at which somebody ended it at once."""
        whole = self.until is not None and not (self.until.second or self.until.microsecond)
        return self.until - MINUTE if whole else self.until

    @property
    def may_do(self) -> str:
        """What the capacity allows, in a sentence."""
        return MAY[self.capacity]

    @property
    def as_what(self) -> str:
        """The capacity in which an Event records an act: `council:JP`."""
        return f"{self.capacity}:{self.member.code}"

    @staticmethod
    def in_words(as_what: str) -> str:
        """Such as `council:JP`: council delegate, Japan. What is not of this shape stays as it is."""
        capacity, _colon, code = as_what.partition(":")
        if capacity not in Capacity.values or not code:
            return as_what
        words = {"capacity": Capacity(capacity).label, "member": member_name(code)}
        return _t("%(capacity)s, %(member)s") % words
