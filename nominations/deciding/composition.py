"""Who is there, by facts that count for the composition: read flat, one row a nomination, in one statement.

Facts: gender, region (of residence), stakeholder_group, discipline (one or two), newcomer, route. Who did not state a fact
has no value for it, and is counted by no floor.
"""

from typing import NamedTuple

from django.db.models import Exists, F, OuterRef

from members.models import Appointment
from members.regions import REGION_OF

STATED = {"woman", "man", "non_binary", "self_described"}  # answers to the question on gender that tell one


class Candidate(NamedTuple):
    """One nomination as the workbench and the optimiser know it. groups: keys, the first choice first; countries: of
    nationality. apart: on the Member track of a call that does not score it, beside the seats. mean, spread, count: of
    reviews, None and 0 without any. values: fact to the values that it counts for.
    """

    pk: object
    number: int
    reference: str
    name: str
    groups: tuple
    countries: frozenset
    apart: bool
    count: int
    mean: float | None
    spread: float | None
    values: dict


COLUMNS = {
    "nationalities": F("submitted_version__nationalities"),
    "disciplines": F("submitted_version__disciplines"),
    "reviews": F("review_tally__count"),
    "mean": F("review_tally__mean"),
    "spread": F("review_tally__spread"),
}
PLAIN = (
    "pk",
    "number",
    "reference",
    "display_name",
    "group_id",
    "second_group_id",
    "residence",
    "stakeholder_group",
    "gender",
    "track",
    "call__scores_named",
)


def been_before() -> Exists:
    """Whether the person of a nomination was appointed, other than by this nomination."""
    terms = Appointment.objects.filter(person=OuterRef("person"))
    return Exists(terms.exclude(offer__decision__nomination=OuterRef("pk")))


def candidates(nominations) -> list[Candidate]:
    """The rows of a queryset of nominations, by number; one statement. Who was ever appointed is no newcomer."""
    rows = nominations.order_by("number").annotate(been=been_before(), **COLUMNS).values(*PLAIN, *COLUMNS, "been")
    return [candidate(row) for row in rows]


def candidate(row) -> Candidate:
    return Candidate(
        pk=row["pk"],
        number=row["number"],
        reference=row["reference"],
        name=row["display_name"],
        groups=tuple(key for key in (row["group_id"], row["second_group_id"]) if key),
        countries=frozenset(row["nationalities"] or ()),
        apart=row["track"] == "member" and not row["call__scores_named"],
        count=row["reviews"] or 0,
        mean=row["mean"],
        spread=row["spread"],
        values=values_of(row),
    )


def values_of(row) -> dict[str, frozenset]:
    region = REGION_OF.get(row["residence"])
    return {
        "gender": frozenset({row["gender"]} & STATED),
        "region": frozenset({str(region)} if region else ()),
        "stakeholder_group": frozenset({row["stakeholder_group"]} - {""}),
        "discipline": frozenset(row["disciplines"] or ()),
        "newcomer": frozenset({"no" if row["been"] else "yes"}),
        "route": frozenset({"member" if row["track"] == "member" else "self"}),
    }
