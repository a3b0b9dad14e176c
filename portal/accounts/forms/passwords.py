"""Setting, changing and resetting a password. One field, no second to repeat it: who mistypes resets it by a code."""

from allauth.account.forms import (
    ChangePasswordForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django.utils.translation import gettext_lazy as _

from .worded import ADDRESS, PASSWORD_HINT, Worded


class Once(Worded):
    """Drops the field that asks for the same password again."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)


class SetPassword(Once, SetPasswordForm):
    WORDS = {"password1": (_("New password"), PASSWORD_HINT)}


class ChangePassword(Once, ChangePasswordForm):
    WORDS = {"oldpassword": (_("Present password"), ""), "password1": (_("New password"), PASSWORD_HINT)}


class NewPassword(Once, ResetPasswordKeyForm):
    WORDS = {"password1": (_("New password"), PASSWORD_HINT)}


class ResetPassword(Worded, ResetPasswordForm):
    WORDS = {"email": (ADDRESS, _("We send a six-digit code there."))}


class Reauthenticate(Worded, ReauthenticateForm):
    WORDS = {"password": (_("Password"), "")}
