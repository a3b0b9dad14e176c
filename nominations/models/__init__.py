"""The yearly call, and what people send to it."""

from .call import Call, Criterion, Extension, Seats
from .clarification import Clarification
from .document import Document, DocumentPage
from .nomination import Nomination
from .note import Note
from .version import NominationVersion

__all__ = [
    "Call",
    "Clarification",
    "Criterion",
    "Document",
    "DocumentPage",
    "Extension",
    "Nomination",
    "NominationVersion",
    "Note",
    "Seats",
]
