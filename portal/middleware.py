"""What happens to every request: an id, clock and language of one's own, an outage told in words, nothing kept by browsers."""

import secrets
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from portal.accounts import staff_session
from portal.lifecycle.text import LOST
from portal.views.errors import is_outage, not_allowed, unavailable


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


class Storable:
    """No address brings a NUL in what it asks: PostgreSQL holds none, so no search box needs to think of it. A mark stands
    for it, as in what is typed (see lifecycle/text.py).
    """

    MARK = quote(LOST)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked or "\0" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", self.MARK).replace("\0", self.MARK)
        return self.get_response(request)


class Compressed(GZipMiddleware):
    """Sends pages gzip'ed, in lengths that vary at random, but only where no stranger can put words of their own into them.

    Whoever watches the line and has words of theirs repeated in a compressed page can guess its secrets by its length
    (BREACH). So: no page that was asked for with a query, which the page may repeat; no answer to a form; nothing of
    the admin, where a search is repeated beside what others wrote. A script or a style sheet has its own way
    (portal.static_files).
    """

    OURS = ("", "next=check")  # queries that our own links carry and no page can be made to repeat otherwise

    def process_response(self, request, response):
        page = not response.streaming and response.get("Content-Type", "").startswith("text/html")
        asked = request.method == "GET" and request.META.get("QUERY_STRING", "") in self.OURS
        if page and asked and not request.path.startswith("/admin/"):
            return super().process_response(request, response)
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


class Methods:
    """Pages are read, or sent something by a button: there is no third way, and what a page does not take is refused in words.

    People come to such an address too: who pressed a button while signed out is led back to it after the sign-in.
    """

    WAYS = ("GET", "HEAD", "POST")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request) if request.method in self.WAYS else HttpResponseNotAllowed(self.WAYS)
        return not_allowed(request, response["Allow"]) if response.status_code == 405 else response


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


class OwnLanguage:
    """The admin, whose addresses name no language, speaks that of the account; unless the language's cookie says another.

    Not for this while alone: LocaleMiddleware, further out, tells the browser which language was spoken.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) in dict(settings.LANGUAGES)
        if request.path.startswith("/admin/") and not asked and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
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
        elif response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-cache")  # whoever is named on it may withdraw consent
        patch_vary_headers(response, ["Cookie"])
        if request.path.startswith("/admin/"):
            response._csp_update = settings.ADMIN_CSP
        return response
