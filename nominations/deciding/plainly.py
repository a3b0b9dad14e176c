"""Words spelt plainly, so that neither signs, nor letters that look alike, nor blanks between them hide a word."""

import re
import unicodedata

from anyascii import anyascii

from portal.lifecycle.text import plain

SHORTEST = 3  # letters of a word that is looked for by itself
LOOKS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορικυ",
    "ABESIJKMHOPCTYXaesijopcyxdhqwABEZHIKMNOPTYXavopiku",
)  # Cyrillic and Greek to the Latin letter that each is taken for
HYPHENS = re.compile(r"(?<=\w)[-\u2010-\u2015\u2212](?=\w)")


def spelt(text) -> str:
    """Its words, plainly spelt, with a space before and after each."""
    words = re.findall(r"[^\W_]+", plain(anyascii(seen(text))))
    return f" {together(words)} "


def spellings(text) -> str:
    """Every way to read a text, one after another: by sound and by looks, hyphens as signs between words and as none."""
    ways = []
    for alike in (seen(text), seen(text).translate(LOOKS)):
        ways += [spelt(alike), spelt(HYPHENS.sub("", alike))]
    return "|".join(dict.fromkeys(ways))


def seen(text) -> str:
    """Without what cannot be seen, each sign in its usual form."""
    shown = "".join(sign for sign in str(text) if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKC", shown)


def together(words) -> str:
    """Letters that stand each for itself, three or more in a row, are one word."""
    said, run = [], []
    for word in [*words, ""]:
        if len(word) == 1:
            run.append(word)
            continue
        said += ["".join(run)] if len(run) >= SHORTEST else run
        run = []
        said.append(word)
    return " ".join(said).strip()
