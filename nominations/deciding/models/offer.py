"""Offer: a seat offered to whoever was selected: accepted, declined, or lapsed by the clock."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.barred import unbarred
from portal.lifecycle.models import Event, Lifecycle, random_id
from portal.lifecycle.models.lifecycle import capacity_of

from .answering import Answering
from .appointment_letter import AppointmentLetter


class OfferQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=Offer.Status.OFFERED)

    def due(self, at):
        """Not answered, and their time is over."""
        return self.open().filter(until__lte=at)

    def ending(self, at):
        """Open, and their time is over within a week."""
        return self.open().filter(until__gt=at, until__lte=at + timedelta(days=7))

    def vacant(self):
        """Those whose seat came free, and nobody has asked the reserve list yet."""
        return self.filter(status__in=[Offer.Status.DECLINED, Offer.Status.LAPSED], followed_at=None)

    def next_gone(self):
        """Those whose seat came free, and for which whoever was next on the list is proposed no more: taken back, or decided
        otherwise.
        """
        otherwise = ~Q(next__outcome="select", next__group=F("decision__group"))
        return self.filter(
            Q(next__status="taken_back") | otherwise, next__isnull=False, decision__call__status="published"
        )

    def holding(self):
        """Those that take a seat: open, or accepted."""
        return self.filter(status__in=[Offer.Status.OFFERED, Offer.Status.ACCEPTED])

    def owned_by(self, user):
        return self.filter(decision__nomination__person__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user):
        """All for staff who read files, conflicts apart; one's own for everybody else."""
        if not user.is_authenticated:
            return self.none()
        return unbarred(self, user) if user.may_read_files else self.owned_by(user)


class Offer(Answering, AppointmentLetter, Lifecycle):
    """until: the first instant outside. interests: what was declared before accepting. appointment: what followed.

    followed_at: when somebody looked for the next of the reserve list, after this seat came free; next: who was proposed.
    """

    class Status(models.TextChoices):
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("lapsed")

    BARRED_BY = "decision__nomination"
    MOVES = {Status.OFFERED: {Status.ACCEPTED, Status.DECLINED, Status.LAPSED}}
    LETTERS_HOLD = {
        "deciding/offer_reminder": {Status.OFFERED},
        "deciding/offer_prolonged": {Status.OFFERED},
        "deciding/accepted": {Status.ACCEPTED},
        "deciding/declined": {Status.DECLINED},
        "deciding/lapsed": {Status.LAPSED},
    }

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    decision = models.OneToOneField("deciding.Decision", models.PROTECT, related_name="offer")
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.OFFERED)
    offered_at = models.DateTimeField(_("offered"))
    until = models.DateTimeField(_("to be answered until"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    decline_reason = models.TextField(_("why it was declined"), max_length=800, blank=True)
    interests = models.ForeignKey(
        "members.InterestDeclaration", models.PROTECT, null=True, blank=True, related_name="+"
    )
    appointment = models.OneToOneField(
        "members.Appointment", models.PROTECT, null=True, blank=True, related_name="offer"
    )
    followed_at = models.DateTimeField(_("the reserve list was asked"), null=True, blank=True, editable=False)
    next = models.ForeignKey(
        "deciding.Decision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fills",
        verbose_name=_("next proposed"),
    )
    letter = models.BinaryField(null=True, editable=False)  # the letter of appointment, as it was made
    letter_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-offered_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(appointment__isnull=False, interests__isnull=False),
                name="accepted_is_appointed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "declined"]) | Q(answered_at__isnull=False),
                name="an_offer_answered_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["until"], condition=Q(status="offered"), name="offer_due"),
            models.Index(
                fields=["answered_at"],
                condition=Q(status__in=["declined", "lapsed"], followed_at=None),
                name="offer_vacant",
            ),
            models.Index(fields=["letter_sha256"], condition=~Q(letter_sha256=""), name="offer_letter"),
        ]

    def __str__(self):
        return str(self.decision)

    def get_absolute_url(self):
        return reverse("deciding:offer", args=[self.pk])

    @classmethod
    def to_tell(cls):
        """With what its name is made of."""
        return cls.objects.select_related("decision__nomination").defer("decision__nomination__answers", "letter")

    @classmethod
    def make_many(cls, publication, selected, *, by, at):
        """One for each of these decisions of a publication; one INSERT, and one for their Events."""
        made = cls.objects.bulk_create(
            cls(decision_id=pk, offered_at=at, until=publication.offers_until) for pk in selected
        )
        kind, capacity = ContentType.objects.get_for_model(cls), capacity_of(by)
        facts = {"until": publication.offers_until.isoformat()}
        Event.objects.bulk_create(
            Event(kind=kind, thing_id=str(one.pk), verb="offered", by=by, capacity=capacity, at=at, facts=facts)
            for one in made
        )
