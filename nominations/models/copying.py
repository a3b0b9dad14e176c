"""Next year's call from this year's: everything but the year, the state and the story."""

from datetime import date, datetime

from django.apps import apps
from django.db import transaction

BESIDE = ("deciding.Target", "deciding.ReasonText")
MOMENTS = (
    "opens_at",
    "closes_at",
    "agree_until",
    "complete_until",
    "endorsement_until",
    "screening_until",
    "review_until",
    "decisions_on",
    "reserve_until",
    "terms_from",
)


def copy_call(call, *, year: int, by):
    """A new draft call with seats and criteria; see Call.copy."""
    with transaction.atomic():
        fields = {f.attname: getattr(call, f.attname) for f in call._meta.concrete_fields if not f.primary_key}
        fields |= {"year": year, "status": call.Status.DRAFT, "last_number": 0, "tracks_frozen_at": None}
        fields |= {name: later(fields[name], year - call.year) for name in MOMENTS}
        for name in ("title_en", "title_fr"):
            fields[name] = fields[name].replace(str(call.year), str(year))
        new = type(call).objects.create(**fields)
        criteria = {}
        for row in [*call.seats.all(), *call.criteria.all(), *beside(call)]:
            before = row.pk
            row.pk, row._state.adding, row.call = None, True, new
            if hasattr(row, "hands"):  # nobody wrote it for this call
                row.hands = []
            if getattr(row, "criterion_id", None):
                row.criterion_id = criteria[row.criterion_id]
            row.save()
            if row._meta.model_name == "criterion":
                criteria[before] = row.pk
        new.record("copied", by=by, facts={"from_year": call.year})
    return new


def beside(call):
    """What a floor above keeps with a call, asked for by name."""
    return [row for name in BESIDE for row in apps.get_model(name).objects.filter(call=call)]


def later(moment: date | datetime | None, years: int) -> date | datetime | None:
    """The same day some years on; 29 February becomes 28."""
    if moment is None:
        return None
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)
