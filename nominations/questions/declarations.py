"""The section on declarations."""

from .section import SectionForm


class Declarations(SectionForm):
    title = "Declarations"
CONSENTS = ("processing", "publication", "reserve_list", "mailing_list")
CONSENTS_VERSION = "2026-1"
