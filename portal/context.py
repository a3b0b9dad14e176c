"""What every page knows."""

from django.conf import settings


def site(request) -> dict:
    """The site's name, whether this is the demo, and whether the admin's door opens for this person."""
    user = getattr(request, "user", None)
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "SECRETARIAT_EMAIL": settings.SECRETARIAT_EMAIL,
        "demo": settings.DEMO,
        "staff": bool(user and user.is_authenticated and (user.is_staff or user.waiting_roles)),
        "request_id": getattr(request, "id", ""),
    }
