"""The yearly call, and what people send to it."""

from .call import Call
from .clarification import Clarification
from .criterion import Criterion
from .document import Document, DocumentPage
from .endorsement import Endorsement
from .endorsement_letter import EndorsementLetter
from .extension import Extension
from .nomination import Nomination
from .note import Note
from .own_date import OwnDate
from .passing import Doubts
from .receipt_print import ReceiptPrint
from .screening_batch import ScreeningBatch
from .seats import Seats
from .version import NominationVersion
from .version_check import VersionCheck

__all__ = [
    "Call",
    "Clarification",
    "Criterion",
    "Document",
    "DocumentPage",
    "Doubts",
    "Endorsement",
    "EndorsementLetter",
    "Extension",
    "Nomination",
    "NominationVersion",
    "Note",
    "OwnDate",
    "ReceiptPrint",
    "ScreeningBatch",
    "Seats",
    "VersionCheck",
]
