"""Reviewer: an account in the committee of a call, as reviewer or as its chair."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Lifecycle, random_id
from portal.notifications.models import Silence

from .assignment import Assignment
from .conflict import Conflict
from .serving import Serving
from .telling import Telling

LANGUAGES = [("en", _("English")), ("fr", _("French"))]


class ReviewerQuerySet(models.QuerySet):
    def serving(self):
        """Those who belong to the committee now; of a call in the archive whoever belonged to it to the end."""
        return self.filter(ended_at=None, user__is_active=True)

    def of(self, user):
        """The seats that an account has in committees, the newest call first."""
        return self.serving().filter(user=user).select_related("call").order_by("-call__year")

    def to_remind(self):
        """Those who did not stop reminders."""
        return self.filter(~Exists(Silence.objects.filter(user=OuterRef("user"))))

    def with_load(self, user):
        """`given` and `done`: how many nominations each has, and has judged, of those that this person may see."""
        rows = Assignment.objects.unbarred().in_files_of(user).filter(reviewer=OuterRef("pk")).order_by()

        def number(*states):
            counted = rows.filter(status__in=states).values("reviewer").annotate(n=Count("pk")).values("n")
            return Coalesce(Subquery(counted), 0)

        return self.annotate(given=number(*Assignment.HELD), done=number(Assignment.Status.DONE))

    def visible_to(self, user):
        """All for whoever reads files, one's own for everybody else; chairs read the committee by its page."""
        if not user.is_authenticated:
            return self.none()
        return self if user.may_read_files else self.filter(user=user)


class Reviewer(Serving, Telling, Lifecycle):
    """Never deleted: what was reviewed keeps who reviewed it. `chairs`: sees all reviews, conflicts apart.

    A load is a number of nominations in this call; a chair who reviews nothing has the most of 0.
    """

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    call = models.ForeignKey("nominations.Call", models.PROTECT, related_name="reviewers", verbose_name=_("call"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviewer_seats", verbose_name=_("account")
    )
    chairs = models.BooleanField(_("chairs the committee"), default=False)
    groups = models.ManyToManyField("members.WorkingGroup", related_name="+", verbose_name=_("groups"), blank=True)
    languages = ArrayField(models.CharField(max_length=2, choices=LANGUAGES), verbose_name=_("languages"))
    least = models.PositiveSmallIntegerField(_("fewest reviews"), default=0)
    most = models.PositiveSmallIntegerField(_("most reviews"), default=40)
    # what conflicts follow from, and the rule that no two of one country judge the same nomination
    nationalities = ArrayField(
        models.CharField(max_length=2), verbose_name=_("nationalities"), default=list, blank=True
    )
    residence = models.CharField(_("country of residence"), max_length=2, blank=True)
    country_of_work = models.CharField(_("country of work"), max_length=2, blank=True)
    employers = ArrayField(
        models.CharField(max_length=160), verbose_name=_("employers of the last three years"), default=list, blank=True
    )
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("put forward by")
    )
    named_at = models.DateTimeField(_("named"), db_default=Now())
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    terms_accepted_at = models.DateTimeField(_("terms accepted"), null=True, blank=True)
    terms_version = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # when the reviewer last heard of what waits, and until when they were told that reviews are open
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    told_until = models.DateTimeField(null=True, blank=True, editable=False)
    order = models.PositiveIntegerField(editable=False)  # by whom; makes the alias

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        ordering = ["-call__year", "order"]
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="one_seat_per_account_and_call"),
            models.UniqueConstraint(fields=["call", "order"], name="one_order_per_reviewer"),
            models.CheckConstraint(condition=Q(most__gte=F("least")), name="most_is_not_less_than_least"),
            models.CheckConstraint(condition=~Q(languages=[]), name="reviewer_reads_something"),
        ]

    def __str__(self):
        return str(self.user)

    @classmethod
    def to_tell(cls):
        """With what its name is made of."""
        return cls.objects.select_related("user")

    @property
    def countries(self) -> frozenset[str]:
        """Of which countries somebody is, for the rule that no two of one judge the same nomination."""
        return frozenset(filter(None, [*self.nationalities, self.residence]))

    def sees(self):
        """The nominations of the call that exist for this seat: a chair's all that are judged, but for conflicts.

        A reviewer's are read through `Assignment.visible_to`; here there are none.
        """
        judged = self.call.nominations.filter(status__in=Assignment.JUDGED)
        if not self.chairs or self.ended_at or not self.has_accepted:
            return judged.none()
        return judged.exclude(pk__in=Conflict.objects.of(self.user_id).values("nomination"))
