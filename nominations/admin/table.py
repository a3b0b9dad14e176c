"""The list of nominations as a file: plain CSV, by a closed list of columns, in a stream."""

import csv
import re
from datetime import UTC

from django.contrib.contenttypes.models import ContentType
from django.http import StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Event

from ..models import Nomination
from ..questions.choices import STAKEHOLDER_GROUPS, country_names

COLUMNS = {  # what may leave the house; never an answer that is not in the list
    "reference": _("Reference"),
    "display_name": _("Name"),
    "person__user__email": _("E-mail address"),
    "status": _("State"),
    "group__slug": _("First group"),
    "second_group__slug": _("Second group"),
    "residence": _("Country of residence"),
    "residence_name": _("Name of the country"),
    "stakeholder_group": _("Stakeholder group"),
    "submitted_at": _("Submitted (UTC)"),
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would reckon with
INSIDE = re.compile(r"([;\t\r\n]\s*)(?=[=+\-@])")  # where the French Excel, which parts cells by semicolons, begins one


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line):
        return line


def chosen(query) -> str:
    """How the list was narrowed, for the log: of a search only that there was one, for names are not kept there."""
    told = query.copy()
    if told.pop("q", None):
        told["q"] = "*"
    return told.urlencode()


def remember(user, *, rows: int, filters: str):
    """Who took which list out of the house: an Event of the account."""
    Event.objects.create(
        kind=ContentType.objects.get_for_model(user),
        thing_id=str(user.pk),
        verb="exported_nominations",
        by=user,
        capacity=user.capacity,
        at=clock.now(),
        facts={"rows": rows, "filters": filters[:500]},
    )


def stream(rows) -> StreamingHttpResponse:
    """The rows of a queryset as a file, a thousand at a time from the database."""
    response = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="nominations.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def lines(rows):
    """The head and a line for each row; a mark first, so that spreadsheets read it as UTF-8."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow([str(label) for label in COLUMNS.values()])
    states, groups = dict(Nomination.Status.choices), dict(STAKEHOLDER_GROUPS)
    countries = country_names(get_language() or "en")
    asked = [name for name in COLUMNS if name != "residence_name"]
    for row in rows.values(*asked).iterator(chunk_size=1000):
        row |= {
            "status": states[row["status"]],
            "stakeholder_group": groups.get(row["stakeholder_group"], ""),
            "residence_name": countries.get(row["residence"], ""),
            "submitted_at": f"{row['submitted_at'].astimezone(UTC):%Y-%m-%d %H:%M:%S}" if row["submitted_at"] else "",
        }
        yield writer.writerow([harmless(row[name]) for name in COLUMNS])


def harmless(value) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else INSIDE.sub(r"\1'", str(value))
    return f"'{text}" if text.startswith(FORMULA) else text
