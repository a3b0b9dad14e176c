"""django-allauth's adapter: letters through the outbox, counted; wrong passwords counted per account and per network address."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.apps import apps
from django.contrib import messages
from django.db import transaction
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.notifications import doorbell, wire

from . import known_browser, limits, notices

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _("This is your main address. Make another one the main address first."),
        "duplicate_email": _("This address belongs to your account already."),
        "email_password_mismatch": _("The address and the password do not fit together."),
        "email_taken": _("This address belongs to another account."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This is not the code we sent."),
        "incorrect_password": _("This is not your password."),
        "max_email_addresses": _("An account has at most %d addresses."),
        "rate_limited": _("Too many attempts. Wait a quarter of an hour, then try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a quarter of an hour, then try again."),
    }

    def new_user(self, request):
        """A new account speaks the language of the page it was made on."""
        user = super().new_user(request)
        user.language = get_language()
        return user

    def save_user(self, request, user, form, commit=True):
        """A new account has its name and its zone from the first."""
        user.name, user.time_zone = form.cleaned_data["name"], form.cleaned_data["time_zone"]
        return super().save_user(request, user, form, commit)

    # --- letters

    def send_mail(self, template_prefix, email, context):
        """Every mail of allauth is a row of the outbox; those that anybody can cause are counted."""
        occasion = template_prefix.rsplit("/", 1)[-1]
        if occasion in notices.UNASKED:
            self.count_code_mail(email)
        notices.account(occasion, to=email, **context)
        transaction.on_commit(self.say_that_mail_is_slow)

    def say_that_mail_is_slow(self):
        """The page answers also when the broker does not: the letter leaves with the next sweep."""
        if doorbell.is_mute() and context.request:
            messages.warning(context.request, _("Our mail is slow at the moment: the message may take some minutes."))

    def count_code_mail(self, email):
        """So many in an hour to one address, by sign-up, sign-in and reset together, known address or not."""
        request, address = context.request, wire.mailbox(email.lower())  # as it leaves: one spelling
        browser = known_browser.name(request, address)
        counts = {"code_mail": f"{address} {browser or ratelimit.get_ip(request)}"}
        if not browser:
            counts["code_mail_in_all"] = address
        if not all(limits.spend(request, action, key) for action, key in counts.items()):
            log.warning("too many messages to one address were asked for")
            raise ImmediateHttpResponse(render(request, "account/too_many_mails.html", {"email": email}, status=429))

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tells the owner of a change; of a new main address, both the old and the new one."""
        told = {"user": user} | (context or {})
        super().send_notification_mail(template_prefix, user, told, email)
        if template_prefix.endswith("/email_changed"):
            self.send_mail(template_prefix, told["to_email"], told)

    def confirm_email(self, request, email_address):
        """An address added to an account that has others: the main one is told."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed and not email_address.primary:
            self.send_notification_mail(
                "account/email/email_confirm", email_address.user, {"added": email_address.email}
            )
        return confirmed

    def get_login_redirect_url(self, request):
        """Staff go to their desk, who reviews to the queue, everybody else to their nominations."""
        if request.user.is_staff:
            return reverse("admin:index")
        seats = apps.get_model("reviewing.Reviewer").objects  # a floor above, so it is asked for by name
        if seats.of(request.user).filter(call__status="published").exists():
            return reverse("reviewing:queue")
        return super().get_login_redirect_url(request)

    def login(self, request, user):
        """A session that began with words kept for a day lives its whole time once somebody is signed in."""
        request.session.set_expiry(None)
        super().login(request, user)

    def post_login(self, request, user, **facts):
        """This browser is known from now on, for the address that was used and for the main one."""
        response = super().post_login(request, user, **facts)
        known_browser.remember(response, {facts["email"] or user.email, user.email})
        return response

    # --- wrong passwords

    def _get_login_attempts_cache_key(self, request, **credentials):
        """One count per account, whichever of its addresses is tried; its own for a browser that is known for this one."""
        address = credentials.get("email", "").lower()
        browser = known_browser.name(request, address)
        return f"browser {browser}" if browser else self.whose(address)

    def whose(self, address):
        account = next(iter(filter_users_by_email(address, prefer_verified=True)), None)
        return f"account {account.pk}" if account else f"no account@{address}"

    def pre_authenticate(self, request, **credentials):
        """Counts the try against the network address apart, where no success elsewhere clears it."""
        self._tries_of_place = ratelimit.consume(request, app="allauth.account", action="wrong_password")
        if not self._tries_of_place:
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request, **credentials):
        log.warning("wrong password for %s", self.whose(credentials.get("email", "").lower()).partition("@")[0])

    def _rollback_login_failed_rl_usage(self):
        super()._rollback_login_failed_rl_usage()
        self._tries_of_place.rollback()
