"""Leaving a reserve list: by one's own word, by a consent withdrawn, or because the list ends. The decision is superseded."""

from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused

from ..notices import reserve as notices


class Leaving:
    """Trait of Decision."""

    def leave(self, *, by, at=None):
        """The person wants no seat of this list any more; whoever was proposed for one in their stead comes after them."""
        with self.call.locked(at) as at, self.locked(at):
            self.demand_waiting()
            self.move(self.Status.SUPERSEDED, verb="left_reserve_list", by=by, at=at)
            notices.left(self)
            self.give_way(at)

    def leave_without_consent(self, *, at=None):
        """By the clock, where the person withdrew the consent to be on such a list; nothing where it is given again."""
        from ..reserve import agrees

        with self.call.locked(at) as at, self.locked(at):
            if self.is_waiting and not agrees(self.nomination):
                self.move(self.Status.SUPERSEDED, verb="consent_withdrawn", by=None, at=at)
                notices.left(self)
                self.give_way(at)

    def end_wait(self, *, at=None):
        """By the clock, on the day after the list's last; not while somebody is proposed from this place."""
        from ..reserve import is_over

        with self.call.locked(at) as at, self.locked(at):
            if self.is_waiting and is_over(self.call, at) and not self.released_by.proposed().exists():
                self.move(self.Status.SUPERSEDED, verb="reserve_list_ended", by=None, at=at)
                notices.ended(self)

    @property
    def is_waiting(self) -> bool:
        """On a reserve list, as was told."""
        return self.outcome == self.Outcome.RESERVE and self.status == self.Status.PUBLISHED

    def demand_waiting(self):
        if not self.is_waiting:
            raise Refused(_("You are not on this reserve list any more."))

    def give_way(self, at):
        """What was proposed from this place is taken back, and the seat is offered to the next. In a list that is fixed
        it stays: such a list cannot be published any more, and somebody takes it back.
        """
        from ..reserve import next_for

        for proposed in self.released_by.free():
            seats = list(proposed.fills.all())
            type(self).take_back_many(type(self).objects.filter(pk=proposed.pk), by=None, at=at)
            for offer in seats:
                offer.reopen()
                next_for(offer, at=at)

    def clear_up(self, *, at=None):
        """By the clock: the list that held somebody proposed from this place is taken back, and the place was left."""
        with self.call.locked(at) as at, self.locked(at):
            if self.status == self.Status.SUPERSEDED:
                self.give_way(at)
