"""What happens to every request: an id, the person's clock, an outage told in words, nothing kept by browsers."""

import secrets

from django.conf import settings
from django.db import OperationalError
from django.db.utils import InterfaceError
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from portal.views import errors


class RequestId:
    """Gives each request an id that the error page shows and the log repeats."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = secrets.token_hex(6)
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        return response


class Outage:
    """Answers 503 with Retry-After when the database is away or a lock lasts too long."""

    RETRY_AFTER = 10  # seconds

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, (OperationalError, InterfaceError)):
            return unavailable(request, self.RETRY_AFTER)
        return None


def unavailable(request, seconds: int):
    """A readable page that says to try again; touches no database."""
    response = errors.page(request, 503)
    response["Retry-After"] = str(seconds)
    return response


class OwnTimeZone:
    """Shows moments in the signed-in person's zone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with timezone.override(request.user.zone if request.user.is_authenticated else "UTC"):
            return self.get_response(request)


class Private:
    """Forbids every cache to keep what a signed-in person saw; widens the CSP for /admin/ alone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        else:
            patch_vary_headers(response, ["Cookie"])
        if request.path.startswith("/admin/"):
            response._csp_update = settings.ADMIN_CSP
        return response
