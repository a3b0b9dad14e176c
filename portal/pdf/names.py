"""The name under which a file is shown: what somebody called it, without what could deceive."""

import re
import unicodedata

LENGTH = 120
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, direction marks, lone surrogates, line separators
JOINERS = "\u200c\u200d"  # some scripts need them inside words


def display_name(given: str | None, ending=".pdf", unnamed="document") -> str:
    """One line of at most 120 characters with this ending; no folder, no control, no turning mark."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", given or ""))[-1]
    name = "".join(c for c in name if c in JOINERS or unicodedata.category(c) not in HIDDEN)
    name = " ".join(name.split())
    stem = name[: -len(ending)] if name.lower().endswith(ending) else name
    stem = stem.strip(JOINERS + ". ") or unnamed
    return stem[: LENGTH - len(ending)].rstrip() + ending
