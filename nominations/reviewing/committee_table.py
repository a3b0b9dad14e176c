"""The chair's list as a file: plain CSV, by a closed list of columns."""

import numpy as np
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Event

from .rows import number

HEAD = {
    "reference": _("Reference"),
    "name": _("Name"),
    "group": _("First group"),
    "count": _("Reviews"),
    "spread": _("Spread"),
    "mean": _("Mean"),
    "lowest": _("Lowest total"),
    "highest": _("Highest total"),
    "rank": _("Rank in the group by mean"),
    "calibrated": _("Calibrated mean"),
    "low": _("Calibrated, from"),
    "high": _("Calibrated, to"),
    "apart": _("Reviewers disagree"),
    "near": _("Near the cut line"),
}


def told(chairing, places):
    """The cells of each row. One statement for the names, whatever the size."""
    names = {n: words for n, *words in chairing.seen().values_list("number", "reference", "display_name")}
    for place in places:
        if (who := names.get(int(chairing.tallies.number[place]))) is not None:
            yield [*who, *numbers(chairing, place)]


def numbers(chairing, place) -> list:
    told, tallies = chairing.standing, chairing.tallies
    spread = tallies.spread[place] if tallies.count[place] > 1 else np.nan  # one total spreads nowhere
    columns = (tallies.mean, tallies.lowest, tallies.highest)
    return [
        chairing.groups[tallies.group[place]].group.name,
        int(tallies.count[place]),
        rounded(spread),
        *(rounded(column[place]) for column in columns),
        int(told.ranks[place]) or "",
        *(rounded(column[place]) for column in (told.worth, *told.interval)),
        *(_("yes") if flag[place] else _("no") for flag in (told.apart, told.near)),
    ]


def rounded(value):
    return "" if number(value) is None else f"{value:.2f}"


def remember(seat, *, rows: int, filters: str):
    """Who took which list out of the house: an Event of the account."""
    Event.objects.create(
        kind=ContentType.objects.get_for_model(seat.user),
        thing_id=str(seat.user_id),
        verb="exported_reviews",
        by=seat.user,
        capacity=seat.as_what,
        at=clock.now(),
        facts={"rows": rows, "filters": filters, "call": seat.call.year},
    )
