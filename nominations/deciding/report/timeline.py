"""The report's timeline, and who sat in the committee."""

from collections import Counter

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_countries import countries

from ...reviewing.models import Assignment, Review
from ..models import Offer
from .announced import announced
from .shape import NOTHING, Row, Table, day, last_day


def timeline(call, published) -> list[Table]:
    """What the call announced, and when it happened."""
    told = announced(call)
    opened = call.story().filter(verb="published").values_list("at", flat=True).first()
    screened = call.nominations.aggregate(first=Min("screened_at"), last=Max("screened_at"))
    given = Assignment.objects.filter(nomination__call=call).aggregate(first=Min("assigned_at"))["first"]
    handed = Review.objects.filter(assignment__nomination__call=call).aggregate(last=Max("submitted_at"))["last"]
    lists = list(
        call.publications.filter(status="published").order_by("head_number").values_list("published_at", flat=True)
    )
    answered = Offer.objects.filter(decision__call=call).aggregate(last=Max("answered_at"))["last"]
    steps = [
        ("announced", _("The call is announced"), NOTHING, day(opened)),
        ("opens", _("Nominations open"), day(call.opens_at), day(call.opens_at)),
        ("closes", _("Nominations close"), last_day(told["closes_at"]), last_day(call.closes_at)),
        ("words", _("Members agree and endorse"), last_day(told["endorsement_until"]), last_day(call.endorsement_end)),
        (
            "screening",
            _("Eligibility check"),
            last_day(told["screening_until"]),
            between(screened["first"], screened["last"]),
        ),
        ("tracks", _("Tracks are frozen"), NOTHING, day(call.tracks_frozen_at)),
        ("reviews", _("Reviews"), last_day(told["review_until"]), between(given, handed)),
        (
            "decisions",
            _("Decisions are published"),
            day(told["decisions_on"]),
            ", ".join(dict.fromkeys(map(day, lists))),
        ),
        ("offers", _("Offers are answered"), last_day(published.offers_until), day(answered)),
        ("reserve", _("The reserve list ends"), day(call.reserve_until), NOTHING),
    ]
    rows = [Row(f"timeline.{key}", label, [planned, done]) for key, label, planned, done in steps]
    return [
        Table(
            "timeline",
            _("Days Anywhere on Earth (UTC−12)"),
            [_("Step"), _("As announced"), _("As it was")],
            rows,
            words=True,
        )
    ]


def between(first, last) -> str:
    if first is None or last is None:
        return day(first or last)
    return (
        day(first) if day(first) == day(last) else _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}
    )


def panel(call) -> list[Table]:
    """Size, countries and groups; names only where the committee knows its names."""
    seats = list(
        call.reviewers.order_by("order").values_list("chairs", "most", "ended_at", "nationalities", "user__name")
    )
    rows = [
        Row("panel.seats", _("Seats in the committee"), [str(len(seats))]),
        Row("panel.chairs", _("Of these: chairs"), [str(sum(chairs for chairs, *_more in seats))]),
        Row("panel.reviewers", _("Of these: reviewers"), [str(sum(most > 0 for _chairs, most, *_more in seats))]),
        Row("panel.ended", _("Of these: ended before the decisions"), [str(sum(bool(seat[2]) for seat in seats))]),
    ]
    rows += [Row(f"panel.group.{slug}", name, [str(n)]) for slug, name, n in of_groups(call)]
    told = sorted({str(countries.name(code)) or code for seat in seats for code in seat[3]})
    facts = [Row("panel.countries", _("Nationalities"), [", ".join(told) or NOTHING])]
    if call.reviewers_named:
        facts.append(Row("panel.names", _("Names"), [", ".join(seat[4] for seat in seats)]))
    return [
        Table("panel", _("Size"), [_("Committee"), pgettext("how many", "Number")], rows),
        Table("panel.facts", _("Who they are"), [_("Fact"), _("Answer")], facts, words=True),
    ]


def of_groups(call):
    """(slug, name, how many review for it) of each group of the call."""
    found = call.reviewers.aggregate(slugs=ArrayAgg("groups__slug", default=[]))["slugs"]
    numbers = Counter(found)
    return [(seats.group.slug, seats.group.name, numbers[seats.group.slug]) for seats in call.seats_by_group]
