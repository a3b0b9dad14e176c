"""Nomination: a person in a call, from the first word to the decision."""

from functools import cache

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Lifecycle, random_id
from portal.lifecycle.text import SEARCHED

from .answers import Answers
from .at_hand import AtHand, Belongings
from .attachments import Attachments
from .barred import unbarred
from .beginning import Beginning
from .coming_back import ComingBack
from .ending import Ending
from .listing import BALANCED, LISTED, Listing, Waiting
from .outcome import Outcome
from .passing import Checked, Passing
from .screening import Screening
from .submission import Submission
from .tracks import Tracked
from .uniting import Uniting
from .withdrawal import Withdrawal
from .words import WithWords, Words


class NominationQuerySet(Ending, Waiting, Passing, AtHand, WithWords):
    def visible_to(self, user):
        """One's own; all for staff who read files, but those with which they have a conflict; nothing for anybody else."""
        if not user.is_authenticated:
            return self.none()
        return unbarred(self, user) if user.may_read_files else self.owned_by(user)

    def owned_by(self, user):
        """Those of this person, whatever other roles they hold."""
        return self.filter(person__user=user) if user.is_authenticated else self.none()

    def at_desk_of(self, user, at):
        """Those on which a Member of this focal point or deputy gave its word, or is asked for it."""
        from .endorsement import Endorsement

        return self.filter(pk__in=Endorsement.objects.at_desk_of(user, at).holding(at).values("nomination"))

    def read_at_desk_of(self, user, at):
        """Those of them whose answers that Member may read: submitted, and not taken back by the person."""
        return self.at_desk_of(user, at).exclude(submitted_version=None).exclude(status="withdrawn")


