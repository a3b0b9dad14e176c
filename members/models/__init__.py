"""Who belongs: persons and what they agreed to, Members, working groups."""

from .consent import ConsentRecord
from .group import WorkingGroup
from .interests import InterestDeclaration
from .member import Member
from .person import Person

__all__ = ["ConsentRecord", "InterestDeclaration", "Member", "Person", "WorkingGroup"]
