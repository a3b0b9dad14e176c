"""A proposal of the optimiser that is reckoned, as a row."""

from django.utils import timezone

from nominations.deciding.models import Shortlist
from nominations.deciding.models.shortlisting import whole


def shortlist_of(nomination, *, by) -> Shortlist:
    """A proposal that is reckoned, of this one alone, with a price and an equal."""
    call, key = nomination.call, str(nomination.pk)
    rules = whole(call, {})
    row = {"nomination": key, "group": nomination.group_id, "score": 8000, "fair": False, "rank": 1}
    aim = {"fact": "gender", "value": "woman", "group": None, "unit": "share", "least": 45, "most": None}
    outcome = {
        "chosen": [row | {"second": False, "locked": False}],
        "next": [],
        "value": 8000,
        "ties": [{"group": nomination.group_id, "score": 8000, "in": [key], "out": [key], "lot": True}],
        "prices": [{"rule": "least", "at": 0, "seats": 0, "points": 30.0, "looser": {"seats": 0, "points": 10.0}}],
        "gives": [],
        "stats": {"candidates": 2, "calibrated": 0, "seated": 0, "named": 0, "seats": 5},
        "rests": [nomination.number],
    }
    told = {
        "rules": rules | {"aims": [aim], "by_hand": False},
        "outcome": outcome,
        "seed": 1,
        "status": "done",
        "progress": 100,
    }
    return Shortlist.objects.create(call=call, asked_at=timezone.now(), asked_by=by, **told)
