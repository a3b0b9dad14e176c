"""Who belongs: Members and how they come in, who acts for them, persons, groups, projects, terms."""

from .accession import Accession
from .accession_version import AccessionVersion
from .affiliation import Affiliation
from .appointment import Appointment
from .ballot import Ballot, RollEntry, Vote
from .co_chair import PastCoChair
from .consent import ConsentRecord
from .delegate import Delegate
from .finding import Finding
from .group import WorkingGroup
from .imports import Import, ImportedFile
from .interests import InterestDeclaration
from .letter import LetterOfIntent
from .likeness import Likeness
from .member import Member
from .merge import Distinct, PersonMerge
from .person import Person, PersonAddress
from .project import Project
from .suspension import Suspension

__all__ = [
    "Accession",
    "AccessionVersion",
    "Affiliation",
    "Appointment",
    "Ballot",
    "ConsentRecord",
    "Delegate",
    "Distinct",
    "Finding",
    "Import",
    "ImportedFile",
    "InterestDeclaration",
    "LetterOfIntent",
    "Likeness",
    "Member",
    "PastCoChair",
    "Person",
    "PersonAddress",
    "PersonMerge",
    "Project",
    "RollEntry",
    "Suspension",
    "Vote",
    "WorkingGroup",
]
