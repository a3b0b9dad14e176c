"""All letters about accounts."""

from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Now
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language, override

from portal.lifecycle.models import random_id
from portal.notifications.outbox import post

CODE_LIFE = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)

# Letters that anybody can cause by typing an address: counted, and free of any text a person typed.
UNASKED = {
    "email_confirmation",
    "email_confirmation_signup",
    "login_code",
    "password_reset_code",
    "account_already_exists",
    "unknown_account",
}
LINKS = {  # where a letter leads
    "account_already_exists": "account_login",
    "unknown_account": "account_signup",
    "email_changed": "account_email",
    "email_confirm": "account_email",
    "email_deleted": "account_email",
}


def account(occasion, *, to, user=None, code="", **facts):
    """A letter that allauth asks for: a code, or news about the account.

    occasion: the last part of allauth's template name. A code travels as the letter's secret and lapses with it.
    """
    language = user.language if user and not code else get_language()
    keep = {name: facts[name] for name in ("from_email", "to_email", "added", "deleted_email") if name in facts}
    link = reverse_lazy(LINKS.get(occasion, "account_profile"))
    post(
        f"accounts/{occasion}",
        to=to,
        key=f"accounts/{occasion}/{random_id()}",
        language=language,
        recipient=user,
        **keep,
        **({"secret": code, "expires_at": Now() + CODE_LIFE} if code else {"link": link}),
    )


def role_given(grant):
    """To the person: which role, until when."""
    _to_owner("role_given", grant.user, link=reverse_lazy("admin:index"), grant=grant)


def role_ended(grant, at):
    _to_owner("role_ended", grant.user, grant=grant, at=at)


def second_factor_removed(user):
    _to_owner("second_factor_removed", user, link=reverse_lazy("mfa_index"))


def invitation(invitation, token, language) -> str:
    """The letter with the link that works once; returns the link, which is nowhere else."""
    with override(language):
        link = settings.SITE_URL + reverse("account_invitation", args=[token])
    post(
        "accounts/invitation",
        to=invitation.email,
        key=f"accounts/invitation/{invitation.pk}",
        language=language,
        about=invitation,
        secret=link,
        expires_at=invitation.expires_at,
        invitation=invitation,
        second_step=settings.REQUIRE_STAFF_MFA,
    )
    return link


def _to_owner(occasion, user, **words):
    """News about one's own account, to its main address."""
    words.setdefault("link", reverse_lazy("account_profile"))
    key = f"accounts/{occasion}/{random_id()}"
    post(f"accounts/{occasion}", to=user.email, key=key, language=user.language, recipient=user, **words)
