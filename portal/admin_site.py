"""The secretariat's admin: its door, asked on every page."""

from unfold.sites import UnfoldAdminSite


class PortalAdminSite(UnfoldAdminSite):
    """Opens to staff roles alone."""

    def has_permission(self, request) -> bool:
        return request.user.is_authenticated and request.user.is_staff
