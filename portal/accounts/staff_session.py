"""How long a staff session lives, and when it counts as one.

Roles are asked by every rule of the portal, not by the admin alone. So whoever holds one and has not passed the
second step in this session holds none for this request: whatever page they take, they are an ordinary person.
"""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.utils.translation import gettext as _

from . import second_factor

SINCE, SEEN = "staff_since", "staff_seen"  # seconds since 1970, in the session
EVERY = 60  # seconds between two notes of when it was last used


def watch(request):
    """Ends the session of a staff member after 30 minutes without use or 12 hours in all; else asks for the second step."""
    now, session = time.time(), request.session
    session.setdefault(SINCE, now)
    if now - session.get(SEEN, now) > settings.STAFF_IDLE.total_seconds():
        return end(request, _("You were signed out because nothing happened for half an hour."))
    if now - session[SINCE] > settings.STAFF_LONGEST.total_seconds():
        return end(request, _("You were signed out because your session was twelve hours old."))
    if now - session.get(SEEN, 0) > EVERY:
        session[SEEN] = now
    if not second_factor.was_used(request):
        request.user.wait_for_second_factor()


def end(request, why: str):
    """Sign out here; the page then answers as to a visitor."""
    logout(request)
    messages.info(request, why)
