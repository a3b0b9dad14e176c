"""Places on the reserve lists of a call: the next free one, or one that is asked for."""

from django.db.models import F

ASIDE = 10_000  # beyond all places: where those go that change places


class Ranks:
    """besides: nominations whose places are given anew. Whoever asks for a place gets it, and who has it goes one down;
    what is published or fixed stays where it is.
    """

    def __init__(self, call, besides):
        from .decision import Decision

        self.model = Decision
        taken = Decision.objects.standing().filter(call=call, outcome="reserve").exclude(nomination__in=besides)
        self.held, self.moved = {}, {}
        for pk, group, rank, status, fixed in taken.values_list("pk", "group", "rank", "status", "publication"):
            stays = status != Decision.Status.PROPOSED or fixed is not None
            self.held.setdefault(group, {})[rank] = None if stays else pk

    def place(self, proposal) -> int | None:
        if proposal.outcome != "reserve":
            return None
        held = self.held.setdefault(proposal.group, {})
        last = max(held, default=0) + 1
        rank = self.opened(held, min(proposal.rank, last)) if proposal.rank else last
        held[rank] = None
        return rank

    def opened(self, held, rank) -> int:
        """Make room at this place, or at the next that is not held for good."""
        rank = self.next(held, rank)
        carried, at = held.get(rank), rank
        while carried is not None:
            at = self.next(held, at + 1)
            self.moved[carried] = at
            held[at], carried = carried, held.get(at)
        return rank

    @staticmethod
    def next(held, rank) -> int:
        while rank in held and held[rank] is None:
            rank += 1
        return rank

    def write(self):
        """Those who made room, in two statements; one place is never held by two."""
        self.give(self.model, self.moved)

    @staticmethod
    def give(model, places):
        """places: a Decision's key to its new one."""
        if places:
            model.objects.filter(pk__in=places).update(rank=F("rank") + ASIDE)
            model.objects.bulk_update([model(pk=pk, rank=rank) for pk, rank in places.items()], ["rank"])
