"""The selection report of a call: one plain structure, from which the page, the PDF and the file are laid out.

It is for the secretariat, the chair and auditors, and is the same for each of them. Whom a conflict bars from a nomination of the
call reads what tells of the others, and of numbers of all those that the public reads: any other less those of the others would
tell of the one that is barred.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _

from .judging import Judged
from .people import composition
from .shape import Part
from .stages import stages
from .timeline import panel, timeline


class Report(NamedTuple):
    """at: when the call's list was published. parts: in the order in which they are read."""

    call: object
    at: object
    parts: list


def report_of(sight) -> Report | None:
    """None as long as no list of the call is published."""
    call = sight.call
    sealed = call.publications.filter(status="published", head_number__isnull=False)
    published = sealed.order_by("head_number").defer("content").first()
    if published is None:
        return None
    judged, all_told = Judged(sight, published), not sight.lacks
    parts = [
        Part("timeline", _("Timeline"), timeline(call, published)),
        Part("panel", _("Committee"), [*panel(call), *([judged.recusals()] if all_told else [])], kept(sight)),
        Part("method", _("Method"), judged.method() if all_told else judged.rules_of_method()),
        *(numbers(call, judged) if all_told else [composition(call, public_alone=True)]),
        Part("deviations", _("Where the list departs from the ranks"), [judged.deviations()]),
    ]
    return Report(call, published.published_at, parts)


def numbers(call, judged) -> list[Part]:
    """What counts every nomination of the call."""
    adds_up = _("The lines of each table add up to its first line.")
    return [
        Part("stages", _("Numbers at every stage"), stages(call), adds_up),
        Part("criteria", _("How the criteria were applied"), [judged.criteria()]),
        composition(call),
    ]


def kept(sight) -> str:
    if not sight.lacks:
        return ""
    return _(
        "A conflict of interest keeps a nomination of this call from you: numbers that count it are left out of your report."
    )


def lines(report):
    """The file: a line for each figure, with the key of its row."""
    for part in report.parts:
        for table in part.tables:
            for row, cells in table.lines:
                for column, cell in cells:
                    yield [row.key, part.title, table.title, row.label, column, cell]
