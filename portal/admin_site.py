"""The secretariat's admin: its door, asked on every page. The one way in is the site's own sign-in."""

from allauth.account.views import logout as sign_out
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from unfold.sites import UnfoldAdminSite

from portal.accounts import second_factor
from portal.accounts.backends import OURS


class PortalAdminSite(UnfoldAdminSite):
    """Opens to staff roles alone; for everybody else who is signed in it does not exist."""

    def register(self, models, admin_class=None, **options):
        """Tables of ours alone: those of the libraries hold keys, codes and sessions."""
        models = [models] if isinstance(models, type) else models
        super().register([model for model in models if model._meta.app_label in OURS], admin_class, **options)

    index_title = _lazy("What waits")

    def get_app_list(self, request, app_label=None) -> list:
        """Every page would put all tables together with their addresses, and our side bar and front page show others."""
        return super().get_app_list(request, app_label) if app_label else []

    def has_permission(self, request) -> bool:
        user = request.user
        if user.is_authenticated and not user.is_staff and not user.waiting_roles:
            raise Http404
        return user.is_authenticated and user.is_staff

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """No form here: on to the sign-in, to the second step, or to setting one up."""
        onward = wanted(request)
        if self.has_permission(request):
            return HttpResponseRedirect(onward)  # an address, and nothing that `redirect` would look up by name
        if not request.user.is_authenticated:
            return redirect_with(reverse("account_login"), onward)
        if second_factor.has_factor(request.user):
            return redirect_with(reverse("mfa_reauthenticate"), onward)
        messages.warning(request, _("The admin opens once you have set up a second step of signing in."))
        return redirect("mfa_index")

    def logout(self, request, extra_context=None):
        return require_POST(sign_out)(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("account_profile")


def wanted(request) -> str:
    """The page of this site that was asked for, or the front page of the admin."""
    onward = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return onward if here else reverse("admin:index")


def redirect_with(address, onward):
    return redirect(f"{address}?{urlencode({'next': onward})}")
