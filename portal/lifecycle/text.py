"""What becomes of a text on its way in: NFC and one kind of line end; what cannot be seen is found, never taken away."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they make a text look like another one

FAR, MOST, ENOUGH = 30, 3, 50  # characters looked at on each side; places named at once; places looked at
LOST = "\ufffd"  # stands, for all to see, where a character did not arrive
SEARCHED = 400  # characters of a name in a column for searches
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL holds no NUL and no half of a character


def tidy(value):
    """NFC and Unix line ends, and a mark for what cannot be stored; otherwise as typed."""
    if isinstance(value, (list, tuple)):
        return [tidy(item) for item in value]
    text = UNSTORABLE.sub(LOST, str(value))
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def demand_seen(text: str, controls=""):
    """Raise ValidationError for what turns a text round, controls something or got lost; `controls`: those that belong."""
    if LOST in text:
        raise ValidationError(_("A character did not arrive: where it was, you see �. Type it again."), code="lost")
    if places := unseen(text, controls):
        raise ValidationError(unseen_words(places), code="control")


def unseen(text: str, controls="") -> list[str]:
    """The words around each character that cannot be seen, without it; the same words once."""
    found = [i for i, c in enumerate(text) if c in BIDI or (unicodedata.category(c) == "Cc" and c not in controls)]
    return list(dict.fromkeys(around(text, i) for i in found[:ENOUGH]))


def around(text: str, i: int) -> str:
    """The word on both sides of a place, or what of it is near; what cannot be seen is left out of it."""
    before, after = visible(text[max(0, i - FAR) : i]).rstrip(), visible(text[i + 1 : i + 1 + FAR]).lstrip()
    between = visible(text[i - 1 : i + 2]) if i else ""
    first, last = before.split()[-1:], after.split()[:1]
    return ("" if between.strip() == between else " ").join(first + last)


def visible(text: str) -> str:
    return "".join(c for c in text if c not in BIDI and (c.isspace() or unicodedata.category(c) != "Cc"))


def unseen_words(places: list[str]) -> str:
    """What to do about it: nobody can delete alone what cannot be seen, but the words around it.

    Of many places it names some; the others are named when these are in order.
    """
    quoted = [_("“%(words)s”") % {"words": words} for words in places if words][:MOST]
    if not quoted:
        return _("This contains a character that cannot be seen. Delete this text and type it again.")
    sentence = _("Something that cannot be seen stands here: %(places)s. Delete these words and type them again.")
    return sentence % {"places": ", ".join(quoted)}


def plain(text: str) -> str:
    """Lower case without accents, so that dvorak finds Dvořák; other scripts stay as they are."""
    folded = text.casefold()
    if folded.isascii():
        return folded  # has nothing to take apart
    apart = unicodedata.normalize("NFKD", folded)
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not unicodedata.combining(sign)))


def searchable(name: str) -> str:
    """A name as the column for searches keeps it: plainly spelt, one letter may become eighteen."""
    return plain(name)[:SEARCHED]
