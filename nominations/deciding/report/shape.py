"""What a report is made of: parts, tables, rows; every row has a key by which its figures can be found again."""

from typing import NamedTuple

from django.utils import formats

from portal.lifecycle.aoe import AOE, MINUTE

HIDDEN, NOTHING = "…", "–"


class Row(NamedTuple):
    key: str
    label: str
    cells: list


class Table(NamedTuple):
    """head: over the label, and over each cell. words: the cells are words, not figures."""

    key: str
    title: str
    head: list
    rows: list
    note: str = ""
    words: bool = False

    @property
    def lines(self) -> list[tuple]:
        """Each row with its cells, each under its head."""
        return [(row, list(zip(self.head[1:], row.cells, strict=True))) for row in self.rows]


class Part(NamedTuple):
    key: str
    title: str
    tables: list
    note: str = ""


def day(moment) -> str:
    """A day, or the day of a moment Anywhere on Earth, in words."""
    if moment is None:
        return NOTHING
    if hasattr(moment, "hour"):
        moment = moment.astimezone(AOE).date()
    return formats.date_format(moment, "DATE_FORMAT")


def last_day(end) -> str:
    """The last day before an end, Anywhere on Earth, in words."""
    return day(end and end - MINUTE)


def figure(number) -> str:
    return HIDDEN if number is None else str(number)
