"""An address with which somebody is expected to sign in: a page that sends them there names it, the forms have it filled in."""

from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

SESSION_KEY = "expected_address"


def ask_in(request, address: str, back: str):
    """Lead a visitor to sign in by a code to this address, or to sign up with it; both lead back from there.

    Only for an address that the visitor can read, as by the link of a letter: where it leads tells whether it has an account.
    """
    request.session[SESSION_KEY] = address
    known = filter_users_by_email(address, is_active=True)
    return redirect_to_login(back, reverse("account_request_login_code" if known else "account_signup"))


def address() -> str:
    """The address that is expected in this session; empty where nobody in particular is."""
    return context.request.session.get(SESSION_KEY, "") if context.request else ""
