"""Files on their way out: none to be kept or run by a browser."""

import logging

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

log = logging.getLogger(__name__)
GUARDS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def delivered(document) -> FileResponse:
    """A StoredPdf as a file to be saved: never shown inside a page of ours."""
    file = opened(document.file.name)
    return FileResponse(
        file, as_attachment=True, filename=document.name, content_type="application/pdf", headers=GUARDS
    )


def opened(path: str):
    """The stored file; one that is gone is a missing page to people and an alarm in the log."""
    try:
        return default_storage.open(path)
    except FileNotFoundError:
        log.exception("a stored file is missing")
        raise Http404 from None
