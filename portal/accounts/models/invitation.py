"""Invitation: a role offered by mail, taken with a link that works once, within seven days."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Lifecycle, Refused, random_id

from .. import notices
from ..roles import Role
from .role_grant import RoleGrant, check_dates

OPEN_FOR = timedelta(days=7)


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for whoever reads files; nothing for anybody else."""
        return self if user.is_authenticated and user.may_read_files else self.none()

    def of(self, token: str):
        """The invitation behind a link that still works, or None."""
        return self.filter(token_hash=hashed(token), status=Invitation.Status.SENT, expires_at__gt=Now()).first()


class Invitation(Lifecycle):
    class Status(models.TextChoices):
        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    MOVES = {Status.SENT: {Status.ACCEPTED, Status.WITHDRAWN}}
    LETTERS_HOLD = {"accounts/invitation": {Status.SENT}}

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("The first moment without the role."))
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.SENT)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("invited by")
    )
    sent_at = models.DateTimeField(_("sent"), db_default=Now())
    expires_at = models.DateTimeField(_("open until"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["email", "role"], condition=models.Q(status="sent"), name="one_open_invitation"
            ),
        ]

    def __str__(self):
        return f"{self.email}: {self.get_role_display()}"

    @classmethod
    def send(cls, email, role, *, by, until=None, at=None, language=None) -> "Invitation":
        """Write the letter with the link. An older open one for the same role is withdrawn.

        The link leaves in the letter alone; `invitation.link` has it until this object is gone, for the command line.
        """
        at, email = at or clock.now(), email.lower()
        if by is not None and not by.governs:
            raise Refused(_t("Only a head of the secretariat may do this."))
        check_dates(role, at, until, at)
        if by is not None and EmailAddress.objects.filter(user=by, email=email).exists():
            raise Refused(_t("Nobody does this to themselves: ask another head."))
        token = secrets.token_urlsafe(24)
        with transaction.atomic():
            for older in cls.objects.select_for_update().filter(email=email, role=role, status=cls.Status.SENT):
                older.withdraw(by=by, at=at)
            fields = {
                "email": email,
                "role": role,
                "until": until,
                "invited_by": by,
                "sent_at": at,
                "expires_at": at + OPEN_FOR,
            }
            invitation = cls.objects.create(token_hash=hashed(token), **fields)
            invitation.record("sent", by=by, at=at, facts={"role": role})
            invitation.link = notices.invitation(invitation, token, language or get_language())
        return invitation

    def accept(self, *, by, at=None) -> RoleGrant:
        """Whoever opened the link takes the role; the link is then used up."""
        with self.locked(at) as at:
            if self.status != self.Status.SENT or self.expires_at <= at:
                raise Refused(_t("This invitation was used already, withdrawn, or is older than seven days."))
            if not by.is_active:
                raise Refused(_t("This account is closed."))
            if not EmailAddress.objects.filter(user=by, email=self.email, verified=True).exists():
                raise Refused(_t("This invitation is for another address."))
            self.move(self.Status.ACCEPTED, verb="accepted", by=by, at=at, accepted_by=by)
            return RoleGrant.give(self.role, to=by, by=self.still_a_head(), until=self.until, at=at)

    def still_a_head(self):
        """Who invited, if they could still give the role themselves."""
        if self.invited_by is not None and not self.invited_by.governs:
            raise Refused(_t("Who invited you may no longer give this role. Write to the secretariat."))
        return self.invited_by

    def withdraw(self, *, by, at=None):
        """The link no longer works."""
        with self.locked():
            self.move(self.Status.WITHDRAWN, verb="withdrawn", by=by, at=at)


def hashed(token: str) -> str:
    """What is stored of a link: who reads the table cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
