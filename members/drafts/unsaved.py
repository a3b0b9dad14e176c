"""What was typed into a page whose session had ended: kept with the visitor's session until its author signs in.

It is kept on the server, for one nomination's address, for a day; whoever signs in gets it back only if the
nomination at that address is theirs. Anybody can send such words: from one place so many in an hour are kept, and
the session of a visitor who does not sign in ends with the day.
"""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.utils.translation import gettext as _

from portal.accounts import limits

KEY = "unsaved"
AT_MOST = 3  # pages; each holds no more than its section keeps
LIFETIME = 24 * 3600  # seconds


def keep(request, name: str, typed: dict, revision: int | None = None, cut=()):
    """Put the words of one page aside, and say so.

    name: what they belong to, such as "<nomination>/work"; cut: those not kept whole.
    """
    if not limits.spend(request, "words_kept", ""):
        messages.error(
            request,
            _(
                "You are signed out, and too much was sent from your network to keep what you typed. Go back with your browser, copy it, and sign in."
            ),
        )
        return
    kept = {key: value for key, value in request.session.get(KEY, {}).items() if key != name and fresh(value)}
    newest = sorted(kept.items(), key=lambda item: item[1]["at"])[-(AT_MOST - 1) :]
    request.session[KEY] = dict(newest) | {
        name: {"typed": typed, "revision": revision, "cut": list(cut), "at": time.time()}
    }
    request.session.set_expiry(LIFETIME)
    messages.warning(request, _("You are signed out, but what you typed is kept. Sign in to go on with it."))


def take(request, name: str) -> dict | None:
    """{"typed", "revision", "cut"} put aside under this name, once; None if there is nothing."""
    kept = request.session.get(KEY, {})
    if name not in kept:
        return None
    value = kept.pop(name)
    request.session[KEY] = kept
    return value if fresh(value) else None


def fresh(value: dict) -> bool:
    return time.time() - value["at"] < LIFETIME


def sign_in(request):
    """To the page that signs in, and back here."""
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