class Nomination(
    Beginning,
    Answers,
    Attachments,
    Belongings,
    Words,
    Submission,
    Withdrawal,
    Uniting,
    ComingBack,
    Listing,
    Screening,
    Checked,
    Tracked,
    Outcome,
    Lifecycle,
):
    """The life is in MOVES; the verbs stand in the traits beside: answers, attachments, submission, withdrawal, ..."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned for correction")
        ELIGIBLE = "eligible", _("eligible")
        INELIGIBLE = "ineligible", _("not eligible")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DECIDED = "decided", _("decided")

    class Track(models.TextChoices):
        MEMBER = "member", _("Member track")
        OPEN = "open", _("open track")

    BARRED_BY = "pk"
    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.SUBMITTED, Status.RETURNED, Status.ELIGIBLE, Status.INELIGIBLE, Status.WITHDRAWN},
        Status.RETURNED: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.ELIGIBLE: {Status.SUBMITTED, Status.WITHDRAWN, Status.DECIDED},
        Status.INELIGIBLE: {Status.SUBMITTED},
        Status.WITHDRAWN: {Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.ELIGIBLE},
    }
    AT_WORK = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.ELIGIBLE)  # its author may change it
    UNSCREENED = {
        "returned_sections": [],
        "returned_until": None,
        "return_reason": "",
        "ineligible_reason": "",
        "screened_at": None,
        "screening_shown_at": None,
        "batch": None,
    }
    LETTERS_HOLD = {
        "nominations/draft_reminder": {Status.DRAFT},
        "nominations/draft_closed": {Status.DRAFT},
        "nominations/returned": {Status.RETURNED},
        "nominations/eligible": {Status.ELIGIBLE},
        "nominations/ineligible": {Status.INELIGIBLE},
    }

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    call = models.ForeignKey("nominations.Call", models.PROTECT, related_name="nominations", verbose_name=_("call"))
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="nominations", verbose_name=_("person"))
    number = models.PositiveIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    started_at = models.DateTimeField(_("started"), db_default=Now())

    # the working answers, as typed
    answers = models.JSONField(_("answers"), default=dict)
    revision = models.PositiveIntegerField(
        default=0
    )  # goes up by one with every save: two tabs never overwrite each other
    section_revisions = models.JSONField(default=dict)  # section to [revision at which it last changed, window]
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)

    # for lists, searches and filters: from the version that counts (see listing.py); of a draft only the account's name
    display_name = models.CharField(_("name"), max_length=160, blank=True)
    search_name = models.CharField(max_length=SEARCHED, blank=True, editable=False)
    names = models.GeneratedField(  # its words: stored, for reckoning them anew costs more than to read the row
        expression=SearchVector("search_name", config="simple"), output_field=SearchVectorField(), db_persist=True
    )
    group = models.ForeignKey(
        "members.WorkingGroup", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("first group")
    )
    second_group = models.ForeignKey(
        "members.WorkingGroup", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("second group")
    )
    residence = models.CharField(_("country of residence"), max_length=2, blank=True)
    stakeholder_group = models.CharField(_("stakeholder group"), max_length=20, blank=True)
    gender = models.CharField(max_length=20, blank=True, editable=False)  # for totals alone: no list shows it

    track = models.CharField(
        _("track"), max_length=6, choices=Track.choices, blank=True, editable=False
    )  # see tracks.py

    # facts tied to states
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_version = models.ForeignKey(
        "nominations.NominationVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    batch = models.ForeignKey(  # of many that were declared eligible in one act
        "nominations.ScreeningBatch", models.SET_NULL, null=True, blank=True, editable=False, related_name="nominations"
    )
    withdrawn_from = models.CharField(max_length=10, blank=True)
    united_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="stubs", verbose_name=_("united with")
    )
    returned_sections = models.JSONField(_("sections to correct"), default=list, blank=True)
    returned_until = models.DateTimeField(_("correct until"), null=True, blank=True)
    return_reason = models.TextField(_("what to correct"), blank=True)
    ineligible_reason = models.TextField(_("reason, as the applicant reads it"), blank=True)
    screened_at = models.DateTimeField(_("screened"), null=True, blank=True)
    screening_shown_at = models.DateTimeField(_("shown to the applicant from"), null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person"], condition=Q(united_with=None), name="one_nomination_per_person_and_call"
            ),
            models.CheckConstraint(condition=Q(united_with=None) | Q(status="withdrawn"), name="united_is_closed"),
            models.UniqueConstraint(fields=["call", "number"], name="one_number_per_nomination"),
            models.CheckConstraint(
                condition=Q(track="") | Q(submitted_version__isnull=False), name="a_track_for_what_was_submitted"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(submitted_version__isnull=False, submitted_at__isnull=False),
                name="past_draft_has_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | Q(returned_until__isnull=False), name="returned_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(status="ineligible") | ~Q(ineligible_reason=""), name="ineligible_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["eligible", "ineligible"], screened_at__isnull=False, screening_shown_at__isnull=False
                )
                | ~Q(status__in=["eligible", "ineligible"]),
                name="screened_has_its_moments",
            ),
            models.CheckConstraint(
                condition=(Q(status="withdrawn") & ~Q(withdrawn_from=""))
                | (~Q(status="withdrawn") & Q(withdrawn_from="")),
                name="withdrawn_from_somewhere",
            ),
        ]
        indexes = [
            models.Index(
                fields=["call", "status", "-submitted_at"],
                include=["id", "group", *BALANCED],
                name="nomination_by_call",
            ),
            *LISTED,
            models.Index(fields=["returned_until"], condition=Q(status="returned"), name="nomination_due_back"),
            models.Index(
                fields=["screening_shown_at"],
                condition=Q(status__in=["eligible", "ineligible"]),
                name="nomination_told",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.display_name}".strip()

    def get_absolute_url(self):
        return reverse("nominations:detail", args=[self.pk])

    # --- time

    def deadline(self):
        """Until when this person may submit (aware datetime, the first instant outside).

        The date of the return if it is returned, else the later of the call's end and this person's own extension.
        """
        if self.status == self.Status.RETURNED:
            return self.returned_until
        if "ends_at" not in self.__dict__:  # see with_end()
            self.ends_at = self.call.end_for(self.person_id)
        return self.ends_at

    @classmethod
    @cache
    def to_change(cls):
        """Put together once: that takes longer than the answer."""
        return cls.objects.with_end()

    def refresh_from_db(self, *args, **kwargs):
        """Forget, too, what was read beside the row."""
        for name in ("ends_at", "seat_rows", "document_rows", "current_documents", "word_rows", "words", "outcome"):
            self.__dict__.pop(name, None)
        super().refresh_from_db(*args, **kwargs)

    def takes_answers(self, at) -> bool:
        """Whether a submit at this moment would count: before the deadline, or within its grace."""
        return at < self.deadline() + self.call.grace

    # --- what the applicant sees

    def shown_status(self, at) -> str:
        """The status as its applicant may know it: a screening result shows when its letter is released."""
        if self.status in (self.Status.ELIGIBLE, self.Status.INELIGIBLE) and at < self.screening_shown_at:
            return self.Status.SUBMITTED
        return self.status

    @property
    def owner(self):
        """The account behind the person; None where it was erased."""
        return self.person.user

    @property
    def language(self) -> str:
        """The language of letters: as answered, else as the account says."""
        chosen = self.answers.get("letters_language")
        return chosen if chosen in ("en", "fr") else (self.owner.language if self.owner else "en")
