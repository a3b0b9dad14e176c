"""What is stored of an assignment in codes, in words: why this pair, why not, and which rule must give."""

from collections import defaultdict

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.countries import country_names
from nominations.models import Nomination

REASONS = {
    "kept": _("given before"),
    "stays": _("given before"),
    "anchor": _("everybody scores it"),
    "group": _("reviews its first group"),
    "second": _("reviews its second group"),
    "outside": _("of another group: nobody of its own was free"),
    "language:en": _("reads English"),
    "language:fr": _("reads French"),
    "hand": _("given by hand"),
    "load": _("had few reviews"),
    "country": _("of another country than the others"),
    "another": _("another opinion was needed"),
}
BEFORE = frozenset({"kept", "stays"})
LEFT_OUT = {
    "gone": _("The nomination was withdrawn, or is no longer eligible."),
    "ended": _("The reviewer's seat has ended."),
    "conflict": _("A conflict of interest stands between the two."),
    "declined": _("The reviewer declined it."),
    "there": _("The reviewer had it already: it was given by hand."),
    "full": _("It has all its reviews: it was given to somebody else by hand."),
    "load": _("The reviewer has as many as they can bear: others were given by hand."),
    "country": _("A reviewer of the same country has it: it was given by hand."),
    "moved": _("It was taken back by hand."),
}
STEPS = {
    "": _("It waits for its turn."),
    "reading": _("The nominations are being read."),
    "building": _("The rules are being laid out."),
    "solving": _("The best assignment is being looked for."),
    "relaxing": _("The rules allow none. It looks for what must give."),
    "writing": _("The proposal is being written down."),
}
FAILED = {
    "too_long": _("No best assignment was found in the time there is. Ask again with fewer rules."),
    "broke_off": _("The job broke off. Nothing was assigned; ask again."),
}


def reasons_in_words(codes) -> str:
    """Of a pair that was there before, nobody says whether others had been free."""
    words = REASONS if BEFORE.isdisjoint(codes) else REASONS | {"outside": _("of another group")}
    return ", ".join(str(words[code]) for code in codes if code in words)


def what_must_give(run, user) -> list[str]:
    """The least that makes it possible, in sentences, without the nominations that this person may not see."""
    gives = run.report.get("gives", ())
    ids = {pk for one in gives for pk in one.get("load", [one.get("nomination")])}
    rows = Nomination.objects.visible_to(user).filter(pk__in=ids).select_related("group").defer("answers")
    nominations = {str(one.pk): one for one in rows}
    seen = [one for one in gives if one.get("nomination") in nominations]
    by_rule = defaultdict(list)
    for one in seen:
        by_rule[one["rule"]].append(one)
    return [
        *too_few(by_rule["short"], nominations),
        *of_group(by_rule["group"], nominations),
        *of_country(by_rule["country"]),
        *of_loads(run, [as_seen(one, nominations) for one in gives if "reviewer" in one]),
    ]


def as_seen(one, nominations) -> dict:
    """What a reviewer has too many or too few, counted from the nominations of their load that are seen."""
    over = sum(pk in nominations for pk in one["load"]) - one["bound"]
    return one | {"by": over if one["rule"] == "over" else -over}


def too_few(gives, nominations):
    """Nominations that fewer may judge than are asked for, together where they are from one country."""
    alike, names = defaultdict(int), country_names(get_language() or "en")
    for one in gives:
        country = nominations[one["nomination"]].residence
        alike[names.get(country, country), one["able"], one["wanted"], one["by"]] += 1
    for (country, able, wanted, by), number in sorted(alike.items()):
        who = ngettext("%(n)s nomination from %(country)s", "%(n)s nominations from %(country)s", number) % {
            "n": number,
            "country": country or "–",
        }
        if able >= wanted:
            yield _t(
                "%(who)s: enough may judge, but the other rules allow %(by)s too few of them. Name more reviewers."
            ) % {
                "who": who,
                "by": by,
            }
            continue
        may = (
            ngettext("only %(able)s reviewer may judge", "only %(able)s reviewers may judge", able) % {"able": able}
            if able
            else _t("no reviewer may judge")
        )
        after = (
            _t("name %(more)s more, or lower the reviews to %(able)s") if able else _t("name %(more)s who may")
        ) % {"more": wanted - able, "able": able}
        yield _t("%(who)s: %(may)s; %(after)s.") % {"who": who, "may": may, "after": after}


def of_group(gives, nominations):
    """Nominations for which nobody of their first group is free."""
    alike = defaultdict(int)
    for one in gives:
        alike[nominations[one["nomination"]].group.name] += 1
    for group, number in sorted(alike.items()):
        yield ngettext(
            "%(n)s nomination finds no reviewer of its first group, %(group)s: name one more for it, raise the most of those it has, or let this rule go.",
            "%(n)s nominations find no reviewer of their first group, %(group)s: name one more for it, raise the most of those it has, or let this rule go.",
            number,
        ) % {"n": number, "group": group}


def of_country(gives):
    """Nominations that would have two reviewers of one country."""
    if gives:
        yield ngettext(
            "%(n)s nomination can only be judged by two reviewers of one country: name a reviewer of another country, or let this rule go.",
            "%(n)s nominations can only be judged by two reviewers of one country: name a reviewer of another country, or let this rule go.",
            len(gives),
        ) % {"n": len(gives)}


def of_loads(run, gives):
    """Reviewers who would have more than their most, or fewer than their fewest."""
    names = {str(one.pk): str(one) for one in run.call.reviewers.select_related("user")} if gives else {}
    for rule, sentence in (
        ("over", _("The loads are %(n)s short: raise the most of these reviewers, or name others: %(who)s.")),
        ("under", _("The fewest reviews are %(n)s too many: lower the fewest of these reviewers: %(who)s.")),
    ):
        told = [one for one in gives if one["rule"] == rule and one["by"] > 0 and one["reviewer"] in names]
        if told:
            who = ", ".join(_t("%(name)s by %(n)s") % {"name": names[one["reviewer"]], "n": one["by"]} for one in told)
            yield sentence % {"n": sum(one["by"] for one in told), "who": who}
