"""Ballot: the Council votes on an accession. Roll and rule are frozen when it opens, the outcome when it closes."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Lifecycle, random_id

from . import rule as rules
from .delegate import Capacity, Delegate
from .rule import Basis, Choice, Count, Rule
from .seats import Seats
from .voting import Voting


class BallotQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for whoever reads files, in the admin; for a council delegate those of their seat."""
        if not user.is_authenticated:
            return self.none()
        return self if user.may_read_files else self.before(user)

    def before(self, user):
        """Those in which this person has a seat: as the council delegate, now, of a Member on the roll; and those in
        which they voted when they were. None has a roll before it opens.
        """
        council = Delegate.objects.filter(user=user, capacity=Capacity.COUNCIL)
        rolled = RollEntry.objects.filter(ballot=OuterRef("pk"), member__in=council.seated().values("member"))
        cast = Vote.objects.filter(entry__ballot=OuterRef("pk"), delegate__in=council)
        return self.filter(Exists(rolled) | Exists(cast))

    def to_open(self, at):
        return self.filter(status=Ballot.Status.SCHEDULED, opens_at__lte=at)

    def to_close(self, at):
        return self.filter(status=Ballot.Status.OPEN, closes_at__lte=at)

    def to_remind(self, at, before):
        """Open ones that close within that time, and were open before it began."""
        soon = self.filter(status=Ballot.Status.OPEN, closes_at__gt=at, closes_at__lte=at + before)
        return soon.filter(opened_at__lt=F("closes_at") - before)


def outcome_follows():
    """The rules of `rule.adopts` once more, as the database checks them: nobody writes an outcome that does not follow."""
    one_for, none_against = Q(votes_for__gt=0), Q(votes_against=0)
    of_cast = Q(votes_for__gte=F("votes_against") * 2)  # 3f >= 2(f + a)
    of_entitled = Q(entitled__lte=F("votes_for") * 3 / 2)  # in whole numbers the same as 3f >= 2e
    adopted = (
        Q(none_against, rule=Rule.SILENCE)
        | Q(none_against, one_for, rule=Rule.CONSENSUS)
        | Q(one_for, of_cast, rule=Rule.TWO_THIRDS, basis=Basis.CAST)
        | Q(one_for, of_entitled, rule=Rule.TWO_THIRDS, basis=Basis.ENTITLED)
    )
    return ~Q(status="closed") | Q(adopted, adopted=True) | Q(~adopted, adopted=False)


class Ballot(Voting, Seats, Lifecycle):
    """A vote counts if it comes before `closes_at` by the database's clock, whenever the job that closes comes by."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("not open yet")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("called off")

    MOVES = {
        Status.SCHEDULED: {Status.OPEN, Status.CANCELLED},
        Status.OPEN: {Status.CLOSED},
    }
    LETTERS_HOLD = {"members/ballot_opened": {Status.OPEN}, "members/ballot_reminder": {Status.OPEN}}

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    accession = models.ForeignKey(
        "members.Accession", models.PROTECT, related_name="ballots", verbose_name=_("accession")
    )
    rule = models.CharField(_("rule"), max_length=10, choices=Rule.choices)
    basis = models.CharField(_("two thirds of what"), max_length=8, choices=Basis.choices)
    why = models.TextField(_("why by this rule"), blank=True)  # where it is not that of the day
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), help_text=_("The first moment at which no vote is taken."))
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    status = models.CharField(_("state"), max_length=9, choices=Status.choices, default=Status.SCHEDULED)

    # frozen at the close
    adopted = models.BooleanField(_("adopted"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    entitled = models.PositiveSmallIntegerField(_("entitled"), null=True, blank=True)  # frozen at the opening

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["-opens_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["accession"], condition=Q(status__in=["scheduled", "open"]), name="one_ballot_at_a_time"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="ballot_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "closed"], opened_at__isnull=False, entitled__isnull=False)
                | Q(status__in=["scheduled", "cancelled"], opened_at=None, entitled=None),
                name="opened_ballot_has_a_roll",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="closed",
                    adopted__isnull=False,
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    abstentions__isnull=False,
                )
                | (~Q(status="closed") & Q(adopted=None, votes_for=None, votes_against=None, abstentions=None)),
                name="closed_ballot_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(votes_for=None) | Q(entitled__gte=F("votes_for") + F("votes_against") + F("abstentions")),
                name="no_more_votes_than_entitled",
            ),
            models.CheckConstraint(condition=outcome_follows(), name="outcome_follows_from_the_count"),
        ]

    def __str__(self):
        return f"{self.accession} {self.opens_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("members:ballot", args=[self.pk])

    @property
    def is_silent(self) -> bool:
        """In a silence procedure whoever votes objects: that somebody voted says already what."""
        return self.rule == Rule.SILENCE

    @property
    def conditions(self) -> str:
        return rules.conditions(self.rule, self.basis)

    @property
    def rule_words(self) -> str:
        """The rule, with what two thirds are taken of."""
        words = self.get_rule_display()
        return f"{words} {self.get_basis_display()}" if self.rule == Rule.TWO_THIRDS else words

    @property
    def explained(self) -> str:
        """Why it was adopted or not; nothing before the close."""
        return rules.explained(self.rule, self.basis, self.count) if self.status == self.Status.CLOSED else ""

    @property
    def count(self) -> Count:
        """The frozen numbers."""
        return Count(self.votes_for, self.votes_against, self.abstentions, self.entitled)


class RollEntry(models.Model):
    """One Member entitled to vote in one ballot. `vote`: the one that counts, or None while it has cast none."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="roll")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name=_("Member"))
    vote = models.OneToOneField("members.Vote", models.PROTECT, null=True, blank=True, related_name="counts_in")

    class Meta:
        verbose_name = _("entry of the roll")
        verbose_name_plural = _("roll")
        ordering = ["member__name_en"]
        constraints = [models.UniqueConstraint(fields=["ballot", "member"], name="one_vote_per_member")]

    def __str__(self):
        return str(self.member)


class Vote(models.Model):
    """One act of voting; a Member's later one takes its place and the earlier stays as it was. Nobody but this Member's
    delegates reads the choice before the ballot is closed: not in an Event, a log, a count or a mail.
    """

    entry = models.ForeignKey(RollEntry, models.CASCADE, related_name="votes")
    choice = models.CharField(_("vote"), max_length=7, choices=Choice.choices)
    delegate = models.ForeignKey("members.Delegate", models.PROTECT, related_name="votes", verbose_name=_("cast by"))
    cast_at = models.DateTimeField(_("cast"), db_default=Now())

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["-cast_at", "-pk"]

    def __str__(self):
        return f"{self.entry_id} {clock.told(self.cast_at)}"

    @property
    def told(self) -> str:
        return Choice.told(self.choice, self.entry.ballot.rule)
