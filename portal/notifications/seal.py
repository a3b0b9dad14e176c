"""Secrets at rest: encrypted by a key made from SECRET_KEY; a rotated key still opens what the old one closed."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MASK = "••••••"  # what everybody but the recipient reads
PURPOSE = b"portal.notifications: secrets of letters"


class Unreadable(Exception):
    """The key that closed this is gone."""


def box() -> MultiFernet:
    return MultiFernet([key_from(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def key_from(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))


def close(secret: str) -> bytes:
    return box().encrypt(secret.encode())


def renew(sealed: bytes) -> bytes:
    """The same secret, closed by the present key. Raises Unreadable."""
    try:
        return box().rotate(bytes(sealed))
    except InvalidToken:
        raise Unreadable from None


def open_(sealed: bytes) -> str:
    try:
        return box().decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise Unreadable from None
