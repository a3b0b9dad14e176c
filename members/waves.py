"""Waves: the Members in the order in which they came."""

from datetime import date
from itertools import groupby
from typing import NamedTuple

from .models import Member
from .world_map import step_of


class Wave(NamedTuple):
    """Those admitted on one day; `total` is how many Members there were from then on, of those asked about."""

    day: date
    members: list[Member]
    total: int

    @property
    def earlier(self) -> range:
        """One for each Member that was there before."""
        return range(self.total - len(self.members))

    @property
    def inferred(self) -> bool:
        """Whether the day follows from other facts than the source's own words."""
        return any(member.day_inferred for member in self.members)

    @property
    def occasions(self) -> list[str]:
        """Where these admissions were announced: mostly one place."""
        return sorted({member.occasion for member in self.members} - {""})

    @property
    def step(self) -> int:
        """Which of the map's blues is theirs."""
        return step_of(self.day)

    @property
    def founding(self) -> bool:
        return any(member.founding for member in self.members)


def waves(members) -> list[Wave]:
    """The waves of these Members, oldest first, each sorted by the names in the reader's language."""
    found, total = [], 0
    by_day = sorted(members, key=lambda member: (member.admitted_on, member.sort_key))
    for day, group in groupby(by_day, key=lambda member: member.admitted_on):
        wave = list(group)
        total += len(wave)
        found.append(Wave(day, wave, total))
    return found
