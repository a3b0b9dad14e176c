"""How things live: the verbs' one door, and the record of who did what."""

from ..ids import random_id
from .event import Event
from .job import Job
from .lifecycle import Lifecycle, Refused, move_many

__all__ = ["Event", "Job", "Lifecycle", "Refused", "move_many", "random_id"]
