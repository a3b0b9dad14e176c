"""Pages for what went wrong; each shows the request's id, leaks nothing, and asks no database."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from .rescue import typed_again

RETRY_AFTER = 10  # seconds


def page(request, status: int, **facts) -> HttpResponse:
    """An error page, rendered without context processors: they ask who is signed in, and so the database."""
    facts |= {"request_id": getattr(request, "id", ""), "SECRETARIAT_EMAIL": settings.SECRETARIAT_EMAIL}
    return HttpResponse(render_to_string(f"{status}.html", facts), status=status, headers={"Cache-Control": "no-store"})


def bad_request(request, exception=None):
    return page(request, 400)


def forbidden(request, exception=None):
    return page(request, 403)


def csrf_failure(request, reason=""):
    """A form that came without its token: from another site, or after cookies were cleared."""
    return typed_again(request, 403) or page(request, 403, csrf=True)


def not_found(request, exception=None):
    return page(request, 404)


def not_allowed(request, allowed: str):
    """An address that takes no such request; allowed: the methods that it takes, as a header names them."""
    response = page(request, 405)
    response["Allow"] = allowed
    return response


def too_many_requests(request, exception=None):
    """A limit was reached (portal.accounts.settings names them)."""
    response = page(request, 429)
    response["Retry-After"] = "900"
    return response


def server_error(request):
    """Our mistake; or the database is away, seen by a middleware before any view ran."""
    return unavailable(request) if is_outage(sys.exc_info()[1]) else page(request, 500)


def is_outage(exception) -> bool:
    """Whether the database is away, or a lock or a statement took too long."""
    return isinstance(exception, (OperationalError, InterfaceError))


def unavailable(request):
    """A readable page that says to try again."""
    response = typed_again(request, 503) or page(request, 503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
