"""Attaching documents: checked outside the lock, stored first, and only then written down."""

from django.db import transaction

from portal.lifecycle import clock

from ..pdf.checking import check
from ..pdf.names import display_name
from ..pdf.shelf import discard, discarded_on_failure, store
from .document import Document, random_path


class Attachments:
    """Trait of Nomination. The same states take documents as take answers; one document of each kind is current."""

    def attach(self, kind: str, file, *, by, at=None) -> Document:
        """Take a PDF as the current document of this kind; the one before makes room.

        file: an uploaded file (read, seek, name). Raises Refused with what to do; nothing else changes then.
        The same file again changes nothing.
        """
        self.demand_open("documents", at or clock.now())
        checked = check(file, bytes_at_most=Document.BYTES_AT_MOST, pages_at_most=Document.PAGES_AT_MOST[kind])
        path = store(checked.content, random_path())
        with self.locked(), discarded_on_failure(path):  # in this order: a commit of unknown fate keeps the file
            self.demand_open("documents", at or clock.now())
            there = self.documents.current().filter(kind=kind).first()
            if there and there.sha256 == checked.sha256:
                discard(path)
                return there
            document = Document(nomination=self, kind=kind, file=path, name=display_name(file.name))
            document.size, document.sha256, document.page_count = len(checked.content), checked.sha256, checked.pages
            document.uploaded_at = at or clock.now()
            self.retire(there, document.uploaded_at)
            document.save(force_insert=True)
            self.note_documents("attached", document, by=by, at=document.uploaded_at)
            transaction.on_commit(document.ring, robust=True)
        return document

    def remove_document(self, kind: str, *, by, at=None):
        """Take the current document of this kind away; one that was never submitted is deleted for good."""
        with self.locked():
            self.demand_open("documents", at or clock.now())
            there = self.documents.current().filter(kind=kind).first()
            if there is None:
                return
            at = at or clock.now()
            self.note_documents("removed", there, by=by, at=at)
            self.retire(there, at)

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
        self.section_revisions = {**self.section_revisions, "documents": [self.revision, ""]}
        self.saved_at = at
        self.save(update_fields=["revision", "section_revisions", "saved_at"])
        facts = {"kind": document.kind, "document": str(document.pk), "sha256": document.sha256}
        self.record(verb, by=by, at=at, facts=facts)
