"""The statistics of a call as a page tells them: from what is kept, in the reader's language, with the lengths of bars."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .charts import Drawing, told
from .figures import OTHERS

DRAWN = ("submitted", "selected")  # the sets that have a bar


class Row(NamedTuple):
    """bars: (length of a hundred, number, share in per cent), one of each set that is drawn; numbers: of all sets."""

    name: str
    bars: list
    numbers: list


class Card(NamedTuple):
    """One fact. hidden: names of values without a bar; together: whether one bar is all of theirs; table: all values with a
    number in each set.
    """

    key: str
    name: str
    rows: list[Row]
    hidden: list[str]
    together: bool
    table: list[Row]


class Told:
    """content: what is kept of a call; see figures.py beside."""

    def __init__(self, content):
        self.content = content

    @property
    def totals(self) -> list[Row]:
        """The stages, those who were scored among them."""
        stages = [(name(one), one["number"]) for one in self.content["totals"]]
        if self.content["scored"] is not None:
            stages.insert(2, (_("Scored by reviewers"), self.content["scored"]))
        whole = stages[0][1] if stages else 0
        return [Row(words, [bar(number, whole)], [number]) for words, number in stages]

    @property
    def submitted(self) -> int | None:
        return next((one["number"] for one in self.content["totals"]), None)

    @property
    def selected(self) -> int | None:
        return self.of_all.get("selected")

    @property
    def of_all(self) -> dict[str, int]:
        return {one["set"]: one["number"] for one in self.content["totals"]}

    @property
    def by_members(self) -> int | None:
        """The share that Members nominated, in per cent."""
        rows = next((one["rows"] for one in self.content["tables"] if one["fact"] == "route"), ())
        number = next((row["numbers"]["submitted"] for row in rows if row["value"] == "member"), None)
        return None if number is None else round(100 * number / self.submitted)

    @property
    def cards(self) -> list[Card]:
        return [card(one, self.of_all) for one in self.content["tables"]]

    @property
    def hides(self) -> bool:
        """Whether a number is missing somewhere, so that a dash stands there."""
        return any(None in row["numbers"].values() for one in self.content["tables"] for row in one["rows"])

    @property
    def legend(self) -> list[tuple[str, str]]:
        """(set, its name) of the bars, where there are two kinds."""
        drawn = [(one["set"], name(one)) for one in self.content["totals"] if one["set"] in DRAWN]
        return drawn if len(drawn) > 1 else []

    @property
    def set_names(self) -> list[str]:
        return [name(one) for one in self.content["totals"]]

    @property
    def first_day(self) -> date:
        return self.spans[0][0]

    @property
    def last_day(self) -> date:
        return self.spans[-1][1]

    @property
    def spans(self) -> list[tuple[date, date, int]]:
        return [
            (date.fromisoformat(one["from"]), date.fromisoformat(one["until"]), one["number"])
            for one in self.content["days"]
        ]

    @property
    def drawing(self) -> Drawing | None:
        """Of who came when."""
        return Drawing([first for first, _last, _n in self.spans], [number for _first, _last, number in self.spans])

    @property
    def csv(self) -> list[list]:
        """The same numbers, a line each; without a number where it is not told."""
        content = self.content
        lines = [["totals", one["set"], "", *names(one), one["set"], one["number"]] for one in content["totals"]]
        lines.append(["scored", "", "", "", "", "eligible", content["scored"]])
        lines.append(["countries", "", "", "", "", "submitted", content["countries"]])
        members = content["members"] or {"named": None, "all": None}
        lines += [["members", part, "", "", "", "submitted", members[part]] for part in ("named", "all")]
        lines += [["days", one["from"], one["until"], "", "", "submitted", one["number"]] for one in content["days"]]
        return lines + [
            [table["fact"], row["value"], "", *names(row), which, number]
            for table in content["tables"]
            for row in table["rows"]
            for which, number in in_order(row, self.of_all)
        ]


CSV_HEAD = ["table", "value", "until", "name_en", "name_fr", "set", "number"]


def name(thing) -> str:
    names = thing["name"]
    return (names["fr"] if (get_language() or "").startswith("fr") else "") or names["en"]


def names(thing) -> tuple[str, str]:
    return thing["name"]["en"], thing["name"]["fr"]


def in_order(row, sets) -> list[tuple]:
    """(set, number): the database keeps no order of keys."""
    return [(which, row["numbers"][which]) for which in sets]


def card(table, totals) -> Card:
    """A bar is a share of its whole set, so that sets of different sizes can be compared."""
    rows, drawn = table["rows"], [which for which in DRAWN if which in totals]
    shown = [row for row in rows if row["numbers"]["submitted"] is not None]
    return Card(
        key=table["fact"],
        name=name(table),
        rows=[Row(name(row), [bar(row["numbers"][which], totals[which]) for which in drawn], []) for row in shown],
        hidden=[name(row) for row in rows if row["numbers"]["submitted"] is None and row["value"] != OTHERS],
        together=any(row["value"] == OTHERS for row in shown),
        table=[Row(name(row), [], [number for _set, number in in_order(row, totals)]) for row in rows],
    )


def bar(number, whole) -> tuple:
    """(length of a hundred, number, share in per cent); nothing for what is not told."""
    if number is None:
        return ("0", None, None)
    share = 100 * number / whole
    return (told(min(share, 100)), number, round(share))  # of people who count twice there may be more than all
