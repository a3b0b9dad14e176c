"""Keeping time: what the clock does to terms when their first day comes and when their last is over."""

from portal.lifecycle.clock import day_of
from portal.lifecycle.models import move_many


class KeepingTime:
    """Trait of Appointment. Each verb asks the clock first, so none is done to a state that has passed."""

    def keep_time(self, *, at=None):
        """Bring this one up to date; as often as you like."""
        with self.locked(at) as at:
            if self.is_due(at):
                self.bring_up(type(self).objects.filter(pk=self.pk), at)
                with self.locked(at):
                    pass  # read as it is now

    @classmethod
    def bring_up(cls, terms, at) -> list:
        """Begin those whose day is there, close those whose days are over: as somebody announced, else as renewed where
        another term follows, else as ended. Gives the keys of those that ended so, without a word from anybody.
        """
        Status, by_clock = cls.Status, {"by": None, "at": at}
        move_many(terms.to_begin(at), Status.ACTIVE, verb="began", **by_clock)
        over = terms.to_close(at)
        move_many(over.filter(ends_as=Status.RESIGNED), Status.RESIGNED, verb="over", **by_clock)
        move_many(over.filter(ends_as=Status.ENDED), Status.ENDED, verb="over", **by_clock)
        move_many(over.filter(renewal__isnull=False), Status.RENEWED, verb="over", **by_clock)
        return move_many(over, Status.ENDED, verb="over", **by_clock)

    def is_due(self, at) -> bool:
        """Whether the clock has something to do here."""
        begins = self.status == self.Status.PLANNED and self.starts_on <= day_of(at)
        return begins or (self.status == self.Status.ACTIVE and self.is_over(at))

    def is_over(self, at) -> bool:
        return self.over_on <= day_of(at)
