"""Saving what was typed: two windows never overwrite each other."""

from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused


class Overtaken(Refused):
    """Somebody saved other answers meanwhile; nothing was overwritten. `names`: the questions that differ."""

    def __init__(self, names: list[str]):
        super().__init__(
            _(
                "This page was saved in another window meanwhile. Nothing was overwritten: compare, choose, and save again."
            )
        )
        self.names = names


def differing(stored: dict, clean: dict) -> list[str]:
    """The questions whose stored answer is another one; none and empty are the same."""
    return [name for name, value in clean.items() if (stored.get(name) or "") != (value or "")]


def demand_not_overtaken(names: list[str], *, revision: int | None, window: str, last: tuple[int, str]):
    """Raise Overtaken where other answers came since `revision`, the one a page was opened with, from another window.

    names: the questions that differ. window: a word that names the opened page: its own autosave never overtakes it.
    last: revision and window of the last change.
    """
    last_revision, last_window = last
    if revision is not None and names and last_revision > revision and last_window != (window or None):
        raise Overtaken(names)
