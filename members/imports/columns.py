"""The columns of a file: their names, what may stand in them, and how it is read."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.text import LOST, tidy, unseen

from ..countries import country_names
from ..models.affiliation import Affiliation
from ..models.appointment import Appointment
from ..models.consent import ConsentRecord
from ..models.person import Person
from ..stakeholders import StakeholderGroup
from ..typed import Orcid

SHOWN = 60  # characters of a cell that a line repeats, before it leaves off
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OTHER_DAY = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}")
MISREAD = re.compile(
    r"[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)  # UTF-8 that somebody has taken for Windows-1252
YEARS = range(2018, 2100)  # as of any term
YES, NO = {"yes", "oui", "true", "1"}, {"no", "non", "false", "0"}


class Wrong(Exception):
    """A cell that cannot be taken: a word of words.py, with facts."""

    def __init__(self, code, **facts):
        super().__init__(code)
        self.code, self.facts = code, facts


def shown(value: str) -> str:
    """A cell as a line repeats it."""
    return value if len(value) <= SHOWN else f"{value[:SHOWN].rstrip()}…"


def text(cell, *, most, lines=False) -> str:
    """A text in NFC; refused where something in it cannot be seen or did not arrive."""
    value = tidy(cell).strip()
    value = value if lines else " ".join(value.split(" "))
    if "\n" in value and not lines:
        raise Wrong("several_lines")
    if value.startswith("="):
        raise Wrong("begins_like_formula", value=shown(value))
    if LOST in value:
        raise Wrong("lost")
    if places := unseen(value, "\n\t" if lines else ""):
        raise Wrong("unseen", places=places[:3])
    if MISREAD.search(value):
        raise Wrong("misread", value=shown(value))
    if len(value) > most:
        raise Wrong("too_long", length=len(value), most=most)
    return value


def email(cell) -> str:
    value = text(cell, most=254).lower()
    try:
        validate_email(value)
    except ValidationError:
        raise Wrong("no_address", value=shown(value)) from None
    return value


def orcid(cell) -> str:
    """As the forms take it."""
    value = text(cell, most=60)
    try:
        return Orcid().clean(value)
    except ValidationError:
        raise Wrong("no_orcid", value=shown(value)) from None


def day(cell) -> date:
    """2026-03-01, and nothing that may be read in two ways."""
    value = text(cell, most=60)
    if not ISO_DAY.fullmatch(value):
        raise Wrong(not_iso(value), value=value)
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise Wrong("impossible_day", value=value) from None
    if found.year not in YEARS:
        raise Wrong("odd_year", value=value)
    return found


def not_iso(value) -> str:
    """What is wrong with a day that is written otherwise: 03/04/2026 may be two days, 31/02/2026 is none in any reading."""
    if not OTHER_DAY.fullmatch(value):
        return "no_day"
    parts = re.split(r"[/.\-]", value)
    readings = (parts, parts[::-1], [parts[2], parts[0], parts[1]])
    return "other_day" if any(is_day(*reading) for reading in readings) else "impossible_day"


def is_day(year, month, day) -> bool:
    """Whether the calendar has it; a year of two figures is one of this century."""
    try:
        return bool(date(int(year) + (2000 if len(year) < 3 else 0), int(month), int(day)))
    except ValueError:
        return False


def yes_or_no(cell) -> bool:
    value = text(cell, most=60).lower()
    if value not in YES | NO:
        raise Wrong("no_yes_or_no", value=value)
    return value in YES


def one_of(cell, *, words) -> str:
    value = text(cell, most=160)
    if value.lower() not in words:
        raise Wrong("not_on_list", value=shown(value), words=", ".join(words))
    return value.lower()


def country(cell) -> str:
    value = text(cell, most=80)
    if value.upper() not in country_names("en"):
        raise Wrong("no_country", value=shown(value))
    return value.upper()


def code(cell) -> str:
    return text(cell, most=60).upper()


class Column(NamedTuple):
    """read: the cell's value, asked where something stands in it; needed: the column must be there; filled: each cell, too."""

    read: Callable
    means: str
    needed: bool = False
    filled: bool = False


def of(model, name, means, lines=False):
    """A text as long as the model's field lets it be."""
    return Column(partial(text, most=model._meta.get_field(name).max_length, lines=lines), means)


def listed(choices, means, **options):
    return Column(partial(one_of, words=choices.values), means, **options)


COLUMNS = {
    "given_name": of(Person, "given_name", _("Given name.")),
    "family_name": of(Person, "family_name", _("Family name. One of the three names must be there.")),
    "published_name": of(
        Person, "published_name", _("The name as the public reads it, where it is not given and family name.")
    ),
    "email": Column(email, _("E-mail address; never public. Each row needs an address or an ORCID.")),
    "orcid": Column(orcid, _("ORCID, such as 0000-0002-1825-0097.")),
    "organisation": of(Affiliation, "organisation", _("Where the person works.")),
    "position": of(Affiliation, "position", _("As what.")),
    "stakeholder_group": listed(
        StakeholderGroup, _("science, industry, civil_society, labour or organisation; needed with an organisation.")
    ),
    "country": Column(country, _("Of the organisation, by its code of two letters; needed with an organisation.")),
    "biography": of(Person, "biography", _("At most 1,200 characters."), lines=True),
    "group": Column(
        partial(text, most=120),
        _("Name of the working group, or its name in addresses; empty for the plenary."),
        needed=True,
    ),
    "role": listed(Appointment.Role, _("expert, co_chair or observer."), needed=True, filled=True),
    "route": listed(Appointment.Route, _("member, self or invited."), needed=True, filled=True),
    "member": Column(code, _("Code of the Member that nominated, where the route is member: FR, EU, …")),
    "starts_on": Column(day, _("First day of the term, such as 2026-03-01."), needed=True, filled=True),
    "planned_end": Column(day, _("Last day of the term as it was planned."), needed=True, filled=True),
    "ended_on": Column(day, _("Last day, where the term ended before the planned one.")),
    "reason": Column(partial(text, most=1000, lines=True), _("Why it ended early, for the file.")),
    "consent_publication": Column(yes_or_no, _("yes where the person agreed to be shown; else no or empty.")),
    "consent_given_on": Column(day, _("The day of that consent; needed with yes.")),
    "consent_way": of(ConsentRecord, "way", _("By which way it was given, such as letter; needed with yes.")),
}
PERSONAL = (*list(COLUMNS)[:10], "consent_publication", "consent_given_on", "consent_way")


def read(cells: dict) -> tuple[dict, list]:
    """The values of a row by column, and what is wrong: (column, Wrong) for each cell that cannot be taken."""
    values, wrong = {}, []
    for name, column in COLUMNS.items():
        cell = cells.get(name, "")
        values[name] = None
        try:
            if isinstance(cell, list):
                raise Wrong(cell[0])
            if cell.strip():
                values[name] = column.read(cell)
            elif column.filled:
                raise Wrong("missing")
        except Wrong as error:
            wrong.append((name, error))
    return values, wrong
