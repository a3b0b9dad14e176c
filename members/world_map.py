"""The map of Members: which shapes of static/img/world.svg are theirs, and how each is marked.

The file is drawn once (members/data/draw.py) and fetched once; a page only names the shapes in it.
"""

import re
from functools import cache
from typing import NamedTuple

from django.conf import settings

from .models import Member
from .models.member import Region

WORLD = settings.BASE_DIR / "static" / "img" / "world.svg"
STEPS = {2020: 1, 2021: 2, 2022: 3}  # the blues of the years that have one of their own
LATER = 4


class Mark(NamedTuple):
    """A Member on the map: as a shape, as a dot, or both where the shape is hard to see."""

    member: Member
    step: int
    shape: bool
    dot: bool

    @property
    def in_europe(self) -> bool:
        return self.member.region == Region.EUROPE


class WorldMap(NamedTuple):
    marks: list[Mark]
    union: Mark | None
    years: list[tuple[int, int | None]]  # step and year; none for the years that share the last blue
    suspended: bool

    @property
    def europe(self) -> list[Mark]:
        """Those that a page shows enlarged: many of the Members are small countries of Europe."""
        return [mark for mark in self.marks if mark.in_europe]


@cache
def drawn() -> frozenset[str]:
    """The ids in the drawing: `FR` is a shape, `SG-dot` a dot."""
    return frozenset(re.findall(r'<path id="([A-Z]{2}(?:-dot)?)"', WORLD.read_text(encoding="utf-8")))


def step_of(day) -> int:
    """Which of the map's blues stands for the year of this day."""
    return STEPS.get(day.year, LATER)


def world_map(members) -> WorldMap:
    """These Members on the map, in the order of a dictionary; they know whether they are suspended (`noting`)."""
    found = sorted(members, key=lambda member: member.sort_key)
    marks = sorted(map(mark_of, found), key=lambda each: each.dot)  # a dot lies on its neighbours' shapes
    steps = {each.step: each.member.admitted_on.year for each in marks}
    years = [(step, steps[step] if step < LATER else None) for step in sorted(steps)]
    countries = [each for each in marks if each.member.is_country]
    union = next((each for each in marks if not each.member.is_country), None)
    return WorldMap(countries, union, years, any(member.suspended for member in found))


def mark_of(member) -> Mark:
    return Mark(member, step_of(member.admitted_on), member.code in drawn(), f"{member.code}-dot" in drawn())
