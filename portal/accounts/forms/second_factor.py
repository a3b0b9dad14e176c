"""Forms of the second factor: an authenticator app, a passkey, recovery codes."""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from .worded import Worded

FROM_APP = (_("Code from your app"), _("Six digits from your authenticator app, or one of your recovery codes."))


class Authenticate(Worded, AuthenticateForm):
    WORDS = {"code": FROM_APP}


class ReauthenticateByCode(Worded, ReauthenticateForm):
    WORDS = {"code": FROM_APP}


class ActivateApp(Worded, ActivateTOTPForm):
    WORDS = {"code": (_("Code from your app"), _("The six digits that the app shows now."))}


class AddKey(Worded, AddWebAuthnForm):
    WORDS = {
        "name": (_("Name of the passkey"), _("So that you know it again: the device or the program that keeps it.")),
        "passwordless": (
            _("Let me sign in with this passkey alone"),
            _("Your device then asks for your fingerprint, face or PIN."),
        ),
    }


class RenameKey(Worded, EditWebAuthnForm):
    WORDS = {"name": (_("Name of the passkey"), "")}
