"""Sign-up by e-mail."""

from allauth.account.forms import SignupForm
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import random_id

from .worded import ADDRESS, Expecting, Worded


class SignUp(Expecting, Worded, SignupForm):
    """An address is enough: a code sent there opens the account."""

    WORDS = {"email": (ADDRESS, _("We send a six-digit code there. You need no password."))}
    field_order = ["email", "name"]

    def try_save(self, request):
        """Two clicks at once: the second finds the address taken, as a later one would."""
        if self.account_already_exists:
            self.make_and_undo(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)

    def make_and_undo(self, request):
        """The work of making an account, for nobody: else the clock would tell which addresses have one."""
        typed = self.cleaned_data["email"]
        self.cleaned_data["email"], self.account_already_exists = f"{random_id()}@example.org", False
        with transaction.atomic():
            account = self.save(request)
            for _look in range(4):  # as often as the letter with the code looks up whose it is
                account.refresh_from_db()
            transaction.set_rollback(True)
        self.cleaned_data["email"], self.account_already_exists = typed, True
