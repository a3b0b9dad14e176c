"""Django's permission questions, answered from the roles in code."""

from .roles import GOVERNS, READS, WORKS

GOVERNED = {"accounts"}  # apps whose things only a head may change
OURS = GOVERNED | {
    "lifecycle",
    "notifications",
    "members",
    "nominations",
    "reviewing",
    "deciding",
}  # nobody looks into other apps' tables: they hold secrets


class RoleBackend:
    """Maps a role to Django's permissions, so that the admin and `has_perm` ask the same table."""

    def authenticate(self, request, **credentials):
        return None

    def has_perm(self, user, perm, obj=None) -> bool:
        """Reading needs any staff role, changing a working one, accounts and roles a head."""
        roles = getattr(user, "roles", frozenset())
        app, _, codename = perm.partition(".")
        if app not in OURS:
            return False
        if codename.startswith("view_"):
            return bool(roles & READS)
        return bool(roles & (GOVERNS if app in GOVERNED else WORKS))

    def has_module_perms(self, user, app) -> bool:
        return app in OURS and bool(getattr(user, "roles", frozenset()) & READS)
