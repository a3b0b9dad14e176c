"""In the child: typst sets a page of ours. What people wrote comes as data and is never read as typst's own language."""

import json
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FACES = ("fontpkg_source_sans_3", "fontpkg_source_serif_4", "manimgx_fonts", "noto_cjk_sans_otc")


def work(content: bytes) -> bytes:
    """content: JSON with `template` (a path from the root of the code), `moment` (seconds since 1970) and what it lays out.

    Returns the PDF.
    """
    import typst

    data = json.loads(content)
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder(n) for n in FACES])
    layout = ROOT / data["template"]
    setter = typst.Compiler(layout, root=layout.parent, font_paths=faces)

    def printed(data) -> bytes:
        inputs = {"data": json.dumps(data)}
        return setter.compile(sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=data["moment"])

    try:
        return printed(data)
    except typst.TypstError:  # an accessible PDF has no letter that cannot be shown: name those by their numbers
        return printed(spelt_out(data, known_letters(faces)))


def folder(package: str) -> str:
    """Where the files of a typeface lie."""
    place = Path(find_spec(package).submodule_search_locations[0])
    return str(place / "files" if (place / "files").is_dir() else place)


def known_letters(faces) -> set[int]:
    """Every code point that one of the faces has."""
    from fontTools.ttLib import TTFont

    files = {(font.path, font.index) for font in faces.fonts() if "Mono" not in font.family}
    return {point for path, index in files for point in TTFont(path, fontNumber=index, lazy=True).getBestCmap()}


def spelt_out(thing, known: set[int]):
    """The same data with each unknown letter as its number, such as [U+1403]."""
    if isinstance(thing, dict):
        return {key: spelt_out(value, known) for key, value in thing.items()}
    if isinstance(thing, list):
        return [spelt_out(item, known) for item in thing]
    if isinstance(thing, str):
        return "".join(c if ord(c) in known or c in "\n\t" else f"[U+{ord(c):04X}]" for c in thing)
    return thing
