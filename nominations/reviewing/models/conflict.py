"""Conflict: why somebody may not judge, nor see, a nomination."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import RoleGrant
from portal.lifecycle.barred import unbarred
from portal.lifecycle.models import Lifecycle, random_id

from .binding import bind
from .lifting import Lifting


class ConflictQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(lifted_at=None)

    def barring(self, user):
        """Those by which the nominations are no longer there for this account, whatever it is.

        What somebody declared, or was imposed, binds everybody; what the system found binds whoever judges, so it is
        asked for reviewers and chairs alone: see `Assignment.visible_to`, `Reviewer.sees`.
        """
        return self.in_force().filter(user=user, kind__in=Conflict.BINDS_EVERYBODY)

    def of(self, user):
        """All that bind somebody who judges."""
        return self.in_force().filter(user=user)

    def of_secretariat(self):
        """Those that bar somebody of the secretariat: what they are about stands in no letter to its mailbox."""
        return self.in_force().filter(
            user__in=RoleGrant.objects.unended().values("user"), kind__in=Conflict.BINDS_EVERYBODY
        )

    def visible_to(self, user):
        """All for whoever reads files, but for those about themselves with what bars them; nothing for others."""
        if not user.is_authenticated or not user.may_read_files:
            return self.none()
        return unbarred(self, user)


class Conflict(Lifting, Lifecycle):
    """Between an account and a nomination, of one kind, from a source; never deleted, lifted by a person with a reason.

    since: when it began to bind. source: whence it is known, in ids and codes (`ES`, `employer:17`), never a name; by
    commas where there are several.
    """

    class Kind(models.TextChoices):
        NATIONALITY = "nationality", _("same nationality")
        RESIDENCE = "residence", _("same country of residence or work")
        EMPLOYER = "employer", _("same employer")
        MEMBER = "member", _("nominated or endorsed by the reviewer's Member")
        PROJECT = "project", _("worked on the same project")
        OWN = "own", _("their own nomination")
        DECLARED = "declared", _("declared by the person")
        IMPOSED = "imposed", _("imposed by the secretariat or the chair")

    BARRED_BY = "nomination"
    BINDS_EVERYBODY = (Kind.DECLARED, Kind.IMPOSED)
    FOUND = (Kind.NATIONALITY, Kind.RESIDENCE, Kind.EMPLOYER, Kind.MEMBER, Kind.PROJECT, Kind.OWN)

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    nomination = models.ForeignKey("nominations.Nomination", models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="conflicts", verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    source = models.CharField(_("source"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), max_length=800, blank=True)
    since = models.DateTimeField(_("since"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lift_reason = models.TextField(_("why it was lifted"), max_length=800, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "user", "kind"], condition=Q(lifted_at=None), name="one_conflict_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lift_reason="") | (Q(lifted_at__isnull=False) & ~Q(lift_reason="")),
                name="a_conflict_is_lifted_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"], include=["nomination", "kind"], condition=Q(lifted_at=None), name="conflict_bars"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}"

    @classmethod
    def to_tell(cls):
        return cls.objects.all()

    @classmethod
    def look(cls, call, nomination=None, *, at) -> int:
        """Find what binds the committee of a call now; the call's and the nomination's own verbs ask for it by name."""
        from .finding import find_conflicts

        return find_conflicts(call, nomination=nomination, at=at)

    @classmethod
    def share(cls, one, other, *, by, at):
        """Two nominations are one dossier from now on: what is in force on either is so on both.

        The committee is locked first, in the order of everybody who locks more than one seat.
        """
        list(one.call.reviewers.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        for given, taker in ((one, other), (other, one)):
            for conflict in given.conflicts.in_force().select_related("user"):
                bind(taker, conflict.user, conflict.kind, reason=conflict.reason, source=conflict.source, by=by, at=at)
