"""Files on their way out: each through its check, none to be kept or run by a browser."""

import logging

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.lifecycle import clock
from portal.pdf.apart import Failed
from portal.pdf.delivery import GUARDS, delivered, opened

from ..models import Document, Nomination, ReceiptPrint
from ..receipt import receipt_of

log = logging.getLogger(__name__)


@require_safe
def document(request, pk):
    """The file itself, to be saved: never shown inside a page of ours."""
    found = Document.objects.visible_to(request.user, clock.now()).select_related("nomination__person")
    document = get_object_or_404(found, pk=pk)
    if document.nomination.person.user_id != request.user.pk:
        log.info("document %s opened by user %s", document.pk, request.user.pk)
    return delivered(document)


@require_safe
def page(request, pk, number):
    """One page as a picture."""
    document = get_object_or_404(Document.objects.visible_to(request.user, clock.now()), pk=pk)
    page = get_object_or_404(document.pages, number=number)
    return FileResponse(opened(page.picture.name), content_type="image/webp", headers=GUARDS)


@require_safe
def receipt(request, pk, number):
    """What was received, as a PDF that proves it."""
    version = version_of(request.user, pk, number)
    name = f"{version.nomination.reference}-v{version.number}.pdf"
    try:
        pdf = receipt_of(version)
        ReceiptPrint.note(version, pdf)
        return download(pdf, name, "application/pdf")
    except Failed:
        log.exception("a receipt could not be made")
        return busy(_("The receipt could not be made just now. Try again in a minute."))


@require_safe
def receipt_json(request, pk, number):
    """Exactly the bytes whose SHA-256 the receipt shows."""
    version = version_of(request.user, pk, number)
    return download(
        version.content.encode(), f"{version.nomination.reference}-v{version.number}.json", "application/json"
    )


def version_of(user, pk, number):
    nomination = get_object_or_404(Nomination.objects.visible_to(user).select_related("call", "person__user"), pk=pk)
    version = get_object_or_404(nomination.versions, number=number)
    version.nomination = nomination
    return version


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', **GUARDS}
    )


def busy(sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "30"})
