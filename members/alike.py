"""Whether two names may be one human's: word by word, in Latin letters, in any order."""

import re
from difflib import SequenceMatcher
from itertools import permutations

LIKE = 0.38  # of pg_trgm: what is looked at closer. Of names of one human in our table the least like have 0.40
NEAR = 0.85  # of two words, so that müller is mueller and maria is not mario


def alike(one: str, other: str) -> bool:
    """Whether each word of the shorter name has its own in the longer one: the same, nearly so, or its initial.

    Both as `latin_name` keeps them. A single word is like nothing but itself, and like the words of a name written as one.
    """
    fewer, more = sorted((words(one), words(other)), key=len)
    if len(fewer) < 2:
        return bool(fewer) and "".join(fewer) in written_as_one(more)
    full = 0
    for word in sorted(fewer, key=len, reverse=True):  # whole words choose before initials
        partner = next((each for each in more if each == word), None)
        partner = partner or next((each for each in more if near(word, each)), None)
        if partner is None:
            return False
        more.remove(partner)
        full += len(word) > 1 and len(partner) > 1
    return full > 0


def words(name: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"['’`]", "", name))


def written_as_one(parts: list[str]) -> set[str]:
    return {"".join(order) for order in permutations(parts)} if len(parts) < 5 else {"".join(parts)}


def near(one: str, other: str) -> bool:
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    return SequenceMatcher(None, one, other).ratio() >= NEAR
