"""Files and page pictures of what a reviewer judges: through the assignment, and gone with it."""

import logging

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.pdf.delivery import GUARDS, delivered, opened

from .in_committee import in_committee, own

log = logging.getLogger(__name__)


@require_safe
@in_committee
def file(request, seat, pk, kind):
    """The file itself, to be saved: never shown inside a page of ours."""
    return handed(request, get_object_or_404(own(request, pk).version.documents, kind=kind))


def handed(request, document) -> FileResponse:
    """The door by which each file leaves for somebody who judges: who took it is noted, chair or reviewer."""
    log.info("document %s opened by user %s", document.pk, request.user.pk)
    return delivered(document)


@require_safe
@in_committee
def page(request, seat, pk, kind, number):
    """One page as a picture."""
    document = get_object_or_404(own(request, pk).version.documents.only("pk"), kind=kind)
    picture = get_object_or_404(document.pages, number=number).picture
    return FileResponse(opened(picture.name), content_type="image/webp", headers=GUARDS)
