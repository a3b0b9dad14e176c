"""The selection report of a call: a page, a PDF and a file, for whoever sits at the workbench, once decisions are published."""

import json
import logging

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.lifecycle.sheet import lines as sheet_lines
from portal.pdf.apart import MB, Failed, Limits, apart

from ...views.documents import busy, download
from ..report.whole import lines, report_of
from .at_workbench import at_workbench

log = logging.getLogger(__name__)
LIMITS = Limits(seconds=20, memory=1200 * MB, answer=8 * MB)  # typst maps its typefaces: much space, little memory


@require_safe
@at_workbench
def report(request, sight):
    context = {"sight": sight, "call": sight.call, "report": report_of(sight)}
    return render(request, "deciding/report.html", context)


@require_safe
@at_workbench
def report_pdf(request, sight):
    """The same bytes each time, as long as nothing happened that it tells of."""
    told = published(sight)
    try:
        pdf = apart("typeset", json.dumps(content(told)).encode(), LIMITS)
    except Failed:
        log.exception("a selection report could not be made")
        return busy(_("The report could not be made just now. Try again in a minute."))
    return download(pdf, f"selection-{sight.call.year}.pdf", "application/pdf")


@require_safe
@at_workbench
def report_csv(request, sight):
    told = published(sight)
    head = [_("Key"), _("Part"), _("Table"), _("Line"), _("Column"), _("Figure")]
    text = "".join(sheet_lines(head, lines(told)))
    return download(text.encode(), f"selection-{sight.call.year}.csv", "text/csv; charset=utf-8")


def published(sight):
    told = report_of(sight)
    if told is None:
        raise Http404
    return told


def content(told) -> dict:
    """Everything that stands in the PDF, as plain words: report.typ only lays it out."""
    return {
        "template": "nominations/deciding/report/report.typ",
        "language": get_language(),
        "moment": int(told.at.timestamp()),
        "site": str(settings.SITE_NAME),
        "title": _("Selection report: %(call)s") % {"call": told.call.title},
        "parts": [part._asdict() | {"tables": [as_data(table) for table in part.tables]} for part in told.parts],
        "none": _("None."),
        "page": _("page {page} of {pages}"),
    }


def as_data(table) -> dict:
    return table._asdict() | {"rows": [row._asdict() for row in table.rows]}
