"""The report's numbers at every stage: who came in, who left where; what leaves adds up to what came."""

from typing import NamedTuple

from django.db.models import CharField, Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.lifecycle.models import Event

from ...reviewing.phase import scored
from ..models import Decision, Offer
from .shape import Row, Table

FEW = 5  # a reason that fewer share is told with the others
TOLD = ("published", "superseded")


class Stage(NamedTuple):
    """The first line, and the lines that make it up."""

    key: str
    title: str
    total: str
    parts: list


def stages(call) -> list[Table]:
    numbers, labels = numbers_of(call), words()
    found = [table(stage, numbers, labels) for stage in STAGES]
    found.insert(2, reasons(call, numbers["ineligible"]))
    return found


STAGES = [
    Stage("intake", "started", "started", ["deleted", "not_submitted", "withdrawn_before", "united", "submitted"]),
    Stage("doors", "by_door", "submitted", ["by_member", "by_themselves", "without_track"]),
    Stage("screening", "screened", "submitted", ["unscreened", "returned", "withdrawn", "ineligible", "eligible"]),
    Stage("review", "judged", "eligible", ["checked", "scored", "unscored"]),
    Stage("decisions", "decided", "eligible", ["selected", "reserve", "not_selected", "undecided"]),
    Stage("reserve", "of_reserve", "reserve", ["released", "waiting", "left"]),
    Stage("offers", "of_offers", "offers", [f"offer_{status}" for status in Offer.Status.values]),
    Stage("sources", "offers_from", "offers", ["offers_list", "offers_released"]),
]


def table(stage, numbers, labels) -> Table:
    rows = [Row(f"stage.{stage.key}.{key}", labels[key], [str(numbers[key])]) for key in (stage.total, *stage.parts)]
    if stage.key == "screening":
        rows.append(Row("stage.screening.ever_returned", labels["ever_returned"], [str(numbers["ever_returned"])]))
    if stage.key == "offers":
        rows.append(Row("stage.offers.appointed", labels["appointed"], [str(numbers["appointed"])]))
    return Table(f"stage.{stage.key}", labels[stage.title], [labels["stage"], labels["number"]], rows)


def numbers_of(call) -> dict[str, int]:
    """Each counted by itself, but for deleted drafts, of which only the numbers are left that they had."""
    own = Decision.objects.filter(nomination=OuterRef("pk"))
    freed = Exists(own.filter(status__in=TOLD, releases__isnull=False))
    waits = Exists(own.filter(status="published", outcome="reserve"))
    found = outcomes(call.nominations.annotate(freed=freed, waits=waits)).aggregate(
        there=Count("pk"), **{name: Count("pk", filter=which) for name, which in counted(call).items()}
    )
    there = found.pop("there")
    found["started"] = max(call.last_number, there)
    found["deleted"] = found["started"] - there
    return found | offers_of(call) | {"ever_returned": ever_returned(call)}


def outcomes(nominations):
    """With `outcome`: what the first list that was published said of each; empty where none did."""
    told = Decision.objects.filter(nomination=OuterRef("pk"), status__in=TOLD)
    first = told.order_by("publication__head_number").values("outcome")[:1]
    return nominations.annotate(outcome=Coalesce(Subquery(first), Value(""), output_field=CharField()))


def applicants(call):
    """Whoever handed something in; two nominations of one human are one."""
    return call.nominations.filter(united_with=None, submitted_version__isnull=False)


def counted(call) -> dict[str, Q]:
    own, in_it = Q(united_with=None), Q(united_with=None, submitted_version__isnull=False)
    told = ~Q(outcome="")
    passed = in_it & (Q(status__in=["eligible", "decided"]) | told)
    stopped = in_it & ~told
    listed = passed & Q(outcome="reserve")
    judged, has_reviews = scored(call), Q(review_tally__count__gt=0)
    return {
        "united": ~own,
        "not_submitted": own & Q(submitted_version=None) & ~Q(status="withdrawn"),
        "withdrawn_before": own & Q(submitted_version=None, status="withdrawn"),
        "submitted": in_it,
        "by_member": in_it & Q(track="member"),
        "by_themselves": in_it & Q(track="open"),
        "without_track": in_it & Q(track=""),
        "unscreened": stopped & Q(status__in=["submitted", "draft"]),
        "returned": stopped & Q(status="returned"),
        "withdrawn": stopped & Q(status="withdrawn"),
        "ineligible": stopped & Q(status="ineligible"),
        "eligible": passed,
        "checked": passed & ~judged,
        "scored": passed & judged & has_reviews,
        "unscored": passed & judged & ~(has_reviews & Q(review_tally__isnull=False)),
        "selected": passed & Q(outcome="select"),
        "reserve": passed & Q(outcome="reserve"),
        "not_selected": passed & Q(outcome="not_select"),
        "undecided": passed & ~told,
        "released": listed & Q(freed=True),
        "waiting": listed & Q(freed=False, waits=True),
        "left": listed & Q(freed=False, waits=False),
    }


