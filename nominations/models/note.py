"""Note: what the secretariat writes into the file; no applicant ever reads it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    nomination = models.ForeignKey("nominations.Nomination", models.CASCADE, related_name="notes")
    text = models.TextField(_("note for the file"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("note for the file")
        verbose_name_plural = _("notes for the file")
        ordering = ["-at"]

    def __str__(self):
        return self.text[:60]
