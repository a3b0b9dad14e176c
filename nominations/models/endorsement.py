"""Endorsement: a Member's word on a person in a call. Two kinds, each with its own clock, and one dossier behind both."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Lifecycle, random_id
from portal.lifecycle.text import SEARCHED

from .agreeing import Agreeing
from .endorsement_letter import Lettered
from .endorsement_queries import OPEN as AWAITED
from .endorsement_queries import EndorsementQuerySet
from .endorsing import Endorsing
from .nominating import Nominating
from .places import Places


class Endorsement(Nominating, Agreeing, Endorsing, Lettered, Places, Lifecycle):
    """What was typed about a person who has not agreed stands here alone, and is wiped when it is declined or lapses.

    kind nominate: prepared -> invited -> given (the person agreed) | declined | lapsed; endorse: requested -> given |
    declined | lapsed. Withdrawn by whoever sent it: the Member, or the applicant who asked.
    """

    class Kind(models.TextChoices):
        NOMINATE = "nominate", _("nomination by a Member")
        ENDORSE = "endorse", _("endorsement asked for")

    class Status(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        INVITED = "invited", _("waits for the person's agreement")
        REQUESTED = "requested", _("waits for the Member's answer")
        GIVEN = "given", _("given")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("lapsed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    BARRED_BY = "nomination"
    MOVES = {
        Status.PREPARED: {Status.INVITED, Status.LAPSED},
        Status.INVITED: {Status.GIVEN, Status.DECLINED, Status.LAPSED, Status.WITHDRAWN},
        Status.REQUESTED: {Status.GIVEN, Status.DECLINED, Status.LAPSED, Status.WITHDRAWN},
        Status.GIVEN: {Status.WITHDRAWN},
    }
    OPEN = AWAITED
    LIVE = (*OPEN, Status.PREPARED, Status.GIVEN)
    ASKED_AGAIN = (Status.WITHDRAWN, Status.LAPSED)  # lapsed, and there is time again: the call was extended
    LETTERS_HOLD = {
        "nominations/named": {Status.INVITED},
        "nominations/named_reminder": {Status.INVITED},
        "nominations/named_extended": {Status.INVITED},
        "nominations/naming_undelivered": {Status.INVITED},
    }

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    call = models.ForeignKey("nominations.Call", models.PROTECT, related_name="endorsements", verbose_name=_("call"))
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="endorsements", verbose_name=_("Member"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices)
    nomination = models.ForeignKey(
        "nominations.Nomination",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name=_("nomination"),
    )

    # what a focal point typed about a person who may not know of it yet
    name = models.CharField(_("name of the person"), max_length=160, blank=True)
    search_name = models.CharField(max_length=SEARCHED, blank=True, editable=False)
    email = models.EmailField(_("e-mail address of the person"), blank=True)
    language = models.CharField(
        _("language of the letters"), max_length=2, choices=[("en", "English"), ("fr", "français")], default="en"
    )
    group = models.ForeignKey(
        "members.WorkingGroup", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    statement = models.TextField(_("statement"), max_length=3000, blank=True)
    time_granted = models.BooleanField(_("the time is granted"), default=False)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)  # of the quota, from 1
    counted = models.BooleanField(default=False, editable=False)  # it was given when the tracks were frozen

    # by whom and when
    prepared_by = models.ForeignKey("members.Delegate", models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey("members.Delegate", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)  # invited or requested
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    told_at = models.DateTimeField(
        _("the desk was told"), null=True, blank=True, editable=False
    )  # that this waits; last

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["-call__year", "member__name_en", "group__order", "rank", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "member", "group", "place"],
                name="one_nomination_in_a_place_of_the_quota",
            ),
            models.CheckConstraint(
                condition=Q(kind="nominate", status__in=["invited", "given"], place__gte=1, group__isnull=False)
                | Q(place=None) & ~Q(kind="nominate", status__in=["invited", "given"]),
                name="a_place_while_invited_or_given",
            ),
            models.UniqueConstraint(
                fields=["call", "member", "email"],
                condition=Q(kind="nominate", status__in=["prepared", "invited", "given"]) & ~Q(email=""),
                name="one_nomination_by_a_member_per_address",
            ),
            models.UniqueConstraint(
                fields=["nomination", "member", "kind"],
                condition=Q(status__in=["requested", "given"]),
                name="one_word_of_a_member_on_a_nomination",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["declined", "lapsed"]) | Q(name="", search_name="", email="", statement=""),
                name="nothing_typed_is_kept_of_whoever_did_not_agree",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["requested", "given"]) | Q(nomination__isnull=False),
                name="requested_and_given_have_a_nomination",
            ),
            models.CheckConstraint(
                condition=Q(kind="nominate") & ~Q(status="requested")
                | Q(kind="endorse") & ~Q(status__in=["prepared", "invited"]),
                name="each_kind_has_its_own_way",
            ),
            models.CheckConstraint(
                condition=Q(status="prepared") | Q(status="lapsed") | Q(asked_at__isnull=False),
                name="asked_word_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(counted=False) | Q(kind="nominate", status__in=["given", "withdrawn"]),
                name="counted_words_were_given",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["given", "declined"]) | Q(answered_at__isnull=False),
                name="answered_word_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "member", "status"], name="endorsement_at_desk"),
            models.Index(fields=["nomination", "status"], name="endorsement_of_nomination"),
            models.Index(fields=["-asked_at", "id"], condition=Q(asked_at__isnull=False), name="endorsement_newest"),
            models.Index(
                fields=["call"], condition=Q(status__in=["invited", "requested", "prepared"]), name="endorsement_open"
            ),
        ]

    def __str__(self):
        """As logs and letters' lists name it: without the person as long as nobody asked them."""
        return f"{self.member}: {self.who if self.asked_at else self.get_status_display()}"

    def get_absolute_url(self):
        return reverse("nominations:desk_endorsement", args=[self.pk])

    @classmethod
    def to_tell(cls):
        """With what its name is made of; see EventQuerySet.with_things."""
        return cls.objects.select_related("member", "nomination").defer("nomination__answers")

    @classmethod
    def to_change(cls):
        """Without its nomination: beside a row that another change has led there a join finds nothing."""
        return super().to_change().select_related("call", "member")

    @property
    def who(self) -> str:
        """The person, as whoever gave or was asked for this word knows them; empty once that is wiped."""
        return self.name or (self.nomination.display_name if self.nomination_id else "")

    @property
    def title(self) -> str:
        """The person, or words in place of a name that is not there."""
        if self.who:
            return self.who
        return _t("No name yet") if self.status == self.Status.PREPARED else _t("A person whose name is not kept")

    @property
    def withdrawable(self) -> bool:
        return self.Status.WITHDRAWN in self.MOVES.get(self.status, ()) and self.status != self.Status.REQUESTED

    @property
    def end(self):
        """Until when it waits (the first instant outside); moves with the call."""
        return self.call.agree_end if self.kind == self.Kind.NOMINATE else self.call.endorsement_end

    def wiped(self) -> dict:
        """What a move stamps so that nothing stays of what was typed about the person, and no place is taken."""
        return {"name": "", "search_name": "", "email": "", "statement": "", "rank": None, "place": None}

    def forget(self):
        """Nothing stays of what was typed, nor the letter; for what ended long ago. Call inside the lock."""
        type(self).objects.filter(pk=self.pk).update(**self.wiped())
        self.forget_letter()
