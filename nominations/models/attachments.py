"""Attaching documents: checked outside the lock, stored first, and only then written down."""

import contextlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from ..pdf.checking import check
from ..pdf.names import display_name
from ..pdf.refusals import refusal
from .document import Document, random_path, ring_reader


class Attachments:
    """Trait of Nomination. The same states take documents as take answers; one document of each kind is current."""

    def attach(self, kind: str, file, *, by, at=None) -> Document:
        """Take a PDF as the current document of this kind; the one before makes room.

        file: an uploaded file (read, seek, name). Raises Refused with what to do; nothing else changes then.
        The same file again changes nothing.
        """
        self.demand_room_for_documents()
        checked = check(file, bytes_at_most=Document.BYTES_AT_MOST, pages_at_most=Document.PAGES_AT_MOST[kind])
        path = store(checked.content)
        try:
            with self.locked():
                self.demand_room_for_documents()
                there = self.documents.current().filter(kind=kind).first()
                if there and there.sha256 == checked.sha256:
                    discard(path)
                    return there
                at = at or clock.now()
                self.retire(there, at)
                document = self.documents.create(
                    kind=kind,
                    file=path,
                    name=display_name(file.name),
                    size=len(checked.content),
                    sha256=checked.sha256,
                    page_count=checked.pages,
                    uploaded_at=at,
                )
                self.note_documents("attached", document, by=by, at=at)
                transaction.on_commit(lambda: ring_reader(document), robust=True)
        except BaseException:
            discard(path)
            raise
        return document

    def remove_document(self, kind: str, *, by, at=None):
        """Take the current document of this kind away; one that was never submitted is deleted for good."""
        with self.locked():
            self.demand_room_for_documents()
            there = self.documents.current().filter(kind=kind).first()
            if there is None:
                return
            at = at or clock.now()
            self.note_documents("removed", there, by=by, at=at)
            self.retire(there, at)

    def demand_room_for_documents(self):
        """Raise Refused unless the section on documents can be changed now."""
        if self.status not in (self.Status.DRAFT, self.Status.SUBMITTED, self.Status.RETURNED, self.Status.ELIGIBLE):
            raise Refused(_("This nomination can no longer be changed."))
        if self.status == self.Status.RETURNED and "documents" not in self.returned_sections:
            raise Refused(_("The secretariat did not return this section. Change only the sections it named."))

    def retire(self, document: Document | None, at):
        """Make room: keep what a version froze, delete what nobody ever submitted. Call inside the lock."""
        if document is None:
            return
        if document.versions.exists():
            document.replaced_at = at
            document.save(update_fields=["replaced_at"])
        else:
            document.forget()

    def note_documents(self, verb: str, document: Document, *, by, at):
        """One more revision, and a line in the story."""
        self.revision += 1
        self.saved_at = at
        self.save(update_fields=["revision", "saved_at"])
        facts = {"kind": document.kind, "document": str(document.pk), "sha256": document.sha256}
        self.record(verb, by=by, at=at, facts=facts)


def store(content: bytes) -> str:
    """Put a file under a random name and return it; what was half written is taken away again."""
    path = random_path(None, "")
    try:
        return default_storage.save(path, ContentFile(content))
    except OSError as error:
        discard(path)
        raise refusal("unstored") from error


def discard(path: str):
    """Delete a file nobody refers to; what resists waits for the nightly broom."""
    with contextlib.suppress(OSError):
        default_storage.delete(path)