def offers_of(call) -> dict[str, int]:
    rows, released = Offer.objects.filter(decision__call=call), Q(decision__releases__isnull=False)
    return rows.aggregate(
        offers=Count("pk"),
        offers_list=Count("pk", filter=~released),
        offers_released=Count("pk", filter=released),
        appointed=Count("appointment"),
        **{f"offer_{status}": Count("pk", filter=Q(status=status)) for status in Offer.Status.values},
    )


def ever_returned(call) -> int:
    keys = call.nominations.filter(united_with=None).values(key=Cast("pk", CharField()))
    told = Event.objects.filter(kind__app_label="nominations", kind__model="nomination", verb="returned")
    return told.filter(thing_id__in=keys).values("thing_id").distinct().count()


def reasons(call, number) -> Table:
    """Why nominations were not eligible; what fewer than five share is told together, for it may tell of a person."""
    rows = applicants(call).filter(status="ineligible").values_list("ineligible_reason")
    shared = [(words, n) for words, n in rows.annotate(n=Count("pk")).order_by("-n", "ineligible_reason") if n >= FEW]
    told = [Row("stage.ineligible.all", _("Not eligible"), [str(number)])]
    told += [Row(f"stage.ineligible.{place}", words, [str(n)]) for place, (words, n) in enumerate(shared, start=1)]
    rest = number - sum(n for _words, n in shared)
    told.append(Row("stage.ineligible.other", _("For another reason"), [str(rest)]))
    return Table(
        "stage.ineligible", _("Why nominations were not eligible"), [_("Reason"), pgettext("how many", "Number")], told
    )


def words() -> dict[str, str]:
    return {
        "stage": _("Stage"),
        "number": pgettext("how many", "Number"),
        "started": _("Nominations begun"),
        "deleted": _("Draft deleted, or forgotten after its time"),
        "not_submitted": _("Not submitted"),
        "withdrawn_before": _("Withdrawn before it was submitted"),
        "united": _("United with another nomination of the same person"),
        "submitted": pgettext("nominations", "Submitted"),
        "by_door": _("By which door"),
        "by_member": _("Named by a Member"),
        "by_themselves": _("By themselves"),
        "without_track": _("Without a track"),
        "screened": _("Eligibility check"),
        "unscreened": _("Not checked"),
        "returned": _("With the applicant for correction"),
        "withdrawn": _("Withdrawn after it was submitted"),
        "ineligible": _("Not eligible"),
        "eligible": _("Eligible"),
        "ever_returned": _("Of all: returned for correction at least once"),
        "judged": _("Reviews"),
        "checked": _("Member track: checked, not scored"),
        "scored": _("Scored"),
        "unscored": _("To be scored, without a review"),
        "decided": _("The list as it was first published"),
        "selected": _("Selected"),
        "reserve": _("On the reserve list"),
        "not_selected": _("Not selected"),
        "undecided": _("Without a published decision"),
        "of_reserve": _("What became of the reserve list"),
        "released": _("Released from the reserve list"),
        "waiting": _("Waiting on the reserve list"),
        "left": _("No longer on the reserve list"),
        "of_offers": _("Offers"),
        "offers": _("Offers made"),
        "offers_from": _("Where the offers came from"),
        "offers_list": _("By the list"),
        "offers_released": _("From the reserve list"),
        "appointed": _("Appointed"),
        **{f"offer_{status.value}": str(capfirst(status.label)) for status in Offer.Status},
    }
