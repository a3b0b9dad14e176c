"""Ids for addresses: 128 random bits, so that no address can be guessed from another."""

import secrets
import uuid


def random_id() -> uuid.UUID:
    """A UUID all of whose 128 bits are random (uuid4 keeps six for itself)."""
    return uuid.UUID(bytes=secrets.token_bytes(16))
