"""Places on reserve lists as a reader counts them: whom a conflict keeps from somebody counts those whom they see, so that no gap
tells who else is on a list. What names a place by its true number, as the note on whom a proposal passes over, they do not read.
"""

import re

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import Decision


def passed_over(rank, why) -> str:
    """A line for the file on somebody who was passed over."""
    return _("Place %(rank)d: %(why)s") % {"rank": rank, "why": why}


def with_and_without(note) -> tuple[list, list]:
    """The lines of a note that tell who was passed over, in the house's own language, and the others."""
    with override(settings.LANGUAGE_CODE):
        line = re.escape(passed_over(0, "")).replace("0", r"\d+")
    told = [re.match(line, one) is not None for one in note.splitlines()]
    lines = list(zip(note.splitlines(), told, strict=True))
    return [one for one, is_of in lines if is_of], [one for one, is_of in lines if not is_of]


def without_places(note) -> str:
    return "\n".join(with_and_without(note)[1])


def recounted(entries) -> list[dict]:
    """Entries of a frozen list with places, and notes, for whom a conflict keeps the others from."""
    counted = {}
    by_place = sorted((one for one in entries if one["rank"]), key=lambda one: one["rank"])
    for one in by_place:
        counted.setdefault(one["group"], []).append(one["id"])
    places = {pk: place for keys in counted.values() for place, pk in enumerate(keys, start=1)}
    return [one | {"rank": places.get(one["id"]), "note": without_places(one["note"] or "")} for one in entries]


class SeenPlaces:
    def __init__(self, sight):
        self.sight = sight

    @cached_property
    def held(self) -> list[tuple]:
        """(group, place, nomination), by place."""
        rows = Decision.objects.standing().filter(call=self.sight.call, outcome="reserve").seen_by(self.sight)
        return list(rows.order_by("rank").values_list("group", "rank", "nomination"))

    def told(self, group, rank) -> int | None:
        """The number of a place for this reader."""
        if rank is None or not self.sight.lacks:
            return rank
        return 1 + sum(where == group and place < rank for where, place, _nomination in self.held)

    def told_note(self, note) -> str:
        return without_places(note) if self.sight.lacks else note

    def meant(self, nomination, proposal):
        """A Proposal for a nomination with the place that this reader means by a number; beyond the last they see, the last.

        What the note says and they do not read stays.
        """
        if not self.sight.lacks:
            return proposal
        for note in Decision.objects.proposed().filter(nomination=nomination).values_list("note", flat=True):
            proposal = proposal._replace(note="\n".join([*with_and_without(note)[0], proposal.note]))
        if proposal.rank is None:
            return proposal
        others = [place for where, place, pk in self.held if where == proposal.group and pk != nomination.pk]
        mine = next((place for where, place, pk in self.held if (where, pk) == (proposal.group, nomination.pk)), None)
        if mine and self.told(proposal.group, mine) == proposal.rank:
            return proposal._replace(rank=mine)
        return proposal._replace(rank=others[proposal.rank - 1] if proposal.rank <= len(others) else None)
