"""How many people of a call are in which set, by which facts: counted in the database, in a fixed number of statements.

The people are those who had submitted when the tracks were frozen, whatever came of them later. Their facts are those of the
version that stood then, so that what is counted early and what is counted late differ by nobody's correction.
"""

from collections import Counter, defaultdict

from django.db.models import Case, CharField, Count, F, FilteredRelation, Func, Q, Value, When
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from members.regions import REGION_OF

from ...models import NominationVersion
from ..composition import been_before

SETS = ("submitted", "eligible", "listed", "selected")  # each holds the next; listed: selected, or on a reserve list
DEEP = {"not_select": 2, "reserve": 3, "select": 4}  # of an outcome: in how many of the sets
FACTS = {  # by which column of a nomination
    "route": "track",
    "group": "group__slug",
    "region": "residence",
    "stakeholder_group": "stakeholder_group",
    "gender": "gender",
    "discipline": None,
    "newcomer": None,
}
TWO = ("discipline",)  # of these a person may state two
UNSTATED = ""


class Counting:
    """rows: nominations. publication: the list that tells what became of each; without one it is told by their states.

    as_stands: of today instead, for who reads exact numbers: all who submitted, by their last version.
    """

    def __init__(self, call, rows, publication=None, *, as_stands=False):
        self.call, self.publication, self.as_stands = call, publication, as_stands
        there = rows.exclude(submitted_version=None).filter(united_with=None) if as_stands else rows.exclude(track="")
        self.rows = there.order_by()

    @property
    def told(self):
        """The rows with `became`: an outcome, or empty."""
        if self.publication is None:
            alive = When(status__in=["eligible", "decided"], then=Value("not_select"))
            return self.rows.annotate(became=Case(alive, default=Value(""), output_field=CharField()))
        told = Q(decisions__publication=self.publication, decisions__status__in=["published", "superseded"])
        listed = FilteredRelation("decisions", condition=told)
        return self.rows.annotate(listed=listed, became=F("listed__outcome"))

    def by(self, fact) -> dict[str, list[int]]:
        """A fact's values to their numbers in SETS."""
        found, column = defaultdict(Counter), FACTS[fact] or RECKONED[fact]()
        rows = self.told.annotate(stated=Cast(column, CharField()) if isinstance(column, str) else column)
        for stated, became, number in (
            rows.values("stated", "became").annotate(n=Count("pk")).values_list("stated", "became", "n")
        ):
            found[value(fact, stated)][DEEP.get(became, 1)] += number
        for before, after, became in self.corrected.get(fact, ()):
            for stated in after:
                found[stated][DEEP.get(became, 1)] -= 1
            for stated in before:
                found[stated][DEEP.get(became, 1)] += 1
        return {stated: sets_of(depths) for stated, depths in found.items() if any(depths.values())}

    def totals(self) -> list[int]:
        depths = Counter()
        for became, number in self.told.values("became").annotate(n=Count("pk")).values_list("became", "n"):
            depths[DEEP.get(became, 1)] += number
        return sets_of(depths)

    @cached_property
    def corrected(self) -> dict[str, list]:
        """Fact to (values before, values now, what became of it), for those who changed it after the tracks were frozen."""
        found = defaultdict(list)
        if self.as_stands or not self.call.tracks_frozen_at:
            return found
        frozen_at = self.call.tracks_frozen_at
        later = self.told.filter(submitted_version__received_at__gt=frozen_at).select_related("submitted_version")
        versions = NominationVersion.objects.filter(nomination__in=later.values("pk"), received_at__lte=frozen_at)
        stood = {one.nomination_id: one for one in versions.order_by("nomination", "-number").distinct("nomination")}
        for one in later:
            now = facts_of(self.call, one, one.submitted_version)
            before = facts_of(self.call, one, stood.get(one.pk, one.submitted_version))
            for fact, values in before.items():
                if values != now[fact]:
                    found[fact].append((values, now[fact], one.became))
        return found


def stated_disciplines():
    """One row for each that somebody stated, and one for who stated none."""
    none = When(submitted_version__disciplines=[], then=Value([""]))
    return Func(Case(none, default=F("submitted_version__disciplines")), function="UNNEST", output_field=CharField())


def newcomers():
    return Case(When(been_before(), then=Value("no")), default=Value("yes"), output_field=CharField())


RECKONED = {"discipline": stated_disciplines, "newcomer": newcomers}


def facts_of(call, nomination, version) -> dict[str, set]:
    """What a version states, as `Counting.by` counts it."""
    nomination.call = call
    columns = nomination.listed(version.answers)
    stated = {name: version.answers.get(name) for name in ("discipline_1", "discipline_2")}
    told = {fact: columns[fact] for fact in ("stakeholder_group", "gender")}
    told |= {"group": columns["group"] and columns["group"].slug, "region": columns["residence"]}
    found = {fact: {value(fact, one)} for fact, one in told.items()}
    return found | {"discipline": {one for one in stated.values() if one} or {UNSTATED}}


def value(fact, stated) -> str:
    """What a stated answer counts for."""
    if fact == "route":
        return "member" if stated == "member" else "self"
    if fact == "region":
        return str(REGION_OF.get(stated, UNSTATED))
    if fact == "gender" and stated == "undisclosed":
        return UNSTATED
    return stated or UNSTATED


def sets_of(depths) -> list[int]:
    """Numbers by how deep each person went, as numbers in sets."""
    return [sum(number for depth, number in depths.items() if depth > level) for level in range(len(SETS))]
