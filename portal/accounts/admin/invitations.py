"""Invitations: sent by a head, open for seven days, used once."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.admin import LifecycleAdmin, Verb
from portal.lifecycle.models import Refused

from ..forms.roles import Invite
from ..models import Invitation
from ..roles import Role
from .accounts import governs

INVITE = Verb("invite", _("Invite somebody"), may=governs, form=Invite)


@admin.register(Invitation)
class InvitationAdmin(LifecycleAdmin):
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

    def has_add_permission(self, request, *args):
        return governs(request.user)

    def add_view(self, request, form_url="", extra_context=None):
        """Whom to invite, as what, until when; then the letter leaves."""
        if not governs(request.user):
            raise PermissionDenied
        form = Invite(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                invitation = Invitation.send(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request,
                    _t("Invited: %(email)s. The link in the letter works for seven days.")
                    % {"email": invitation.email},
                )
                return redirect(self.list_address())
        return TemplateResponse(request, "admin/lifecycle/verb.html", self.asking(request, form))

    def asking(self, request, form) -> dict:
        return {
            **self.admin_site.each_context(request),
            "title": INVITE.label,
            "verb": INVITE,
            "thing": self.opts.verbose_name_plural.capitalize(),
            "explanation": _t("The person gets a letter with a link, and the role when they accept."),
            "form": form,
            "media": form.media,
            "back": self.list_address(),
            "model_opts": self.opts,
        }
