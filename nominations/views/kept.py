"""The call's page, kept for some seconds by each process: on deadline night it is read fifty times a second."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language

SECONDS = 5
UNSEEN = ("_state", "now", "last_number")
pages: dict[tuple, bytes] = {}  # of the present slot only
slot = [0]


def kept(request, call, phase, make) -> HttpResponse:
    """The page as it was made for another visitor in these seconds; for anybody else, or anew, by `make()`.

    Kept is only what a visitor without a session and without a query reads. What the database says of the call and
    its phase is asked each time and part of the key, so that an end or an edit shows at once; what may be some
    seconds old are the countdown and the Members' capitals.
    """
    if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES or request.META.get("QUERY_STRING"):
        return make()
    key = (request.path, get_language(), phase, shown(call))
    present = int(call.now.timestamp()) // SECONDS
    if present != slot[0]:
        pages.clear()
        slot[0] = present
    content = pages.get(key)  # another thread may clear them meanwhile
    if content is None:
        response = make()
        if response.status_code != 200 or response.cookies:
            return response
        content = pages[key] = response.content
    return HttpResponse(content)


def shown(call) -> str:
    """All that was read of a call, but for the moment at which it was and the count of those who began."""
    return repr(sorted((name, value) for name, value in call.__dict__.items() if name not in UNSEEN))
