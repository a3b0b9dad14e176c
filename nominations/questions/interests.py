"""The section on interests."""

from .section import SectionForm


class Interests(SectionForm):
    title = "Interests"
INTERESTS: tuple[str, ...] = ()
