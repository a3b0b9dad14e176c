"""What happens to every request: an id, the person's clock, an outage told in words, nothing kept by browsers."""

import secrets

from django.conf import settings
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from portal.accounts import staff_session
from portal.views.errors import is_outage, unavailable


class RequestId:
    """Gives each request an id that the error page shows and the log repeats; says what our pages may use of a browser."""

    MAY_USE = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = secrets.token_hex(6)
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        response["Permissions-Policy"] = self.MAY_USE
        return response


class Outage:
    """Answers 503 with Retry-After when the database is away or a lock lasts too long.

    What fails in a view comes here; what fails in another middleware reaches `errors.server_error`, which asks the same.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return unavailable(request) if is_outage(exception) else None


class StaffSession:
    """Staff are staff only after the second step, and not for ever: see accounts/staff_session.py."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.REQUIRE_STAFF_MFA and request.user.is_authenticated and request.user.is_staff:
            staff_session.watch(request)
        return self.get_response(request)


class OwnTimeZone:
    """Shows moments in the signed-in person's zone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with timezone.override(request.user.zone if request.user.is_authenticated else "UTC"):
            return self.get_response(request)


class Private:
    """Forbids every cache to keep what somebody with a session saw; widens the CSP for /admin/ alone.

    Asks the cookie, not the database: it answers for error pages too, when there may be none.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies:
            add_never_cache_headers(response)
        patch_vary_headers(response, ["Cookie"])
        if request.path.startswith("/admin/"):
            response._csp_update = settings.ADMIN_CSP
        return response
