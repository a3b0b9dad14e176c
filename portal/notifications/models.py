"""Message: one row of the outbox, word for word what somebody was told."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import random_id


class Message(models.Model):
    class Status(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNKNOWN = "unknown", _("unknown: the connection broke before the answer")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    key = models.CharField(max_length=200, unique=True, help_text=_("What makes this letter the only one of its kind."))
    occasion = models.CharField(_("occasion"), max_length=80)
    to = models.EmailField(_("to"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField("HTML")
    secret = models.BinaryField(null=True, editable=False)  # encrypted; erased on sending and on expiry
    reminder = models.BooleanField(_("reminder"), default=False)
    about_kind = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    about_id = models.CharField(max_length=36, blank=True)
    about = GenericForeignKey("about_kind", "about_id")

    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.QUEUED)
    written_at = models.DateTimeField(_("written"), db_default=Now())
    not_before = models.DateTimeField(_("not before"), db_default=Now())
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    answer = models.TextField(_("the mail server's answer"), blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("outbox")
        indexes = [
            models.Index(fields=["not_before"], condition=Q(status__in=["queued", "sending"]), name="message_due"),
            models.Index(fields=["about_kind", "about_id"], name="message_about"),
            models.Index(fields=["-written_at"], name="message_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(status="sent") | Q(sent_at__isnull=False), name="sent_has_a_moment"),
        ]

    def __str__(self):
        return self.subject
