"""Sign-up by e-mail."""

from allauth.account.forms import SignupForm
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from .worded import ADDRESS, Worded


class SignUp(Worded, SignupForm):
    """An address is enough: a code sent there opens the account."""

    WORDS = {"email": (ADDRESS, _("We send a six-digit code there. You need no password."))}
    field_order = ["email", "name"]

    def try_save(self, request):
        """Two clicks at once: the second finds the address taken, as a later one would."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)
