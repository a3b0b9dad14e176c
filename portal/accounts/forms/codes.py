"""Asking for a code, and typing it."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    RequestLoginCodeForm,
)
from allauth.core import context
from django.utils.translation import gettext_lazy as _

from .. import limits
from .worded import ADDRESS, CODE, Expecting, Worded


class RequestCode(Expecting, Worded, RequestLoginCodeForm):
    WORDS = {"email": (ADDRESS, _("We send a six-digit code there."))}


class Counted(Worded):
    """Five guesses at one code, counted in the database.

    allauth counts in the session, where guesses sent at the same time undo each other's count.
    """

    def clean_code(self):
        request = context.request
        key = f"{request.session.session_key}:{self.expected_code}"
        if not limits.spend(request, "code_guess", key):
            raise get_adapter().validation_error("incorrect_code")
        return super().clean_code()


class ConfirmLogin(Counted, ConfirmLoginCodeForm):
    WORDS = {"code": (CODE, "")}


class ConfirmAddress(Counted, ConfirmEmailVerificationCodeForm):
    WORDS = {"code": (CODE, "")}


class ConfirmReset(Counted, ConfirmPasswordResetCodeForm):
    WORDS = {"code": (CODE, "")}
