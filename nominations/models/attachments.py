"""Attaching documents: checked outside the lock, stored first, and only then written down."""

from django.db import transaction

from portal.lifecycle import clock
from portal.pdf.checking import check
from portal.pdf.shelf import discard, discarded_on_failure, store
from portal.pdf.stored import random_path

from .document import Document


class Attachments:
    """Trait of Nomination. The same states take documents as take answers; one document of each kind is current."""

    def attach(self, kind: str, file, *, by, at=None) -> Document:
        """Take a PDF as the current document of this kind; the one before makes room.

        file: an uploaded file (read, seek, name). Raises Refused with what to do; nothing else changes then.
        The same file again changes nothing.
        """
        self.demand_open("documents", at or vars(self).get("now") or clock.now())
        checked = check(file, bytes_at_most=Document.BYTES_AT_MOST, pages_at_most=Document.PAGES_AT_MOST[kind])
        path = store(checked.content, random_path())
        with (
            self.locked(at) as at,
            discarded_on_failure(path),
        ):  # in this order: a commit of unknown fate keeps the file
            self.demand_open("documents", at)
            there = self.current_document(kind)
            if there and there.sha256 == checked.sha256:
                discard(path)
                return there
            document = Document(nomination=self, kind=kind)
            document.describe(checked, path=path, name=file.name, at=at)
            self.retire(there, at)
            document.save(force_insert=True)
            self.current_documents = sorted([*self.current_documents, document], key=lambda each: each.kind)
            self.note_documents("attached", document, by=by, at=at)
            transaction.on_commit(document.ring, robust=True)
        return document

    def remove_document(self, kind: str, *, by, at=None):
        """Take the current document of this kind away; one that was never submitted is deleted for good."""
        with self.locked(at) as at:
            self.demand_open("documents", at)
            there = self.current_document(kind)
            if there is None:
                return
            self.note_documents("removed", there, by=by, at=at)
            self.retire(there, at)

    def retire(self, document: Document | None, at):
        """Make room: keep what a version froze, delete what nobody ever submitted. Call inside the lock."""
        if document is None:
            return
        self.current_documents.remove(document)
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
