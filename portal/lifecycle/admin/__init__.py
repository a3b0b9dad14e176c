"""How the admin shows what lives: verbs as buttons, one by one or many at once, and the story."""

from . import events
from .base import LifecycleAdmin
from .filters import BetweenFilter, ChoiceFilter
from .reading import ReadingAdmin, short, short_end
from .verb import Verb, each

__all__ = [
    "BetweenFilter",
    "ChoiceFilter",
    "LifecycleAdmin",
    "ReadingAdmin",
    "Verb",
    "each",
    "events",
    "short",
    "short_end",
]
