"""What pages of a saved form read from a POST, and say of it."""

from django.utils.translation import gettext as _

from portal.lifecycle.text import tidy


def revision_of(request) -> int | None:
    """The revision that the page was opened with."""
    return revision_in(request.POST)


def window_of(request) -> str:
    """The word that names the opened page."""
    return window_in(request.POST)


def revision_in(typed) -> int | None:
    """The same, of what was kept while nobody was signed in."""
    sent = typed.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


def window_in(typed) -> str:
    return tidy(typed.get("window", ""))[:32]


def too_long_to_keep(field) -> str:
    facts = {"label": field.label, "kept": f"{3 * field.max_length:,}"}
    return _("“%(label)s” was too long to keep whole: only its first %(kept)s characters are saved.") % facts
