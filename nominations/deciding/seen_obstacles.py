"""What stands in the way of fixing the list, for whoever sits at the workbench: each line with links to where it is put right,
for whoever may go there. Of what a conflict keeps from them nothing is told, not even whether there is something.
"""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.lifecycle import clock

from .models.in_the_way import ADMIN, LISTS, WORKBENCH, obstacles


class Way(NamedTuple):
    """before and after: the sentence around the names. links: (words, address), which is empty for whoever may not go there."""

    before: str
    links: list
    after: str = ""


def in_the_way(sight) -> list[Way]:
    bars = sight.bars.values("nomination") if sight.lacks else None
    found = obstacles(sight.call, at=clock.now(), bars=bars)
    return [way(sight, one) for one in found if not (one.at == ADMIN and sight.seat and sight.lacks)]


def way(sight, one) -> Way:
    if one.at == ADMIN and sight.seat:  # to a chair these nominations do not exist yet
        return Way(_("Some nominations are not screened yet. The secretariat does it."), [])
    if one.at == LISTS and not sight.seat:
        address = reverse("admin:deciding_publication_changelist")
        return Way(f"{one.sentence} ", [(_("The lists"), address)])
    before, _names, after = one.sentence.partition("%(named)s")
    links = [(each.reference, address_of(sight, one, each)) for each in one.shown]
    return Way(before, links, one.more + after)


def address_of(sight, one, nomination) -> str:
    if one.at == WORKBENCH and sight.may_propose:
        return reverse("deciding:decision", args=[sight.call.year, nomination.pk])
    if one.at == ADMIN and not sight.seat:
        return reverse("admin:nominations_nomination_change", args=[nomination.pk])
    return ""
