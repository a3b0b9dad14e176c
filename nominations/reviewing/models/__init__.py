"""Reviewers, conflicts, assignments, reviews, and what the chair reads of them."""

from .assignment import Assignment
from .away import Away
from .conflict import Conflict
from .employer import Employer
from .remark import Remark
from .review import Review
from .reviewer import Reviewer
from .run import AssignmentRun
from .tally import ReviewTally

__all__ = [
    "Assignment",
    "AssignmentRun",
    "Away",
    "Conflict",
    "Employer",
    "Remark",
    "Review",
    "ReviewTally",
    "Reviewer",
]
