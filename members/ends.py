"""Ends of terms by group and year, as a picture: so that not all go at once."""

from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.lifecycle.clock import day_of

from .models import Appointment, WorkingGroup

SPAN = 12  # years in a row at most; further on only those in which a term ends
MANY = 4  # terms from which on it is worth a word that most end in one year


class Bar(NamedTuple):
    """How many terms end in a year: of the group's share in per cent, and of the longest bar's length in per cent."""

    year: int
    number: int
    share: int
    length: float


class Part(NamedTuple):
    """A group with its bars; `most`: the year in which more than half of its terms end, or None."""

    name: str
    total: int
    bars: list[Bar]
    most: Bar | None


def picture(role, at) -> dict:
    """For a page: the parts, the years, and the sum of each."""
    counts: dict = {}
    for row in Appointment.objects.filter(role=role).last_years(day_of(at)):
        counts.setdefault(row["group_id"], {})[row["year"]] = row["number"]
    years = in_a_row({year for group in counts.values() for year in group}, at.year)
    longest = max((number for group in counts.values() for number in group.values()), default=1)
    parts = [part(name, counts[key], years, longest) for key, name in names() if key in counts]
    total = [sum(group.get(year, 0) for group in counts.values()) for year in years]
    return {"parts": parts, "years": years, "total": [*total, sum(total)]}


def names() -> list:
    return [*((group.pk, group.name) for group in WorkingGroup.objects.all()), (None, capfirst(_("plenary")))]


def in_a_row(years, first) -> list[int]:
    """From this year to the last without a gap, as long as that is not too far."""
    near = [first + n for n in range(SPAN) if years and first + n <= max(years)]
    return sorted({*near, *years})


def part(name, numbers, years, longest) -> Part:
    total = sum(numbers.values())
    bars = [
        Bar(year, number, round(100 * number / total), round(100 * number / longest, 1))
        for year, number in ((year, numbers.get(year, 0)) for year in years)
    ]
    most = max(bars, key=lambda bar: bar.number)
    return Part(name, total, bars, most if total >= MANY and 2 * most.number > total else None)
