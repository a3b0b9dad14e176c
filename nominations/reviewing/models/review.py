"""Review: what one reviewer says of one nomination, by the rubric of the call."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Lifecycle, Refused, random_id
from portal.lifecycle.text import tidy

from .setting_aside import SettingAside

MOST = 5  # the scale of each criterion: 0 to 5
LONGEST = 3000  # characters of a comment


class ReviewQuerySet(models.QuerySet):
    def counted(self):
        """Those that count: handed in, not set aside, and by whoever has no conflict."""
        from .assignment import Assignment

        return self.filter(status=Review.Status.SUBMITTED, assignment__in=Assignment.objects.unbarred())


class Review(SettingAside, Lifecycle):
    """scores: criterion's primary key (as text) to 0..5. total: of 100, by the weights; None until all are given.

    aside: what the page saved by itself and the reviewer has not handed in: scores, recommendation and comment as typed,
    and the window, a word that names the page. voided: each version that was set aside, word for word, with the reason.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("begun")
        SUBMITTED = "submitted", _("handed in")
        VOID = "void", _("set aside")

    class Recommendation(models.TextChoices):
        SELECT = "select", _("Select")
        RESERVE = "reserve", _("Reserve list")
        REJECT = "reject", _("Do not select")

    BARRED_BY = "assignment__nomination"
    MOVES = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.SUBMITTED, Status.VOID},
        Status.VOID: {Status.SUBMITTED},
    }

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    assignment = models.OneToOneField("reviewing.Assignment", models.PROTECT, related_name="review")
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    scores = models.JSONField(_("scores"), default=dict)
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=Recommendation.choices, blank=True)
    comment = models.TextField(_("comment"), max_length=LONGEST, blank=True)
    aside = models.JSONField(default=dict, blank=True)
    total = models.DecimalField(_("total of 100"), max_digits=5, decimal_places=2, null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(_("begun"))
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    voided_at = models.DateTimeField(_("set aside"), null=True, blank=True)
    void_reason = models.TextField(_("why it was set aside"), max_length=800, blank=True)
    voided = models.JSONField(default=list, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="submitted")
                | (Q(total__isnull=False, submitted_at__isnull=False) & ~Q(recommendation="")),
                name="a_review_handed_in_is_whole",
            ),
            models.CheckConstraint(condition=~Q(status="void") | ~Q(void_reason=""), name="set_aside_with_a_reason"),
            models.CheckConstraint(condition=Q(total=None) | Q(total__range=(0, 100)), name="total_of_a_hundred"),
        ]

    def __str__(self):
        return str(self.assignment)

    @classmethod
    def to_tell(cls):
        """With what its name is made of."""
        rows = cls.objects.select_related("assignment__nomination", "assignment__reviewer__user")
        return rows.defer("assignment__nomination__answers")

    # --- questions

    @property
    def call(self):
        return self.assignment.nomination.call

    def is_same(self, scores, recommendation, comment) -> bool:
        """Whether exactly this is kept and handed in: a second click changes nothing."""
        kept = self.scores, self.recommendation, self.comment
        return self.status == self.Status.SUBMITTED and kept == (keyed(scores), recommendation, tidy(comment).strip())

    @property
    def words(self) -> dict:
        """What the page shows: what was put aside last, else what is kept."""
        kept = self.aside or {"scores": self.scores, "recommendation": self.recommendation, "comment": self.comment}
        return {name: kept[name] for name in ("scores", "recommendation", "comment")}

    def demand_not_overtaken(self, scores, recommendation, comment, *, revision, window):
        """Raise Overtaken where other words came since `revision` from another window than this one."""
        if revision is None or revision == self.revision or (window and window == self.aside.get("window")):
            return
        now = self.words | {"comment": self.words["comment"].strip()}
        if now != {"scores": keyed(scores), "recommendation": recommendation, "comment": tidy(comment).strip()}:
            raise Overtaken(self)

    @property
    def is_complete(self) -> bool:
        return self.total is not None and bool(self.recommendation) and bool(self.comment)

    # --- writing, all inside the assignment's lock: whoever changes a review has it

    @classmethod
    def begun(cls, assignment, there, at) -> "Review":
        """The one that is there; else one that begins now, and is written with what comes first."""
        review = there or cls(began_at=at)
        review.assignment = assignment
        return review

    def put(self, scores, recommendation, comment, *, at):
        """The words and scores of the page; not saved where the review is in and these are not whole."""
        self.scores, self.recommendation = keyed(scores), recommendation
        self.comment, self.aside, self.saved_at = tidy(comment).strip(), {}, at
        self.total, self.revision = weighed(self.scores, self.assignment.rubric), self.revision + 1
        if self.status != self.Status.SUBMITTED and not self.is_complete:
            self.save()

    def put_aside(self, scores, recommendation, comment, *, window="", at):
        """What was typed and not handed in."""
        words = {"scores": keyed(scores), "recommendation": recommendation, "comment": tidy(comment)}
        self.aside = words | {"window": window}
        self.saved_at, self.revision = at, self.revision + 1
        self.save()

    def drop_aside(self):
        """What was put aside is given up: the review stays as it is in."""
        self.aside, self.revision = {}, self.revision + 1
        self.save(update_fields=["aside", "revision"])

    def hand_in(self, *, by, at):
        """It counts from now on."""
        fields = {name: getattr(self, name) for name in ("scores", "recommendation", "comment", "total", "aside")}
        facts = {"revision": self.revision, "total": str(self.total)}
        first = self.submitted_at if self.status == self.Status.SUBMITTED else at
        stamps = {"submitted_at": first, "saved_at": self.saved_at, "revision": self.revision}
        again = {"void_reason": "", "voided_at": None}
        capacity = self.assignment.reviewer.as_what
        verb = "changed" if self.status == self.Status.SUBMITTED else "handed_in"
        self.move(
            self.Status.SUBMITTED, verb=verb, by=by, at=at, facts=facts, capacity=capacity, **fields, **stamps, **again
        )


def keyed(scores) -> dict:
    return {str(key): int(value) for key, value in scores.items()}


def weighed(scores: dict, criteria) -> Decimal | None:
    """The total of 100 by the weights of the criteria; None where one has no score."""
    if not criteria or any(str(one.pk) not in scores for one in criteria):
        return None
    return sum((Decimal(one.weight * scores[str(one.pk)]) / MOST for one in criteria), Decimal(0)).quantize(
        Decimal("0.01")
    )


class Overtaken(Refused):
    """Another window of the same reviewer has saved since this page was made. `review`: what is kept now."""

    def __init__(self, review):
        self.review = review
        super().__init__(
            _t(
                "You have saved this review in another window since. Nothing was overwritten: compare, choose, and save again."
            )
        )
