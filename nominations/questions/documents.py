"""The section on documents."""

from .section import SectionForm


class Documents(SectionForm):
    title = "Documents"
