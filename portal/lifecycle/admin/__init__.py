"""How the admin shows what lives: verbs as buttons, one by one or many at once, and the story."""

from . import events
from .asking import Asking
from .base import LifecycleAdmin
from .filters import BetweenFilter, ChoiceFilter, StateFilter
from .jobs import JobAdmin
from .reading import ReadingAdmin, short, short_end
from .verb import Verb, each

__all__ = [
    "Asking",
    "BetweenFilter",
    "ChoiceFilter",
    "JobAdmin",
    "LifecycleAdmin",
    "ReadingAdmin",
    "StateFilter",
    "Verb",
    "each",
    "events",
    "short",
    "short_end",
]
