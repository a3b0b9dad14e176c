"""RoleGrant: who holds which role, from when until when, given by whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ..roles import Role


class RoleGrantQuerySet(models.QuerySet):
    def current(self):
        """Grants in force at this moment, by the database's clock."""
        return self.filter(Q(until=None) | Q(until__gt=Now()), since__lte=Now())


class RoleGrant(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_grants", verbose_name=_("who"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateTimeField(_("from"), db_default=Now())
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("The first moment without the role."))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("given by"))

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="role_ends_after_it_begins",
                violation_error_message=_("A role must end after it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(role="auditor") | Q(until__isnull=False),
                name="auditor_has_an_end",
                violation_error_message=_("An auditor's role needs a date at which it ends."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"
