"""The second factor: how its secrets are kept, and whether this session was opened with it."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from portal.notifications import seal


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or was used already. Wait for the next one."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def _get_site_name(self):
        return settings.MFA_TOTP_ISSUER

    def encrypt(self, text):
        """The app's key is kept encrypted in the database."""
        return seal.close(text).decode()

    def decrypt(self, encrypted_text):
        return seal.open_(encrypted_text.encode())


def has_factor(user) -> bool:
    """Whether the account has an app or a passkey (recovery codes alone are none)."""
    return Authenticator.objects.filter(
        user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ).exists()


def was_used(request) -> bool:
    """Whether this session passed the second step, with a factor that the account still has."""
    used = [
        record.get("id") for record in get_authentication_records(request, request.user) if record["method"] == "mfa"
    ]
    return bool(used) and not set(used).isdisjoint(factors_of(request.user))


def factors_of(user) -> list[int]:
    """The primary keys of an account's factors, as the request found them, or as they are now."""
    found = getattr(user, "factors", None)
    return list(Authenticator.objects.filter(user=user).values_list("pk", flat=True)) if found is None else found


def step(request, onward: str):
    """Where a session goes that has not passed the second step: to pass it, or to set one up first; then `onward`."""
    if has_factor(request.user):
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': onward})}")
    return redirect("mfa_index")


def note_setup(request, user, authenticator, **kwargs):
    """Setting up the factor proves it: this session has passed the second step (allauth's signal)."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


def reseal() -> int:
    """Close what is kept of second factors by the present key; returns how many there are. Raises seal.Unreadable."""
    kept = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for factor in kept.select_for_update():
        for name in {"secret", "seed"} & factor.data.keys():
            factor.data[name] = seal.renew(factor.data[name].encode()).decode()
        factor.save(update_fields=["data"])
    return kept.count()
