"""The questionnaire: six forms, and the one truth on every question's words, limits and rules.

The task list, the printable page, the check page, the receipt, the secretariat's file and the diff between versions
all read these classes. A section is complete when its form validates; saving never asks it.
"""

from .contribution import Contribution
from .declarations import CONSENTS, CONSENTS_VERSION, Declarations
from .documents import Documents
from .interests import INTERESTS, Interests
from .section import Part, Row, SectionForm
from .work import Work
from .you import You

SECTIONS: dict[str, type[SectionForm]] = {
    "you": You,
    "work": Work,
    "contribution": Contribution,
    "documents": Documents,
    "interests": Interests,
    "declarations": Declarations,
}

__all__ = ["CONSENTS", "CONSENTS_VERSION", "INTERESTS", "SECTIONS", "Part", "Row", "SectionForm"]
