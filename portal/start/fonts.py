"""Cuts the typefaces down to the letters of Latin script, as files for browsers; the wheels bring them whole."""

import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent.parent / "static" / "fonts"  # ignored by git
FACES = [
    ("source-sans-3", "fontpkg_source_sans_3", "SourceSans3[wght].ttf", {"wght": 400}),
    ("source-sans-3", "fontpkg_source_sans_3", "SourceSans3[wght].ttf", {"wght": 600}),
    ("source-serif-4", "fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", {"wght": 600, "opsz": 24}),
]
LATIN = [range(0x20, 0x7F), range(0xA0, 0x180), range(0x218, 0x21C), range(0x1E80, 0x1E86), range(0x1E9E, 0x1E9F)]
VIETNAMESE = [[0x1A0, 0x1A1, 0x1AF, 0x1B0], range(0x1EA0, 0x1EFA)]  # a file of its own, fetched where it is read
SIGNS = [range(0x2010, 0x2027), range(0x2030, 0x2031), range(0x2039, 0x203B), [0x20AC, 0x2190, 0x2192, 0x2212, 0x2122]]


def cut(target, source, axes, letters):
    """These letters of one weight of one face, as woff2."""
    from fontTools.subset import Options, Subsetter, save_font
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    options = Options(flavor="woff2", layout_features=["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"])
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[letter for some in letters for letter in some])
    font = TTFont(source)
    subsetter.subset(font)  # first, because the next step takes long for each letter
    font = instantiateVariableFont(font, axes)
    half = target.with_suffix(".new")
    save_font(font, str(half), options)
    half.rename(target)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, package, file, axes in FACES:
        for part, letters in {"": LATIN + SIGNS, "-vietnamese": VIETNAMESE}.items():
            target = FOLDER / f"{name}-{axes['wght']}{part}.woff2"
            if not target.exists() or target.stat().st_mtime < Path(__file__).stat().st_mtime:
                print(f"Cutting the typeface {target.stem} ...", flush=True)
                cut(target, Path(import_module(package).__file__).parent / "files" / file, axes, letters)


if __name__ == "__main__":
    sys.exit(main())
