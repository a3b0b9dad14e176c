"""The statistics of a call as anybody may have them: plain data, in which no group of fewer than five stands, or follows.

Twice in a year: when the tracks stay, of all who submitted; and when the list is published, of what became of them. The
second takes over what the first said, and hides as readers of the first would have it.
"""

from datetime import UTC, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import Member
from members.models.member import Region
from members.stakeholders import StakeholderGroup
from portal.lifecycle.clock import day_of

from ...models import NominationVersion
from ...questions.choices import DISCIPLINES, GENDERS
from ..cells import LEAST, nested
from .counting import SETS, TWO, UNSTATED, Counting

EARLY = ("group", "region")  # by which it is told who submitted, before anybody is decided
ALL = ("route", "group", "region", "stakeholder_group", "gender", "discipline")
INSIDE = ("newcomer",)  # for the selection report alone
NAMES = {
    "route": _("By which way"),
    "group": _("Working group, first choice"),
    "region": _("Region of residence"),
    "stakeholder_group": _("Stakeholder group"),
    "gender": _("Gender"),
    "discipline": _("Discipline"),
    "newcomer": _("Newcomers"),
}
SET_NAMES = {
    "submitted": pgettext_lazy("nominations", "Submitted"),
    "eligible": _("Eligible"),
    "listed": _("Selected or on a reserve list"),
    "selected": _("Selected"),
}
ROUTES = (("self", _("Nominated themselves")), ("member", _("Nominated by a Member")))
NEWCOMERS = (("yes", _("Never appointed before")), ("no", _("Appointed before")))
WHOLE = ("route", "newcomer")  # everybody has a value
OTHERS = "others"  # in the place of a value
NOBODY = ("undisclosed",)  # answers that state nothing
NOT_STATED = (UNSTATED, pgettext_lazy("of an answer", "Not stated"))
A_DAY, A_WEEK, MANY = timedelta(days=1), timedelta(days=7), 31  # days from which on weeks are told


def figures(call, *, at, publication=None, before=None) -> dict:
    """What is published. before: what was published of this call earlier, if anything was."""
    before = before or {}
    counting = Counting(call, call.nominations.all(), publication)
    depth = len(SETS) if publication else 1
    totals = counting.totals()[:depth]
    there = told_apart(totals)
    facts = (ALL if publication else EARLY) if there else ()
    tables = [table(call, fact, counting.by(fact), totals, there, before) for fact in facts]
    return {
        "call": call.year,
        "title": {"en": call.title_en, "fr": call.title_fr or call.title_en},
        "made_at": at.isoformat(),
        "published": bool(publication),
        "least": LEAST,
        "totals": [{"set": SETS[n], "name": both(SET_NAMES[SETS[n]]), "number": totals[n]} for n in there],
        "scored": scored(publication, tables, there, totals),
        "countries": before.get("countries") or countries(counting, tables),
        "members": members(call, tables),
        "days": before.get("days") or (days(counting) if there else []),
        "tables": tables,
    }


def inside(call, publication) -> dict:
    """What the selection report tells beside, of the same people: reckoned with the rest, and kept as that is."""
    counting = Counting(call, call.nominations.all(), publication)
    totals = counting.totals()
    there = told_apart(totals)
    return {"tables": [table(call, fact, counting.by(fact), totals, there, {}) for fact in INSIDE if there]}


def told_apart(totals) -> list[int]:
    """Places of the sets that can be told: a set from which fewer than five are gone would tell of those."""
    found = []
    for place, number in enumerate(totals):
        gone = totals[found[-1]] - number if found else LEAST
        if number >= LEAST and (gone == 0 or gone >= LEAST):
            found.append(place)
    return found if found[:1] == [0] else []


def table(call, fact, counts, totals, there, before) -> dict:
    """One fact: its values in their order, with a number or None in each set."""
    names, rows = dict(values_of(call, fact)), in_order(call, fact, counts, there)
    shown = nested(
        rows,
        [totals[level] for level in there],
        most_each=2 if fact in TWO else 1,
        told=said_before(before, fact, rows),
    )
    sets = [SETS[level] for level in there]
    told = [
        {"value": stated or "not_stated", "name": both(names[stated]), "numbers": dict(zip(sets, numbers, strict=True))}
        for stated, numbers in shown.items()
    ]
    rest = dict(zip(sets, others(rows, shown), strict=True))
    if set(rest.values()) != {None}:
        told.append({"value": OTHERS, "name": both(_("Others together")), "numbers": rest})
    return {"fact": fact, "name": both(NAMES[fact]), "rows": told}


def others(rows, shown) -> list:
    """In each set the sum of all values that are not shown, which `nested` takes as known: who has two of them counts twice.
    None where it is small, or where nothing is hidden, or all.
    """
    found = []
    for level, printed in enumerate(zip(*shown.values(), strict=True)):
        rest = sum(numbers[level] for numbers, one in zip(rows.values(), printed, strict=True) if one is None)
        found.append(rest if rest >= LEAST and any(one is not None for one in printed) else None)
    return found


