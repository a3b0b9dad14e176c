"""In a rush, pages that were asked for too long ago are refused at once, so that those asked for now are not late too."""

import re
import time

from django.conf import settings

from portal.views.errors import unavailable

START = re.compile(r"t=(\d{9,11}\.\d{3})", re.ASCII)  # what our nginx writes: seconds since 1970, and milliseconds
SESSION = re.compile(
    r"[a-z0-9]{32}", re.ASCII
)  # the shape of a session's key; whether there is one, only the database knows
SIGNS_OF_LIFE = {"/healthz", "/readyz"}  # whoever asks these would take a refusal for a process that is dead
LONGEST = 70  # seconds; no proxy waits longer (deploy/nginx.conf), so a number above comes from a clock that is wrong


class Shedding:
    """Answers a GET that waited too long with the 503 page and Retry-After, before anything asks the database.

    A visitor without a session waits SHED_AFTER seconds at most; somebody with one may be filling in a form, so they
    have four times as long; who makes up a key of the right shape has it too. Whatever is sent by POST is taken: a form that was filled in is never thrown away here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if may_be_shed(request) and waited(request) > patience(request):
            return unavailable(request)
        return self.get_response(request)


def may_be_shed(request) -> bool:
    return request.method in ("GET", "HEAD") and request.path not in SIGNS_OF_LIFE


def patience(request) -> float:
    """Seconds that this request may have waited."""
    return settings.SHED_AFTER * (4 if SESSION.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")) else 1)


def waited(request) -> float:
    """Seconds since the proxy took the request; 0 where no proxy of ours tells, or tells what cannot be."""
    told = START.fullmatch(request.headers.get("X-Request-Start", "")) if settings.BEHIND_PROXY else None
    seconds = time.time() - float(told[1]) if told else 0.0
    return seconds if 0 < seconds < LONGEST else 0.0
