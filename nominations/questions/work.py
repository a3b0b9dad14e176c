"""The section on work."""

from .section import SectionForm


class Work(SectionForm):
    title = "Work"
