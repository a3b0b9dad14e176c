"""Targets, proposals of the optimiser, decisions, their publication and record, offers, exports."""

from .batch import DecisionBatch
from .decision import Decision
from .export import Export
from .letter import PreparedLetter
from .look import Look
from .offer import Offer
from .publication import Publication
from .reason import ReasonText
from .record import DecisionRecord
from .shortlist import Shortlist
from .statistics import Statistics
from .target import Target
from .told_shares import ToldShares

__all__ = [
    "Decision",
    "DecisionBatch",
    "DecisionRecord",
    "Export",
    "Look",
    "Offer",
    "PreparedLetter",
    "Publication",
    "ReasonText",
    "Shortlist",
    "Statistics",
    "Target",
    "ToldShares",
]
