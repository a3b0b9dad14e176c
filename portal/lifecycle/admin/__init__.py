"""How the admin shows what lives: verbs as buttons, one by one or many at once, and the story."""

from .base import LifecycleAdmin, ReadingAdmin
from .verb import Verb, each

__all__ = ["LifecycleAdmin", "ReadingAdmin", "Verb", "each"]
