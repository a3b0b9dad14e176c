"""Accession: how a country becomes a Member, from the first word of its contact to the day of admission."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Lifecycle, Refused, random_id

from ..countries import country_names
from ..signing import Adherence, Power
from .applying import Applying
from .assessment import Assessment
from .council import Council
from .letter import Lettered
from .withdrawing import Withdrawing


class AccessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The contact's own; for staff who read files all that were sent in; nothing for anybody else."""
        if not user.is_authenticated:
            return self.none()
        own = Q(contact=user)
        return self.filter(own | Q(submitted_at__isnull=False) if user.may_read_files else own)

    def owned_by(self, user):
        """Those of this contact, whatever other roles they hold."""
        return self.filter(contact=user) if user.is_authenticated else self.none()

    def with_voted(self):
        """With whether no ballot on it is still to come or to close."""
        coming = self.model._meta.get_field("ballots").related_model.objects.filter(
            accession=OuterRef("pk"), status__in=("scheduled", "open")
        )
        return self.annotate(is_voted=~Exists(coming))

    def under_way(self):
        """Sent in, and not over: a country has one of them at most."""
        return self.exclude(status__in=[Accession.Status.DRAFT, *Accession.OVER])


class Accession(Applying, Lettered, Assessment, Council, Withdrawing, Lifecycle):
    """`due_at`: by when whoever has to act next should have; each verb sets it, and None means that no day is set.

    The verbs stand in the traits beside: applying, letter, assessment, council, withdrawing.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        INCOMPLETE = "incomplete", _("returned as incomplete")
        UNDER_ASSESSMENT = "under_assessment", _("under assessment")
        RECOMMENDED = "recommended", _("recommended")
        NOT_RECOMMENDED = "not_recommended", _("not recommended")
        PUT_TO_COUNCIL = "put_to_council", _("put to the Council")
        ADMITTED = "admitted", _("admitted")
        DEFERRED = "deferred", _("deferred")
        DECLINED = "declined", pgettext_lazy("accession", "declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DISMISSED = "dismissed", _("set aside")

    Power, Adherence = Power, Adherence

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.INCOMPLETE, Status.UNDER_ASSESSMENT, Status.DISMISSED, Status.WITHDRAWN},
        Status.INCOMPLETE: {Status.SUBMITTED, Status.DISMISSED, Status.WITHDRAWN},
        Status.UNDER_ASSESSMENT: {
            Status.RECOMMENDED,
            Status.NOT_RECOMMENDED,
            Status.DISMISSED,
            Status.WITHDRAWN,
        },
        Status.RECOMMENDED: {Status.PUT_TO_COUNCIL, Status.WITHDRAWN},
        Status.NOT_RECOMMENDED: {Status.PUT_TO_COUNCIL, Status.WITHDRAWN},
        Status.PUT_TO_COUNCIL: {Status.ADMITTED, Status.DEFERRED, Status.DECLINED, Status.WITHDRAWN},
        Status.DEFERRED: {Status.PUT_TO_COUNCIL, Status.WITHDRAWN},
    }
    AT_WORK = (Status.DRAFT, Status.INCOMPLETE)  # its contact may change it
    OVER = (Status.ADMITTED, Status.DECLINED, Status.WITHDRAWN, Status.DISMISSED)
    LETTERS_HOLD = {
        "members/accession_incomplete": {Status.INCOMPLETE},
        "members/accession_reminder": {Status.INCOMPLETE},
    }

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    country = models.CharField(_("country"), max_length=2, help_text=_("ISO 3166-1 alpha-2."))
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="accessions", verbose_name=_("contact")
    )
    status = models.CharField(_("state"), max_length=16, choices=Status.choices, default=Status.DRAFT)
    started_at = models.DateTimeField(_("started"), db_default=Now())
    revision = models.PositiveIntegerField(
        default=0
    )  # goes up by one with every save: two tabs never overwrite each other
    due_at = models.DateTimeField(_("to act by"), null=True, blank=True)

    # the working answers, as typed: saved whatever they are
    answers = models.JSONField(_("answers"), default=dict)
    window = models.CharField(max_length=32, blank=True)  # names the opened page that saved last
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)

    # what was submitted last
    institution = models.CharField(_("institution of the contact"), max_length=160, blank=True)
    position = models.CharField(_("position of the contact"), max_length=120, blank=True)
    reasons = models.TextField(_("why the country wants to join"), max_length=3000, blank=True)
    active_role = models.TextField(
        _("what it does for responsible AI, at home and abroad"), max_length=3000, blank=True
    )
    expertise = models.TextField(_("its expertise in AI"), max_length=3000, blank=True)
    signatory_name = models.CharField(_("who signed the letter"), max_length=160, blank=True)
    signatory_position = models.CharField(_("position of who signed"), max_length=160, blank=True)
    signatory_power = models.CharField(_("with which power"), max_length=10, choices=Power.choices, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    adherence = models.CharField(
        _("how the values of the OECD are endorsed"), max_length=14, choices=Adherence.choices, blank=True
    )

    # facts tied to states
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    incomplete_reason = models.TextField(_("what is missing, as the contact reads it"), blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    recommendation = models.TextField(_("the Steering Committee's reasons"), blank=True)
    outcome_reason = models.TextField(_("reason of the outcome, as the contact reads it"), blank=True)
    member = models.OneToOneField(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="accession", verbose_name=_("Member")
    )

    objects = AccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("accession")
        verbose_name_plural = _("accessions")
        ordering = [F("submitted_at").desc(nulls_first=True), "country"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "country"], condition=Q(status="draft"), name="one_draft_per_contact_and_country"
            ),
            models.UniqueConstraint(
                fields=["country"],
                condition=~Q(status__in=["draft", "admitted", "declined", "withdrawn", "dismissed"]),
                name="one_accession_under_way_per_country",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="accession_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(status="admitted", member__isnull=False) | (~Q(status="admitted") & Q(member=None)),
                name="admitted_names_the_member",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["deferred", "declined", "dismissed"]) | ~Q(outcome_reason=""),
                name="outcome_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["-submitted_at", "-id"])]

    def __str__(self):
        return self.country_name

    def get_absolute_url(self):
        return reverse("members:accession", args=[self.pk])

    @classmethod
    def to_change(cls):
        return super().to_change().select_related("contact")

    def demand_another(self, by):
        """Raise Refused where an officer would run an application of which they are the contact."""
        if by is not None and by.pk == self.contact_id:
            raise Refused(_("You are the contact of this application. Another officer of the secretariat acts on it."))

    @property
    def country_name(self) -> str:
        return country_names(get_language() or "en").get(self.country, self.country)


FOR_SECRETARIAT = (  # states in which the secretariat acts next
    Accession.Status.SUBMITTED,
    Accession.Status.RECOMMENDED,
    Accession.Status.NOT_RECOMMENDED,
    Accession.Status.DEFERRED,
)
