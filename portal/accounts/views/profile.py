"""The account page."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..forms.profile import Profile


def profile(request):
    """Name, language, time zone, and the ways to everything else about the account."""
    form = Profile(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account_profile")
    facts = {
        "form": form,
        "addresses": EmailAddress.objects.filter(user=request.user).order_by("-primary", "email"),
        "factors": Authenticator.objects.filter(user=request.user).exclude(type="recovery_codes").count(),
    }
    return render(request, "accounts/profile.html", facts)
