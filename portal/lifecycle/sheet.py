"""Files for spreadsheets: plain CSV in UTF-8, in which no program finds a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

AT_ONCE = 500  # rows
SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫−"  # with what a spreadsheet begins to reckon, also wide and small as in East Asia
HEAD = r"[\"'\s\ufeff\u200b-\u200f\u2060]*"  # what a program may cut off before it looks
# The French Excel parts cells by semicolons, whatever quotation marks say; whoever pastes, by tabs and lines.
FORMULA = re.compile(rf"(?:^(?={HEAD}[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?={HEAD}[{re.escape(SIGNS)}]))")


def lines(head: list[str], rows: Iterable[list]) -> Iterator[str]:
    """The head and a line for each row, some hundreds at once; a mark first, so that spreadsheets read it as UTF-8."""
    page = io.StringIO("\ufeff")
    page.seek(1)
    writer = csv.writer(page)
    writer.writerow(head)
    for number, row in enumerate(rows, start=1):
        writer.writerow([harmless(cell) for cell in row])
        if number % AT_ONCE == 0:
            yield page.getvalue()
            page.seek(0)
            page.truncate()
    yield page.getvalue()


def harmless(value) -> str:
    """A cell that no spreadsheet takes for a formula: a ' stands before whatever could begin one.

    It stands before a ' of somebody's own there too, so that whoever takes one away at each place has the value again.
    """
    return "" if value is None else FORMULA.sub("'", str(value))
