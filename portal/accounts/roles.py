"""Roles: what each may do is code; who holds one, from when until when, is a row (RoleGrant)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    HEAD = "head", _("head of secretariat")
    OFFICER = "officer", _("secretariat officer")
    AUDITOR = "auditor", _("auditor")


STAFF = frozenset(Role)  # every role that opens the admin, and so needs a second factor
READS = frozenset(Role)
WORKS = frozenset({Role.HEAD, Role.OFFICER})  # screens, corresponds, prepares
GOVERNS = frozenset({Role.HEAD})  # invites staff, gives roles
