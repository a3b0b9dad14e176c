"""What may leave the house in a file of the secretariat: a closed list of columns, each for the roles that may take it."""

from datetime import UTC
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.countries import country_names
from members.models import WorkingGroup
from members.stakeholders import StakeholderGroup
from portal.lifecycle.sheet import AT_ONCE

from ..models import Nomination
from ..questions.choices import GENDERS
from .models import Decision, Offer
from .seen_places import SeenPlaces
from .sight import Sight


class Column(NamedTuple):
    """label, where its value stands in a row of `rows_of`, and whether heads alone may take it."""

    label: str
    path: str
    heads: bool = False


COLUMNS = {
    "reference": Column(_("Reference"), "reference"),
    "name": Column(_("Name"), "display_name"),
    "email": Column(_("E-mail address"), "person__user__email"),
    "state": Column(_("State"), "status"),
    "track": Column(_("Track"), "track"),
    "group": Column(_("First group"), "group"),
    "second_group": Column(_("Second group"), "second_group"),
    "residence": Column(_("Country of residence"), "residence"),
    "country": Column(_("Name of the country"), "residence"),
    "stakeholders": Column(_("Stakeholder group"), "stakeholder_group"),
    "submitted": Column(_("Submitted (UTC)"), "submitted_at"),
    "outcome": Column(_("Decision"), "outcome"),
    "decided_group": Column(_("Group of the decision"), "decided_group"),
    "place": Column(_("Place on the reserve list"), "place"),
    "offer": Column(_("Offer"), "offer"),
    "reviews": Column(_("Reviews"), "review_tally__count", heads=True),
    "mean": Column(_("Mean of the totals"), "review_tally__mean", heads=True),
    "spread": Column(_("Spread of the totals"), "review_tally__spread", heads=True),
    "gender": Column(_("Gender, as stated"), "gender", heads=True),
}


def columns_for(user) -> dict[str, Column]:
    """Those that this account may take: none for whoever only reads."""
    if not user.is_secretariat:
        return {}
    return {name: column for name, column in COLUMNS.items() if user.governs or not column.heads}


def rows_of(call, user):
    """The nominations of a call that were submitted and that exist for this account; a queryset."""
    decision = Decision.objects.published().filter(nomination=OuterRef("pk"))
    told = {"outcome": "outcome", "decided_group": "group", "place": "rank", "offer": "offer__status"}
    rows = Nomination.objects.visible_to(user).filter(~Q(submitted_version=None), call=call, united_with=None)
    return rows.order_by("number").annotate(
        **{name: Subquery(decision.values(path)[:1]) for name, path in told.items()}
    )


def told(rows, names, call, user):
    """The cells of each row in words, by the names of the columns; words are looked up once, not once a row."""
    words, places = Words(), SeenPlaces(Sight(call, user))
    paths = sorted({COLUMNS[name].path for name in names} | ({"decided_group"} if "place" in names else set()))
    for row in rows.values(*paths).iterator(chunk_size=AT_ONCE):
        if row.get("place"):
            row["place"] = places.told(row["decided_group"], row["place"])
        yield [words.of(name, row[COLUMNS[name].path]) for name in names]


class Words:
    """Codes in words, in the language that is active."""

    def __init__(self):
        groups = {group.pk: group.name for group in WorkingGroup.objects.all()}
        self.tables = {
            "state": in_words(Nomination.Status.choices),
            "track": in_words(Nomination.Track.choices),
            "group": groups,
            "second_group": groups,
            "decided_group": groups,
            "country": country_names(get_language() or "en"),
            "stakeholders": in_words(StakeholderGroup.choices),
            "outcome": in_words(Decision.Outcome.choices),
            "offer": in_words(Offer.Status.choices),
            "gender": in_words(GENDERS),
        }

    def of(self, name, value):
        if value is None or value == "":
            return ""
        if name in self.tables:
            return self.tables[name].get(value, "")
        if name == "submitted":
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        return round(value, 2) if isinstance(value, float) else value


def in_words(choices) -> dict[str, str]:
    return {key: str(label) for key, label in choices}
