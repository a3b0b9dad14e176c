"""What a candidate will read holds no reviewer's name and nothing that a review says.

Spelt plainly: capitals, accents, signs, letters set apart and what cannot be seen make no difference.
"""

import re

from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused

from ..reviewing.models import Assignment, Review
from .links import foreign_in
from .plainly import SHORTEST, seen, spellings, spelt

SENTENCE = 25  # characters from which on a sentence is somebody's own
RUN = 7  # words in a row that nobody writes twice by chance
SCORE = re.compile(
    r"""
    \b(?:reviewer|[ée]valuat(?:eur|rice|ion)|examinat(?:eur|rice)|relect(?:eur|rice)|rapporteure?)
        \s*(?:no?\.?|n[°ºo]|number|num[ée]ro|\#)?\s*(?:\d+|one|two|three|four|five)\b
    | (?<![\w/.,-])(?:\d+(?:[.,]\d+)?|one|two|three|four|five|une?|deux|trois|quatre|cinq)
        \s*(?:(?:out\s+)?of|sur|/)\s*(?:5|100|five|cinq|a\s+hundred|cent)\b(?![/.,]?\d)
    | (?<![\w.,-])\d+(?:[.,]\d+)?\s*(?:points?|pts)\b
    | \b(?:scored?|scores|rated)\s+(?:of\s+|at\s+|as\s+|was\s+|is\s+)?\d
    """,
    re.IGNORECASE | re.VERBOSE,
)  # an alias or a score, in English and in French
WORDS = """
april art august bill bob claire clement constant dawn faith fleur franc frank grace hope jack joy june juste
marc mark marin may miles olive page parfait pat pearl pierre prudence rich rose sage sky summer victor
victoire violette will wills
"""  # first names that are words, too: names only where they are written as one
ORDINARY = frozenset(WORDS.split())
PARTICLES = frozenset(["van", "von", "der", "den", "del", "dos", "das", "bin", "ibn", "the", "and", "dit"])


def demand_clean(nomination, words):
    """Raises Refused with what was found, so that whoever writes can mend it."""
    demand_all_clean([nomination], words)


def demand_all_clean(nominations, words):
    """The same words for all of them, who are of one call."""
    if links := foreign_in(words):
        raise Refused(
            _("“%(link)s” would be a link in the letter, and it leads elsewhere. Leave it out.") % {"link": links[0]}
        )
    if found := SCORE.search(seen(words)):
        raise Refused(
            _("The candidate would read “%(found)s”: no letter tells a reviewer or a score.")
            % {"found": " ".join(found[0].split())}
        )
    if found := borrowed(nominations, words):
        raise Refused(
            _("The candidate would read “%(found)s”, which a reviewer wrote or is called.") % {"found": found}
        )


def borrowed(nominations, words) -> str:
    """The first reviewer's name, or part of a review of one of these nominations, that stands in these words; else empty."""
    text = spellings(words)
    if not spelt(words).strip() or not nominations:
        return ""
    own = set().union(*(spelt(one.display_name).split() for one in nominations))
    for name in nominations[0].call.reviewers.values_list("user__name", flat=True):
        for part in parts_of(name):
            if f" {part} " in text and not set(part.split()) <= own:
                return part if " " not in part else name
    judges = Assignment.objects.filter(nomination__in=nominations).values_list("reviewer__user__name", flat=True)
    ordinary = own | words_of(nominations[0].call)
    for name in judges.distinct():
        if said := familiar(name, words, text, ordinary) or initials_in(words, name, nominations):
            return said
    for comment in Review.objects.filter(assignment__nomination__in=nominations).values_list("comment", flat=True):
        if said := repeated(comment, text):
            return said
    return ""


def parts_of(name) -> list[str]:
    """How somebody may be named: by the whole name, or by what follows the first one."""
    words = spelt(name).split()
    joined = spelt(name.replace("-", "")).split()
    family = [word for word in [*words[1:], *joined[1:]] if len(word) >= SHORTEST and word not in PARTICLES]
    return [" ".join(words), *dict.fromkeys(family)] if words else []


def familiar(name, words, text, ordinary) -> str:
    """A reviewer's first name, if it stands in these words as a name; `ordinary`: words that tell nobody."""
    first = next(iter(spelt(name).split()), "")
    if len(first) < SHORTEST or first in ordinary or f" {first} " not in text:
        return ""
    if first in ORDINARY and not re.search(rf"[\w,]\s+{first.capitalize()}\b", seen(words)):
        return ""
    return first.capitalize()


def initials_in(words, name, nominations) -> str:
    """The initials of a reviewer, with their full stops, unless a candidate has the same ones."""
    letters = initials_of(name)
    if len(letters) < 2 or letters in {initials_of(one.display_name) for one in nominations}:
        return ""
    found = re.search(r"(?<!\w)" + r"[.]\s?".join(letters) + r"[.](?!\w)", seen(words))
    return found[0] if found else ""


def initials_of(name) -> str:
    return "".join(word[0] for word in str(name).split() if word[0].isupper())


def words_of(call) -> set[str]:
    """Those of the criteria and of the texts of reasons."""
    rows = [*call.criteria.values_list("name_en", "name_fr", "meaning_en", "meaning_fr")]
    rows += call.reason_texts.values_list("text_en", "text_fr")
    return set(spelt(" ".join(text for row in rows for text in row)).split())


def repeated(comment, text) -> str:
    """The first sentence of a comment, or run of its words, that stands in a text spelt plainly."""
    for sentence in re.split(r"[.!?;:\n]+", comment):
        known = spelt(sentence)
        if len(known) - 2 >= SENTENCE and known in text:
            return sentence.strip()
    words = spelt(comment).split()
    for first in range(len(words) - RUN + 1):
        run = " ".join(words[first : first + RUN])
        if len(run) >= SENTENCE and f" {run} " in text:
            return run
    return ""
