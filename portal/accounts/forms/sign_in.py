"""Sign-in by password, or by a code when the password is left empty."""

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from .worded import ADDRESS, Expecting, Worded


class SignIn(Expecting, Worded, LoginForm):
    WORDS = {
        "login": (ADDRESS, ""),
        "password": (_("Password"), _("Leave it empty and we send you a six-digit code instead.")),
    }

    def _setup_password_field(self):
        """allauth takes the field away where sign-up asks for none; here it stays, as the second way in."""
        self.fields["password"].required = False
        self.fields["password"].hide_optional = True
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
