"""Opens a file in a child process, and lays its cells under the names of our columns."""

import json
from typing import NamedTuple

from portal.pdf.apart import MB, Failed, Limits, Unborn, apart

from .columns import COLUMNS
from .sheet import WIDTH

LIMITS = Limits(seconds=40, memory=700 * MB, answer=64 * MB)


class Unreadable(Exception):
    """The file as a whole is refused: its lines say why."""

    def __init__(self, lines):
        super().__init__(lines[0]["code"])
        self.lines = lines


class Unopened(Exception):
    """The file could not be looked at just now: nothing is known about it."""


class Given(NamedTuple):
    """A row as it was given: its number in a spreadsheet, and its cells by the names of our columns."""

    number: int
    cells: dict


def line(code, row=None, column="", **facts) -> dict:
    """One line of what is wrong or worth knowing; the sentence is in words.py."""
    return {"row": row, "column": column, "code": code, "facts": facts}


def opened(content: bytes) -> list[Given]:
    """The rows of a file, without the empty ones; raises Unreadable with what to do."""
    try:
        answer = json.loads(apart("tabulate", content, LIMITS))
    except Unborn as failure:
        raise Unopened from failure
    except (Failed, ValueError):
        raise Unreadable([line("heavy")]) from None
    if "code" in answer:
        raise Unreadable([line(answer["code"], answer["row"], **answer["facts"])])
    names = [named(cell) for cell in answer["header"]]
    while names and not names[-1]:
        names.pop()
    if lines := wrong_names(names):
        raise Unreadable(lines)
    if not answer["rows"]:
        raise Unreadable([line("no_rows")])
    return [Given(number, laid(cells, names)) for number, cells in answer["rows"]]


def named(cell) -> str:
    """A name as it is meant: Given name, given-name and given_name are one."""
    return (
        "_".join(cell.replace("\ufeff", "").replace("-", " ").replace("_", " ").lower().split())
        if isinstance(cell, str)
        else "?"
    )


def wrong_names(names) -> list[dict]:
    """What is wrong with the first row: a name that nobody knows, one that comes twice, one that is missing."""
    if not set(names) & set(COLUMNS):
        return [line("no_header", 1)]
    if len(names) > WIDTH:
        return [line("too_wide", 1, most=WIDTH)]
    lines = [line("unnamed_column", 1, place=at) for at, name in enumerate(names, start=1) if not name]
    lines += [line("unknown_column", 1, name[:60]) for name in dict.fromkeys(names) if name and name not in COLUMNS]
    lines += [line("double_column", 1, name) for name in COLUMNS if names.count(name) > 1]
    lines += [
        line("missing_column", 1, name) for name, column in COLUMNS.items() if column.needed and name not in names
    ]
    return lines


def laid(cells, names) -> dict:
    """The cells by name; what stands beyond the last name is kept under an empty one."""
    beyond = any(cell.strip() if isinstance(cell, str) else cell for cell in cells[len(names) :])
    return dict(zip(names, cells, strict=False)) | ({"": "beyond"} if beyond else {})
