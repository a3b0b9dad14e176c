"""French, with Babel alone, because gettext may be absent.

`extract` gathers the marked strings, `compile` makes what Django reads.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LANGUAGES = ("fr",)
ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAMS, TEXTS = ("portal", "members", "nominations"), ("templates/**/*.html", "templates/**/*.txt")
PLAIN, PLURAL, CONTEXT, BOTH = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
SHAPES = {"gettext": PLAIN, "ngettext": PLURAL, "pgettext": CONTEXT, "npgettext": BOTH}
KEYWORDS = {
    "_": PLAIN,
    "_t": PLAIN,
    "_lazy": PLAIN,
    "gettext_noop": PLAIN,
    **SHAPES,
    **{f"{name}_lazy": shape for name, shape in SHAPES.items()},
}


def catalogs():
    """Where the translations of each language are kept."""
    return [ROOT / "locale" / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES]


def read(source):
    """The translations so far; none before the first `extract`."""
    language = source.parent.parent.name
    if not source.exists():
        return Catalog(locale=language, project="GPAI portal", version="1", charset="utf-8")
    with open(source, "rb") as words:
        return read_po(words, locale=language, domain=source.stem)


def gathered():
    """A catalogue of every marked string in programs and templates, with the files it stands in."""
    found = Catalog(charset="utf-8")
    for file in sources():
        marked = extract("python", as_python(file), KEYWORDS, options={"encoding": "utf-8"})
        for _line, message, _comments, context in marked:
            found.add(message, None, [(str(file.relative_to(ROOT)), None)], context=context)
    return found


def sources():
    for folder in PROGRAMS:
        yield from (file for file in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in file.parts)
    for pattern in TEXTS:
        yield from sorted(ROOT.glob(pattern))


def as_python(file):
    """The file as bytes of Python; of a template only its marked strings are left."""
    if file.suffix == ".py":
        return io.BytesIO(file.read_bytes())
    from django.utils.translation.template import templatize

    lines = templatize(file.read_text(encoding="utf-8")).splitlines()
    return io.BytesIO("\n".join(line.lstrip() for line in lines).encode())


def extract_all():
    """Bring each catalogue up to date with the strings, keep its translations, count what is missing."""
    words = gathered()
    for source in catalogs():
        catalog = read(source)
        catalog.update(words, no_fuzzy_matching=True, update_creation_date=False)
        source.parent.mkdir(parents=True, exist_ok=True)
        with open(source, "wb") as file:
            write_po(file, catalog, width=100, include_lineno=False, ignore_obsolete=True, sort_by_file=True)
        print(f"{source.relative_to(ROOT)}: {len(catalog)} strings, {len(untranslated(catalog))} not translated")
    compile_all()


def untranslated(catalog):
    """The strings of a catalogue that have no translation, or only a doubtful one."""
    return [message.id for message in catalog if message.id and (message.fuzzy or not all(texts(message.string)))]


def texts(string):
    return string if isinstance(string, (list, tuple)) else [string]


def compile_all():
    """Make each .mo that is older than its .po."""
    for source in catalogs():
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        half = target.with_suffix(".new")
        with open(half, "wb") as compiled:
            write_mo(compiled, read(source))
        half.rename(target)


if __name__ == "__main__":
    {"extract": extract_all, "compile": compile_all}[sys.argv[1]]()
