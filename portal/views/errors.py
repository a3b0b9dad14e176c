"""Pages for what went wrong; each shows the request's id and leaks nothing."""

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string


def page(request, status: int, **facts) -> HttpResponse:
    """An error page without the context processors: they ask who is signed in, of a database that may be away."""
    facts |= {"request_id": getattr(request, "id", ""), "SECRETARIAT_EMAIL": settings.SECRETARIAT_EMAIL}
    return HttpResponse(render_to_string(f"{status}.html", facts), status=status)


def csrf_failure(request, reason=""):
    """A form that came without its token: from another site, or after cookies were cleared."""
    return page(request, 403, csrf=True)


def bad_request(request, exception=None):
    return page(request, 400)


def forbidden(request, exception=None):
    return page(request, 403)


def not_found(request, exception=None):
    return page(request, 404)


def server_error(request):
    return page(request, 500)
