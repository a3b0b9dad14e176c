"""Asking for a code, and typing it."""

from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    RequestLoginCodeForm,
)
from django.utils.translation import gettext_lazy as _

from .worded import ADDRESS, CODE, Worded


class RequestCode(Worded, RequestLoginCodeForm):
    WORDS = {"email": (ADDRESS, _("We send a six-digit code there."))}


class ConfirmLogin(Worded, ConfirmLoginCodeForm):
    WORDS = {"code": (CODE, "")}


class ConfirmAddress(Worded, ConfirmEmailVerificationCodeForm):
    WORDS = {"code": (CODE, "")}


class ConfirmReset(Worded, ConfirmPasswordResetCodeForm):
    WORDS = {"code": (CODE, "")}
