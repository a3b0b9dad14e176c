"""A browser in which somebody signed in before: what strangers try elsewhere does not keep its owner out.

A signed cookie names the addresses by keyed hashes. It opens nothing: tries from there are counted for that browser
alone, instead of with those of all the world. It names addresses, not accounts, so that nothing is looked up for it
and a known and an unknown address cost the same work.
"""

from datetime import timedelta
from secrets import token_hex

from django.conf import settings
from django.utils.crypto import salted_hmac

from portal.notifications import wire

SALT = "portal.accounts.known_browser"
LIFETIME = timedelta(days=365)


def remember(response, addresses):
    """From now on the browser that gets this response is known for these addresses."""
    named = [hashed(address, settings.SECRET_KEY) for address in sorted(addresses)]
    response.set_signed_cookie(
        settings.BROWSER_COOKIE_NAME,
        ".".join([token_hex(8), *named]),
        salt=SALT,
        max_age=LIFETIME,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def name(request, address: str) -> str:
    """What a browser that is known for this address is counted by; empty for any other."""
    kept = request.get_signed_cookie(settings.BROWSER_COOKIE_NAME, default="", salt=SALT, max_age=LIFETIME)
    browser, *named = kept.split(".")
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) if named else ()
    return browser if any(hashed(address, key) in named for key in keys) else ""


def hashed(address: str, key: str) -> str:
    return salted_hmac(SALT, wire.mailbox(address.lower()), secret=key, algorithm="sha256").hexdigest()
