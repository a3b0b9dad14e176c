"""An authenticator app, as far as tests need one."""

import time

from allauth.mfa.totp.internal import auth


def give_app(user) -> str:
    """The account gets an app; returns its key."""
    key = auth.generate_totp_secret()
    auth.TOTP.activate(user, key)
    return key


def digits(key, at=None) -> str:
    """What the app shows now; who sees that it is about to change waits for the next."""
    if at is None and time.time() % 30 > 27:
        time.sleep(3)
    return auth.format_hotp_value(auth.hotp_value(key, int((at or time.time()) // 30)))
