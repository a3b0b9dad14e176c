"""Assignment: one nomination, as it was received, given to one reviewer."""

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Random
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nominations.models.reading import criterion_rows
from portal.lifecycle.barred import unbarred
from portal.lifecycle.models import Lifecycle, random_id

from .conflict import Conflict
from .judging import Judging
from .parting import Parting
from .sharing import Sharing
from .tally import ReviewTally


def covers(way="") -> Q:
    """Those by which a nomination has a review, or will have one: what waits with somebody who left is given to others.
    way: to the assignments, from what is asked.
    """
    waits = {"status": "assigned", "reviewer__ended_at": None, "reviewer__user__is_active": True}
    return Q(**{f"{way}status": "done"}) | Q(**{f"{way}{name}": value for name, value in waits.items()})


class AssignmentQuerySet(models.QuerySet):
    def unbarred(self):
        """Those between whose two no conflict is in force."""
        bar = Conflict.objects.in_force().filter(nomination=OuterRef("nomination"), user=OuterRef("reviewer__user"))
        return self.filter(~Exists(bar))

    def standing(self):
        """Those that count: of nominations that are still judged, of reviewers who still serve, without a conflict."""
        return self.unbarred().filter(
            status__in=Assignment.HELD, nomination__status__in=Assignment.JUDGED, reviewer__ended_at=None
        )

    def visible_to(self, user):
        """One's own that stand, once the terms are accepted; nothing for anybody else: a chair reads by `Reviewer.sees`."""
        from .serving import TERMS

        if not user.is_authenticated:
            return self.none()
        return self.standing().filter(
            reviewer__user=user, reviewer__terms_version=TERMS, reviewer__user__is_active=True
        )

    def with_rubric(self):
        """Brings the criteria of the call along."""
        return self.annotate(criterion_rows=criterion_rows(OuterRef("reviewer__call")))

    def in_files_of(self, user):
        """For staff who read files: all, but of nominations with which they have a conflict."""
        if not user.is_authenticated or not user.may_read_files:
            return self.none()
        return unbarred(self, user)

    def untold(self):
        """What reviewers have not heard of: those that wait for a review, and those taken back of which they had heard."""
        new = Q(pk__in=self.standing().filter(status=Assignment.Status.ASSIGNED, told_at=None).values("pk"))
        return self.unbarred().filter(new | Q(status=Assignment.Status.RELEASED, told_at__isnull=False))

    def put_in_order(self) -> int:
        """Count anew how many reviews each waiting dossier has: queues begin with the fewest. Returns how many moved.

        What somebody changes at this moment is left to the next night.
        """
        reviews = ReviewTally.objects.filter(nomination=OuterRef("nomination")).values("count")
        counted = self.filter(status=Assignment.Status.ASSIGNED).annotate(reviews=Coalesce(Subquery(reviews), 0))
        moved = counted.exclude(wave=F("reviews"))
        with transaction.atomic():
            free = list(moved.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
            return moved.filter(pk__in=free).update(wave=F("reviews"))

    def in_order(self):
        """A reviewer's queue: fewest reviews first as they were last counted, then the reviewer's own random order;
        what was skipped comes last.
        """
        return self.order_by(F("skipped_at").asc(nulls_first=True), "wave", "lot", "pk")


class Assignment(Judging, Parting, Sharing, Lifecycle):
    """Done, or declined for a conflict, by abstaining, or otherwise. A released one was taken back by the secretariat.

    version: what is judged, as it was when the nomination was given. lot: where it lies in the reviewer's own random
    order; wave: how many reviews the dossier had when queues were last put in order (at night). reasons: why this pair.
    """

    class Status(models.TextChoices):
        ASSIGNED = "assigned", _("assigned")
        DONE = "done", _("done")
        DECLINED = "declined", _("declined")
        RELEASED = "released", _("taken back")

    class Why(models.TextChoices):
        CONFLICT = "conflict", _("a conflict of interest")
        ABSTAIN = "abstain", _("abstained")
        OTHER = "other", _("another reason")

    BARRED_BY = "nomination"
    MOVES = {
        Status.ASSIGNED: {Status.DONE, Status.DECLINED, Status.RELEASED},
        # its review was voided, or a conflict came to light
        Status.DONE: {Status.ASSIGNED, Status.DECLINED, Status.RELEASED},
        Status.DECLINED: {Status.ASSIGNED},
        Status.RELEASED: {Status.ASSIGNED},
    }
    HELD = (Status.ASSIGNED, Status.DONE)
    JUDGED = ("eligible", "decided")  # the states in which a nomination is judged
    LETTERS_HOLD = {"reviewing/set_aside": {Status.ASSIGNED}}

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    nomination = models.ForeignKey("nominations.Nomination", models.PROTECT, related_name="assignments")
    version = models.ForeignKey("nominations.NominationVersion", models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("reviewing.Reviewer", models.PROTECT, related_name="assignments")
    run = models.ForeignKey(
        "reviewing.AssignmentRun", models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.ASSIGNED)
    declined_for = models.CharField(_("declined for"), max_length=10, choices=Why.choices, blank=True)
    decline_note = models.TextField(_("note"), max_length=800, blank=True)
    anchor = models.BooleanField(_("scored by everybody"), default=False)
    reasons = models.JSONField(default=list, blank=True)
    assigned_at = models.DateTimeField(_("assigned"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)  # since when the reviewer knows of it
    skipped_at = models.DateTimeField(_("skipped"), null=True, blank=True)
    lot = models.FloatField(db_default=Random(), editable=False)
    wave = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(fields=["nomination", "reviewer"], name="nobody_judges_twice"),
            models.CheckConstraint(
                condition=(Q(status="declined") & ~Q(declined_for="")) | (~Q(status="declined") & Q(declined_for="")),
                name="declined_for_something",
            ),
            models.CheckConstraint(
                condition=Q(status="done", done_at__isnull=False) | (~Q(status="done") & Q(done_at=None)),
                name="done_at_some_time",
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "status", "wave", "lot"], name="assignment_queue")]

    def __str__(self):
        return f"{self.nomination.reference} · {self.reviewer}"

    def get_absolute_url(self):
        return reverse("reviewing:review", args=[self.pk])

    @classmethod
    def to_tell(cls):
        """With what its name is made of; see EventQuerySet.with_things."""
        return cls.objects.select_related("nomination", "reviewer__user").defer("nomination__answers")

    @classmethod
    def to_change(cls):
        rows = cls.objects.with_rubric()
        return rows.select_related("reviewer__user", "reviewer__call", "nomination__call").defer("nomination__answers")

    @property
    def rubric(self) -> list:
        """The criteria of its call, read along where the rows brought them."""
        call = self.reviewer.call
        if "criterion_rows" in vars(self):
            call.criterion_rows = vars(self).pop("criterion_rows")
        return call.rubric
