"""The list as a file: no spreadsheet finds a formula in it, and every value can be had again."""

import csv
import io
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.lifecycle.sheet import FORMULA, harmless, lines

pytestmark = pytest.mark.abuse(15)
TRIMMED = " \t\r\n\u00a0\u3000\ufeff\u200b\"'"  # what programs cut off before they look
SIGNS = tuple("=+-@＝＋－＠﹦﹢﹣﹫−")
VALUES = st.one_of(st.text("".join(SIGNS) + TRIMMED + ";,|!(aé1", max_size=12), st.text(max_size=20))


def row(value) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(["N26-00001", harmless(value), "a@example.org"])
    return line.getvalue()


def cells(text: str, delimiter: str) -> list[str]:
    """As a spreadsheet reads the line that parts cells so: quotation marks count only where a cell begins with one."""
    return [cell for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for cell in line]


@given(VALUES)
@example("=1+1")
@example("\t=1")
@example('x;"=1+1;y')
@example("'=1")
@example(" ＝1")
@settings(max_examples=300, deadline=None)
def test_no_spreadsheet_finds_a_formula(value):
    """Whether it parts cells by commas, by semicolons as in French, or by tabs, and whatever it cuts off before."""
    assert not cells(row(value), ",")[1].startswith(("\t", "\r", "\n"))
    for delimiter in ",;\t":
        for cell in cells(row(value), delimiter):
            assert not cell.startswith(SIGNS)
            assert cell.startswith("'") or not cell.lstrip(TRIMMED).startswith(SIGNS)


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_every_value_can_be_had_again(value):
    """Whoever takes one ' away at each place where one was put has what was there."""
    cell = cells(row(value), ",")[1]

    assert re.sub(f"{FORMULA.pattern}'", "", cell) == value


def test_names_of_all_scripts_stay_as_they_are():
    names = ["Haddad-Müller; Leïla", "O'Brien", "עלמה חדّاد", "𠮟田", "d’Été", "A, B", "x = y"]

    assert [harmless(name) for name in names] == names


def test_the_file_is_read_as_utf8_by_whoever_opens_it():
    """It begins with the mark by which a spreadsheet knows."""
    assert next(lines(["Reference"], [])).encode().startswith(b"\xef\xbb\xbf")
