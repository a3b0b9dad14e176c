"""What is read together with a nomination, in its own statement: the seats of its call, and its files at work."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property

from .document import Document
from .reading import seat_rows

SHOWN = ("id", "kind", "name", "size", "sha256", "page_count")


class AtHand(models.QuerySet):
    def with_seats(self):
        """Brings the seats of the call along, for the questions on groups and for the list."""
        return self.annotate(seat_rows=seat_rows(OuterRef("call")))

    def with_documents(self):
        """Brings along what pages show of the files at work. A verb reads them anew, once it has the lock."""
        files = Document.objects.current().filter(nomination=OuterRef("pk")).order_by("kind")
        return self.annotate(
            document_rows=ArraySubquery(files.values(json=JSONObject(**{name: name for name in SHOWN})))
        )


class Belongings:
    """Trait of Nomination. Rows annotated by AtHand are used where they are, else fetched."""

    @property
    def seats_by_group(self) -> list:
        """The Seats of its call with their groups, in the groups' order."""
        if "seat_rows" in vars(self):
            self.call.seat_rows = vars(self).pop("seat_rows")
        return self.call.seats_by_group

    @cached_property
    def current_documents(self) -> list[Document]:
        """The files at work by kind, without their texts; read once, and again by each verb."""
        rows = vars(self).get("document_rows")
        if rows is None:
            return list(self.documents.current().order_by("kind").defer("text"))
        return [Document(nomination=self, **row) for row in rows]

    def current_document(self, kind: str) -> Document | None:
        """The file of this kind at work."""
        return next((document for document in self.current_documents if document.kind == kind), None)
