"""Invitations: sent by a head, open for seven days, used once."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.admin import Asking, LifecycleAdmin, Verb

from ..forms.roles import Invite
from ..models import Invitation
from ..roles import Role
from .accounts import governs

INVITE = Verb(
    "send",
    _("Invite somebody"),
    may=governs,
    form=Invite,
    explains=_("The person gets a letter with a link, and the role when they accept."),
    done=_("Invited: %(who)s. The link in the letter works for seven days."),
    leaves=True,
)


@admin.register(Invitation)
class InvitationAdmin(Asking, LifecycleAdmin):
    asking = INVITE
    verbs = (
        Verb(
            "withdraw",
            _("Withdraw the invitation"),
            may=governs,
            to=Invitation.Status.WITHDRAWN,
            danger=True,
            explains=_("The link in the letter no longer works."),
            done=_("The invitation is withdrawn."),
        ),
    )
    story = dict(Role.choices) | {"sent": _("Sent"), "accepted": _("Accepted"), "withdrawn": _("Withdrawn")}
    list_display = ("email", "role", "state", "sent_at", "expires_at", "invited_by")
    list_select_related = ("invited_by",)
    ordering = ("-sent_at",)
    shown = ("email", "role", "until", "sent_at", "expires_at", "invited_by", "accepted_by")

    def called(self, invitation):
        return invitation.email
