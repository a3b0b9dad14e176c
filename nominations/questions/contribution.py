"""The section on contribution."""

from .section import SectionForm


class Contribution(SectionForm):
    title = "Contribution"
