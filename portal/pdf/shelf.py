"""Stored files: written before the row that names them, taken away when that row does not come."""

import contextlib
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from .refusals import refusal

log = logging.getLogger(__name__)


def store(content: bytes, path: str) -> str:
    """Put a file there and return where it is; what was half written is taken away again. Raises Refused."""
    try:
        return default_storage.save(path, ContentFile(content))
    except OSError as error:
        discard(path)
        log.error("A file could not be stored, and its sender was told so: %s", error.strerror)
        raise refusal("unstored") from error


def discard(path: str):
    """Delete a file nobody refers to; what resists waits for the nightly broom."""
    with contextlib.suppress(OSError):
        default_storage.delete(path)


@contextlib.contextmanager
def discarded_on_failure(*paths: str):
    """Delete the files again if what is done here fails."""
    try:
        yield
    except BaseException:
        for path in paths:
            discard(path)
        raise
