"""The list of nominations as a file: plain CSV, by a closed list of columns, in a stream."""

from datetime import UTC

from django.contrib.contenttypes.models import ContentType
from django.http import StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.countries import country_names
from members.stakeholders import StakeholderGroup
from portal.lifecycle import clock
from portal.lifecycle.models import Event
from portal.lifecycle.sheet import AT_ONCE, lines

from ..models import Nomination

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
    """The rows of a queryset as a file, some hundreds at a time from the database and to the reader."""
    head = [str(label) for label in COLUMNS.values()]
    cells = ([row[name] for name in COLUMNS] for row in told(rows))
    response = StreamingHttpResponse(lines(head, cells), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="nominations.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def told(rows):
    """Each row in words, as a dict by the names of the columns. Words are looked up once, not once a row."""
    states, groups = in_words(Nomination.Status.choices), in_words(StakeholderGroup.choices)
    countries = country_names(get_language() or "en")
    asked = [name for name in COLUMNS if name != "residence_name"]
    for row in rows.values(*asked).iterator(chunk_size=AT_ONCE):
        row["status"] = states[row["status"]]
        row["stakeholder_group"] = groups.get(row["stakeholder_group"], "")
        row["residence_name"] = countries.get(row["residence"], "")
        moment = row["submitted_at"]
        row["submitted_at"] = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else ""
        yield row


def in_words(choices) -> dict[str, str]:
    return {key: str(label) for key, label in choices}
