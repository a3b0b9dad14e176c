"""French, with Babel alone, because gettext may be absent: `extract` gathers the strings, `compile` makes what Django reads."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_all():
    """Make each .mo that is older than its .po."""
    for source in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with open(source, "rb") as words:
            catalog = read_po(words, locale=source.parent.parent.name, domain=source.stem)
        half = target.with_suffix(".new")
        with open(half, "wb") as compiled:
            write_mo(compiled, catalog)
        half.rename(target)


if __name__ == "__main__":
    {"compile": compile_all}[sys.argv[1]]()
