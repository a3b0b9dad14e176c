"""Rule: by which the Council decides, and why a count adopts or not, in a sentence made of the frozen numbers alone."""

from datetime import date
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

CONSENSUS_SINCE = date(2024, 7, 3)  # the partnership with the OECD; before it two thirds


class Rule(models.TextChoices):
    TWO_THIRDS = "two_thirds", _("two thirds")
    CONSENSUS = "consensus", _("consensus")
    SILENCE = "silence", _("silence procedure")

    @classmethod
    def of_day(cls, day: date) -> "Rule":
        """The one that the Partnership's own rules name for a day; a ballot stores the one it was opened with."""
        return cls.CONSENSUS if day >= CONSENSUS_SINCE else cls.TWO_THIRDS


def is_usual(rule, day: date) -> bool:
    """Whether it needs no reason on that day; silence is a way to consensus."""
    usual = Rule.of_day(day)
    return rule == usual or (rule == Rule.SILENCE and usual == Rule.CONSENSUS)


class Basis(models.TextChoices):
    CAST = "cast", _("of the votes cast")
    ENTITLED = "entitled", _("of the Members entitled to vote")


class Choice(models.TextChoices):
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    ABSTAIN = "abstain", _("abstain")

    @classmethod
    def told(cls, choice, rule) -> str:
        """As a Member's own delegates read it; in a silence procedure there is an objection, or none any more."""
        if rule == Rule.SILENCE:
            return _t("objects") if choice == cls.AGAINST else _t("does not object any more")
        return cls(choice).label


class Count(NamedTuple):
    votes_for: int
    votes_against: int
    abstentions: int
    entitled: int

    @property
    def cast(self) -> int:
        """An abstention is not a vote cast."""
        return self.votes_for + self.votes_against


def adopts(rule, basis, count: Count) -> bool:
    """Whether it is adopted. The database reckons the same once more when the outcome is stored (Ballot.Meta)."""
    if rule == Rule.SILENCE:
        return count.votes_against == 0
    if rule == Rule.CONSENSUS:
        return count.votes_against == 0 and count.votes_for > 0
    total = count.entitled if basis == Basis.ENTITLED else count.cast
    return count.votes_for > 0 and 3 * count.votes_for >= 2 * total


def explained(rule, basis, count: Count) -> str:
    """Such as: 20 for, 9 against, no abstention: 20 of 29 votes cast, two thirds of 29 are 20 (rounded up), so it is
    adopted.
    """
    so = _t("so it is adopted") if adopts(rule, basis, count) else _t("so it is not adopted")
    if rule == Rule.SILENCE:
        return f"{objections(count.votes_against)}, {so}."
    why = unanimity(count) if rule == Rule.CONSENSUS else proportion(basis, count)
    return _t("%(count)s: %(why)s, %(so)s.") % {"count": in_words(count), "why": why, "so": so}


def objections(number: int) -> str:
    if not number:
        return _t("No Member objected")
    return ngettext("%(n)s Member objected", "%(n)s Members objected", number) % {"n": number}


def in_words(count: Count) -> str:
    abstentions = ngettext("%(n)s abstention", "%(n)s abstentions", count.abstentions) % {"n": count.abstentions}
    return _t("%(votes_for)s for, %(votes_against)s against, %(abstentions)s") % {
        "votes_for": count.votes_for,
        "votes_against": count.votes_against,
        "abstentions": abstentions if count.abstentions else _t("no abstention"),
    }


def unanimity(count: Count) -> str:
    if count.votes_against:
        return ngettext(
            "%(n)s Member is against, and a consensus has none against",
            "%(n)s Members are against, and a consensus has none against",
            count.votes_against,
        ) % {"n": count.votes_against}
    if not count.votes_for:
        return _t("no Member is for, and a consensus has at least one for")
    return _t("none is against")


def proportion(basis, count: Count) -> str:
    if basis == Basis.CAST and not count.cast:
        return _t("no vote was cast")
    if basis == Basis.ENTITLED:
        total = count.entitled
        share = ngettext(
            "%(n)s of %(total)s Member entitled to vote", "%(n)s of %(total)s Members entitled to vote", total
        )
    else:
        total = count.cast
        share = ngettext("%(n)s of %(total)s vote cast", "%(n)s of %(total)s votes cast", total)
    needed, over = divmod(2 * total, 3)
    bar = (
        _t("two thirds of %(total)s are %(needed)s (rounded up)")
        if over
        else _t("two thirds of %(total)s are %(needed)s")
    )
    share %= {"n": count.votes_for, "total": total}
    return f"{share}, {bar % {'total': total, 'needed': needed + bool(over)}}"


def conditions(rule, basis) -> str:
    """What it takes, for those who vote."""
    if rule == Rule.SILENCE:
        return _t("It is adopted unless a Member objects. A Member that agrees does not need to do anything.")
    if rule == Rule.CONSENSUS:
        return _t(
            "It is adopted if no Member votes against and at least one votes for. An abstention does not stop it."
        )
    if basis == Basis.ENTITLED:
        return _t(
            "It is adopted if at least two thirds of the Members entitled to vote are for. An abstention, or no vote, counts like a vote against."
        )
    return _t("It is adopted if at least two thirds of the votes cast are for. An abstention is not a vote cast.")
