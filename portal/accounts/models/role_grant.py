"""RoleGrant: who holds which role, from when until when, given by whom."""

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from .. import notices
from ..roles import Role


class RoleGrantQuerySet(models.QuerySet):
    def current(self):
        """Grants in force at this moment, by the database's clock."""
        return self.filter(Q(until=None) | Q(until__gt=Now()), since__lte=Now())

    def unended(self):
        """Grants in force now or later."""
        return self.filter(Q(until=None) | Q(until__gt=Now()))

    def visible_to(self, user):
        """All for whoever reads files; nothing for anybody else."""
        return self if user.is_authenticated and user.may_read_files else self.none()

    def heads(self):
        """The heads of today who can sign in."""
        return self.current().filter(role=Role.HEAD, user__is_active=True)


class RoleGrant(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_grants", verbose_name=_("who")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateTimeField(_("from"), db_default=Now())
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("The first moment without the role."))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("given by")
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="role_ends_after_it_begins",
                violation_error_message=_("A role must end after it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(role="auditor") | Q(until__isnull=False),
                name="auditor_has_an_end",
                violation_error_message=_("An auditor's role needs a date at which it ends."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"

    @classmethod
    def give(cls, role, *, to, by, since=None, until=None, at=None) -> "RoleGrant":
        """Somebody holds a role from `since` (now if left out) until the first moment without it.

        by: a head, never the person themselves; None for the command that makes the first head, and for the demo.
        """
        at = at or clock.now()
        since = since or at
        may_govern(by, to)
        check_dates(role, since, until, at)
        with transaction.atomic():
            to.lock()
            if to.role_grants.filter(Q(until=None) | Q(until__gt=since), role=role).exists():
                raise Refused(_t("%(who)s holds this role already.") % {"who": to})
            refuse_who_judges(to)
            grant = cls.objects.create(user=to, role=role, since=since, until=until, given_by=by)
            to.forget_roles()
            to.record(
                "role given",
                by=by,
                at=at,
                facts={"role": role, "since": since.isoformat(), "until": until and until.isoformat()},
            )
            notices.role_given(grant)
        return grant

    def end(self, *, by, at=None):
        """The role ends now. Nobody ends the role of the last head, nor a role of their own."""
        at = at or clock.now()
        may_govern(by, self.user)
        with transaction.atomic():
            refuse_without_head(self.user, role=self.role)
            until = RoleGrant.objects.select_for_update().filter(pk=self.pk).values_list("until", flat=True).first()
            gone = not RoleGrant.objects.filter(pk=self.pk).exists()
            if gone or (until and until <= clock.instant()):
                raise Refused(_t("This role has ended already."))
            if self.since >= at:
                self.delete()  # it had not begun; the person's story keeps that it was given
            else:
                self.until = at
                self.save(update_fields=["until"])
            self.user.forget_roles()
            self.user.record("role ended", by=by, at=at, facts={"role": self.role})
            notices.role_ended(self, at)


def may_govern(by, whom):
    """A head about somebody else; None is the command line and the demo."""
    if by is None:
        return
    if not by.governs:
        raise Refused(_t("Only a head of the secretariat may do this."))
    if by.pk == whom.pk:
        raise Refused(_t("Nobody does this to themselves: ask another head."))


def refuse_who_judges(whom):
    """Staff read every nomination, and whoever judges must not: nobody is both. Seats live floors above."""
    seats = apps.get_model("reviewing.Reviewer").objects.filter(user=whom, ended_at=None, call__status="published")
    if seats.exists():
        raise Refused(_t("%(who)s has a seat in a committee. End the seat before a role is given.") % {"who": whom})


def check_dates(role, since, until, at):
    """Refuses dates that the table's constraints would refuse, in words."""
    if role == Role.AUDITOR and until is None:
        raise Refused(_t("An auditor's role needs a date at which it ends."))
    if until is not None and until <= max(since, at):
        raise Refused(_t("A role must end after it begins, and not in the past."))


def refuse_without_head(user, *, role=Role.HEAD):
    """Refuses what would leave the portal without a head: locks the heads' rows, so that two heads cannot end each other."""
    if role != Role.HEAD:
        return
    heads = list(RoleGrant.objects.heads().select_for_update(of=("self",)).order_by("pk"))
    if any(head.user_id == user.pk for head in heads) and not any(head.user_id != user.pk for head in heads):
        raise Refused(_t("This is the last head of the secretariat. Give the role to somebody else first."))
