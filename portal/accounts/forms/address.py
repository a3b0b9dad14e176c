"""One more address for an account."""

from allauth.account.forms import AddEmailForm
from django.utils.translation import gettext_lazy as _

from .worded import Worded


class AddAddress(Worded, AddEmailForm):
    WORDS = {
        "email": (
            _("Another e-mail address"),
            _("We send a six-digit code there; the address counts once you typed it."),
        )
    }