def in_order(call, fact, counts, places) -> dict[str, list[int]]:
    """Values to their numbers in these sets, in the values' order; what is none of them counts as not stated."""
    rows = {name: [0] * len(places) for name, _words in values_of(call, fact)}
    for stated, numbers in counts.items():
        row = rows[stated if stated in rows else UNSTATED]
        for place, level in enumerate(places):
            row[place] += numbers[level]
    return rows


def said_before(before, fact, rows) -> dict:
    """Value to the number of those who submitted, where an earlier table printed the same."""
    earlier = next((one["rows"] for one in before.get("tables", ()) if one["fact"] == fact), ())
    found = {("" if row["value"] == "not_stated" else row["value"]): row["numbers"]["submitted"] for row in earlier}
    return {name: (number,) for name, number in found.items() if name in rows and number == rows[name][0]}


def values_of(call, fact) -> list:
    """The values of a fact and their names, and who did not state it at the end."""
    groups = [
        (seats.group.slug, {"en": seats.group.name_en, "fr": seats.group.name_fr}) for seats in call.seats_by_group
    ]
    stated = {
        "route": ROUTES,
        "group": groups,
        "region": Region.choices,
        "stakeholder_group": StakeholderGroup.choices,
        "gender": [each for each in GENDERS if each[0] not in NOBODY],
        "discipline": DISCIPLINES,
        "newcomer": NEWCOMERS,
    }[fact]
    return [*stated, *([] if fact in WHOLE else [NOT_STATED])]


def both(words) -> dict[str, str]:
    """A word of the interface in both languages."""
    if isinstance(words, dict):
        return words
    found = {}
    for code in ("en", "fr"):
        with translation.override(code):
            found[code] = capfirst(str(words))
    return found


# --- figures beside the tables; each stands only where the table that it tells of is whole


def is_whole(tables, fact, *sets) -> bool:
    rows = next((one["rows"] for one in tables if one["fact"] == fact), ())
    values = [row["numbers"] for row in rows if row["value"] != OTHERS]
    return bool(values) and all(numbers.get(name) is not None for numbers in values for name in sets)


def scored(publication, tables, there, totals) -> int | None:
    """How many of the list reviewers scored; None where that would tell of a few who were not, or hidden numbers."""
    if publication is None or 1 not in there or not is_whole(tables, "route", "eligible"):
        return None
    told = publication.decisions.exclude(status="taken_back")
    number = told.filter(nomination__review_tally__count__gt=0).count()
    route = next(one["rows"] for one in tables if one["fact"] == "route")
    apart = [totals[1] - number, *(abs(row["numbers"]["eligible"] - number) for row in route)]
    return number if number >= LEAST and all(gap == 0 or gap >= LEAST for gap in apart) else None


def countries(counting, tables) -> int | None:
    if not is_whole(tables, "region", "submitted"):
        return None
    return counting.rows.exclude(residence="").values("residence").distinct().count()


def members(call, tables) -> dict | None:
    """How many Members named somebody, of how many there were when the call closed."""
    if not is_whole(tables, "route", "submitted"):
        return None
    named = call.endorsements.filter(counted=True).aggregate(n=Count("member", distinct=True))["n"]
    return {"named": named, "all": Member.objects.on(day_of(call.closes_at)).count()}


def days(counting) -> list[dict]:
    """Since the first day how many came, by days or weeks; where fewer than five came they are told with the next."""
    first = Q(number=1, nomination__in=counting.rows.values("pk"))
    rows = (
        NominationVersion.objects.filter(first)
        .order_by()
        .values_list(TruncDate("received_at", tzinfo=UTC))
        .annotate(Count("pk"))
    )
    came = dict(rows)
    if not came:
        return []
    day, last = min(came), max(came)
    step = A_DAY if (last - day).days < MANY else A_WEEK
    spans = []
    while day <= last:
        end = min(day + step, last + A_DAY)
        number = sum(came.get(day + n * A_DAY, 0) for n in range((end - day).days))
        add_span(spans, day, end - A_DAY, number)
        day = end
    if len(spans) > 1 and spans[-1]["number"] < LEAST:
        rest = spans.pop()
        spans[-1] |= {"until": rest["until"], "number": spans[-1]["number"] + rest["number"]}
    return [
        {"from": one["from"].isoformat(), "until": one["until"].isoformat(), "number": one["number"]} for one in spans
    ]


def add_span(spans, day, until, number):
    if spans and spans[-1]["number"] < LEAST:
        spans[-1] |= {"until": until, "number": spans[-1]["number"] + number}
    else:
        spans.append({"from": day, "until": until, "number": number})
