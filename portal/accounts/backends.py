"""Django's permission questions, answered from the roles in code."""

from .roles import GOVERNS, READS, WORKS

GOVERNED = {"accounts"}  # apps whose things only a head may change


class RoleBackend:
    """Maps a role to Django's permissions, so that the admin and `has_perm` ask the same table."""

    def authenticate(self, request, **credentials):
        return None

    def has_perm(self, user, perm, obj=None) -> bool:
        """Reading needs any staff role, changing a working one, accounts and roles a head."""
        roles = getattr(user, "roles", frozenset())
        app, _, codename = perm.partition(".")
        if codename.startswith("view_"):
            return bool(roles & READS)
        return bool(roles & (GOVERNS if app in GOVERNED else WORKS))

    def has_module_perms(self, user, app) -> bool:
        return bool(getattr(user, "roles", frozenset()) & READS)
