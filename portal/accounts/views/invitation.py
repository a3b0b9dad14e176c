"""Accepting an invitation: the page behind the link, which only its button uses up."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress, Login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.lifecycle.models import Refused

from ..models import Invitation, User


@never_cache
@login_not_required
def invitation(request, token):
    """The link is as good as a code sent to the address: it opens the account, through its second step if it has one."""
    invitation = Invitation.objects.of(token)
    if invitation is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    user = request.user if request.user.is_authenticated else None
    fits = user is None or EmailAddress.objects.filter(user=user, email=invitation.email, verified=True).exists()
    if request.method != "POST" or not fits:
        return render(request, "accounts/invitation.html", {"invitation": invitation, "fits": fits})
    try:
        return accept(request, invitation, user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:home")


def accept(request, invitation, user):
    """Take the role; who is not signed in is signed in now."""
    holder = user or User.behind(invitation.email, language=get_language())
    invitation.accept(by=holder)
    messages.success(request, _("Welcome. You are %(role)s now.") % {"role": invitation.get_role_display()})
    home = reverse("admin:index" if holder.name else "account_profile")
    if not holder.name:
        messages.info(request, _("Enter your name: your colleagues see it beside what you do."))
    if user:
        return redirect(home)
    clear_login(request)
    record_authentication(request, holder, method="code", email=invitation.email)
    return perform_login(request, Login(user=holder, email=invitation.email, redirect_url=home))
