"""Silence: somebody asked for no more reminders. Letters that are no reminders still come."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SALT = "portal.notifications.reminders"  # a token of ours opens this door and no other


class Silence(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("account")
    )
    since = models.DateTimeField(_("since"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("account without reminders")
        verbose_name_plural = _("accounts without reminders")

    def __str__(self):
        return str(self.user)


def stop_address(user) -> str:
    """The address at which this person stops reminders without signing in (absolute, in no language)."""
    return settings.SITE_URL + reverse("reminders", args=[signing.Signer(salt=SALT).sign(user.pk)])


def whose(token: str) -> str:
    """The primary key of the account that a token was made for. Raises signing.BadSignature."""
    return signing.Signer(salt=SALT).unsign(token)
