"""The automatic checks of one nomination in words: Pass, Look, or that it still waits to be looked at.

Whether a check is passed is asked of the database, by the same conditions that find all who pass (models/passing.py);
here stands why.
"""

from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from members.countries import country_names
from members.models import Likeness

from .languages import ACCEPTED, name_of
from .models.passing import CHECKS, FACTS
from .models.version_check import VersionCheck
from .questions import SECTIONS

Cv, Language, Interests = VersionCheck.Cv, VersionCheck.Language, VersionCheck.Interests


class Check(NamedTuple):
    """state: pass, look or wait."""

    name: str
    title: str
    state: str
    reason: str


def checks_of(nomination, doubts) -> list[Check]:
    """All seven, of a nomination that was read `with_checks`, with its version and what was found in it."""
    told = Telling(nomination, doubts)
    titles = {
        "complete": _("Complete"),
        "cv": _("CV opens and can be read"),
        "language": _("Statements are in English or French"),
        "single": _("No other nomination in this call"),
        "quota": _("Quota of Members, and nationals"),
        "interests": _("Interests declared"),
        "word": _("Word of a Member"),
    }
    return [Check(name, titles[name], told.state(name), getattr(told, name)()) for name in CHECKS]


class Telling:
    """One method for each check: why it is passed, or what to look at."""

    of_version = ("complete", "cv", "language", "interests")

    def __init__(self, nomination, doubts):
        self.nomination, self.doubts, self.call = nomination, doubts, doubts.call
        self.facts = getattr(nomination.submitted_version, "facts", None)
        self.named = [word for word in nomination.words if word.kind == word.Kind.NOMINATE and stands(word, self.call)]

    def passes(self, name) -> bool:
        return bool(getattr(self.nomination, f"passes_{name}"))

    def state(self, name) -> str:
        if self.facts is None and name in self.of_version:
            return "wait"
        return "pass" if self.passes(name) else "look"

    def waits(self) -> str:
        return _("Not looked at yet: a worker comes to it within minutes.")

    def complete(self) -> str:
        if self.facts is None:
            return self.waits()
        titles = ", ".join(str(SECTIONS[name].title) for name in self.facts.missing if name in SECTIONS)
        return _("Not complete: %(sections)s") % {"sections": titles} if titles else _("All six sections")

    def cv(self) -> str:
        if self.facts is None:
            return _("Waiting to be read by a worker; its pages appear here then.")
        if self.facts.cv == Cv.READ:
            pages = self.facts.pages
            return ngettext("%(n)s page, with text", "%(n)s pages, with text", pages) % {"n": pages}
        return {
            Cv.BLANK: _("It has no text that a machine can read, such as a scan. Read its pages."),
            Cv.UNREADABLE: _("It could not be read. Download the file to look at it."),
            Cv.NONE: _("No CV came with this version."),
        }[self.facts.cv]

    def language(self) -> str:
        if self.facts is None:
            return self.waits()
        found = self.facts.languages
        if self.facts.language == Language.SHORT:
            return _("Too short, or too unlike prose, to tell the language by machine. Read them.")
        if self.facts.language == Language.FINE:
            return _(" and ").join(name_of(code) for code in sorted({*found.values()}))
        labels = {name: str(label) for form in SECTIONS.values() for name, label in form.labels().items()}
        other = {name: code for name, code in found.items() if code not in ("", *ACCEPTED)}
        return "; ".join(
            _("%(question)s: reads like %(language)s")
            % {"question": labels.get(name, _("Short statements")), "language": name_of(code)}
            for name, code in other.items()
        )

    def single(self) -> str:
        if self.passes("single"):
            return _("No like ORCID, address or name")
        others = ", ".join(str(one) for one in alike(self.nomination, self.doubts))
        return _("May be the same human as %(others)s. Unite them, or tell them apart under People.") % {
            "others": others
        }

    def quota(self) -> str:
        if not self.named:
            return _("No Member named this person")
        members = ", ".join(str(word.member) for word in self.named)
        if self.passes("quota"):
            return _("Named by %(members)s, within its places") % {"members": members}
        reasons = []
        if any((word.place or 0) > self.call.quota for word in self.named):
            reasons.append(
                _("Named by %(members)s beyond its %(quota)s places in the group.")
                % {"members": members, "quota": self.call.quota}
            )
        return " ".join([*reasons, *self.crowded()])

    def crowded(self) -> list[str]:
        """The nationalities of which the Members named more people than the cap of the call."""
        numbers, names = self.doubts.crowded, country_names(get_language() or "en")
        return [
            _("Members named %(number)s people of this nationality (%(country)s); the cap is %(cap)s.")
            % {"number": numbers[code], "country": names.get(code, code), "cap": self.call.nationals_cap}
            for code in self.nomination.submitted_version.nationalities
            if code in numbers
        ]

    def interests(self) -> str:
        if self.facts is None:
            return self.waits()
        return {
            Interests.DECLARED: _("Answered, under All answers"),
            Interests.NOTHING: _("Nothing to declare, as the person says"),
            Interests.MISSING: _("Neither answered, nor said that there is nothing to declare."),
        }[self.facts.interests]

    def word(self) -> str:
        given = ", ".join(str(word.member) for word in self.nomination.words if word.status == word.Status.GIVEN)
        if given:
            return _("Given by %(members)s") % {"members": given}
        if not self.call.demands_endorsement:
            return _("None; this call does not require it")
        if self.nomination.waits_for_word:
            return _("Asked for and not answered yet. This call requires it.")
        return _("Missing. This call requires it.")


def stands(word, call) -> bool:
    return word.counted if call.tracks_frozen_at else word.status == word.Status.GIVEN


def alike(nomination, doubts) -> list:
    """The other nominations of the call that may be of the same human."""
    pairs = Likeness.objects.open().touching(nomination.person).values_list("first", "second")[:50]
    people = {pk for pair in pairs for pk in pair}
    facts = getattr(nomination.submitted_version, "facts", None)
    same = Q(**{f"{FACTS}orcid": facts.orcid}) if facts and facts.orcid else Q(pk=None)
    found = doubts.there.exclude(person=nomination.person_id)
    return list(found.filter(Q(person__in=people) | same).defer("answers", "names").order_by("number")[:5])
