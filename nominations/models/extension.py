"""Extension: more time in a call, for everybody (person empty) or for one person, with the reason."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.barred import bars


class ExtensionQuerySet(models.QuerySet):
    def told_to(self, user):
        """Without those of a person whose nomination in the call is not there for this account."""
        theirs = bars(user).filter(nomination__call=OuterRef("call"), nomination__person=OuterRef("person"))
        return self.exclude(Exists(theirs))


class Extension(models.Model):
    call = models.ForeignKey("nominations.Call", models.CASCADE, related_name="extensions")
    person = models.ForeignKey(
        "members.Person", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("for")
    )
    until = models.DateTimeField(_("until"))
    previous = models.DateTimeField(_("instead of"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("previous")), name="extension_only_lengthens"),
        ]

    def __str__(self):
        return clock.told(self.until)
