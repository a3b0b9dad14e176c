"""Decision: what becomes of a nomination: select, reserve, or not; proposed, published with the whole list, superseded."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import ConsentRecord
from members.models.consent import Purpose
from portal.lifecycle.barred import unbarred
from portal.lifecycle.models import Lifecycle, random_id

from .gone import Gone
from .leaving import Leaving
from .proposing import Proposing


def agreed(nomination="") -> Exists:
    """Whether the person of a nomination agrees to be on a reserve list now. nomination: the way to it."""
    rows = ConsentRecord.objects.in_force().filter(purpose=Purpose.RESERVE_LIST)
    return Exists(rows.filter(person=OuterRef(f"{nomination}person")))


class DecisionQuerySet(models.QuerySet):
    def proposed(self):
        return self.filter(status=Decision.Status.PROPOSED)

    def published(self):
        """What counts now, and was told."""
        return self.filter(status=Decision.Status.PUBLISHED)

    def standing(self):
        """What counts, told or not: of a nomination at most one of each."""
        return self.filter(status__in=[Decision.Status.PROPOSED, Decision.Status.PUBLISHED])

    def waiting(self):
        """Places of reserve lists, published and not taken up."""
        return self.published().filter(outcome=Decision.Outcome.RESERVE)

    def without_consent(self):
        """Places of reserve lists, and seats from them, of people who do not agree to be on such a list (any more)."""
        return self.filter(Q(outcome=Decision.Outcome.RESERVE) | Q(releases__isnull=False)).exclude(
            agreed("nomination__")
        )

    def free(self):
        """Proposed, and in no list that was fixed."""
        return self.proposed().filter(publication=None)

    def seen_by(self, sight):
        """Those on nominations that exist for whoever sits at the workbench."""
        return self.filter(nomination__in=sight.nominations().values("pk"))

    def visible_to(self, user):
        """All for staff who read files, conflicts apart; for everybody else their own, once published."""
        if not user.is_authenticated:
            return self.none()
        if user.may_read_files:
            return unbarred(self, user)
        told = [Decision.Status.PUBLISHED, Decision.Status.SUPERSEDED]
        return self.filter(nomination__person__user=user, status__in=told)


class Decision(Proposing, Leaving, Gone, Lifecycle):
    """group: of whoever is selected or on its reserve list. rank: place on that list, from 1. words: for the candidate.

    reasons: texts for the candidate; note: for the file alone. releases: the place on the reserve list that this takes up.
    run: the optimiser's proposal from which it was taken. Nothing changes while a publication holds it.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        PUBLISHED = "published", pgettext_lazy("decision", "published")
        SUPERSEDED = "superseded", _("superseded")
        TAKEN_BACK = "taken_back", _("taken back")

    class Outcome(models.TextChoices):
        SELECT = "select", _("selected")
        RESERVE = "reserve", _("on the reserve list")
        NOT_SELECT = "not_select", _("not selected")

    BARRED_BY = "nomination"
    MOVES = {
        Status.PROPOSED: {Status.PUBLISHED, Status.TAKEN_BACK},
        Status.PUBLISHED: {Status.SUPERSEDED},
    }
    TOLD = {Status.PUBLISHED}
    LETTERS_HOLD = {
        "deciding/selected": TOLD,
        "deciding/reserve": TOLD,
        "deciding/not_selected": TOLD,
        "deciding/released": TOLD,
    }

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    call = models.ForeignKey("nominations.Call", models.PROTECT, related_name="decisions", verbose_name=_("call"))
    nomination = models.ForeignKey(
        "nominations.Nomination", models.PROTECT, related_name="decisions", verbose_name=_("nomination")
    )
    version = models.ForeignKey("nominations.NominationVersion", models.PROTECT, related_name="+")
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.PROPOSED)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    group = models.ForeignKey(
        "members.WorkingGroup", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    rank = models.PositiveSmallIntegerField(_("place on the reserve list"), null=True, blank=True)
    reasons = models.ManyToManyField("deciding.ReasonText", related_name="+", blank=True, verbose_name=_("reasons"))
    words = models.TextField(_("own words for the candidate"), max_length=1200, blank=True)
    note = models.TextField(_("note for the file"), max_length=2000, blank=True)
    run = models.ForeignKey("deciding.Shortlist", models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.ForeignKey("deciding.DecisionBatch", models.SET_NULL, null=True, blank=True, related_name="+")
    releases = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="released_by")
    publication = models.ForeignKey(
        "deciding.Publication", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination"], condition=Q(status="proposed"), name="one_proposed_decision_per_nomination"
            ),
            models.UniqueConstraint(
                fields=["nomination"], condition=Q(status="published"), name="one_published_decision_per_nomination"
            ),
            models.UniqueConstraint(
                fields=["call", "group", "rank"],
                condition=Q(outcome="reserve", status__in=["proposed", "published"]),
                name="one_person_per_place_on_the_reserve_list",
            ),
            models.CheckConstraint(
                condition=Q(outcome="not_select", group=None, rank=None)
                | Q(outcome="select", group__isnull=False, rank=None)
                | Q(outcome="reserve", group__isnull=False, rank__isnull=False),
                name="a_decision_says_where",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "superseded"])
                | Q(published_at__isnull=False, publication__isnull=False),
                name="published_by_a_publication",
            ),
        ]
        indexes = [models.Index(fields=["call", "status", "group", "outcome", "rank"], name="decision_of_call")]

    def __str__(self):
        return f"{self.nomination}: {self.get_outcome_display()}"

    @classmethod
    def to_tell(cls):
        """With what its name is made of."""
        return cls.objects.select_related("nomination").defer("nomination__answers")

    @property
    def is_select(self) -> bool:
        return self.outcome == self.Outcome.SELECT

    def selects_for(self, group) -> bool:
        return self.is_select and self.group_id == group

    def reasons_in(self, language) -> list[str]:
        """What the candidate reads, in the order in which the call keeps the texts."""
        return [reason.text_in(language) for reason in self.reasons.all()]
