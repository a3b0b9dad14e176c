"""Parting: how a term ends before its day, or never begins. An end is the first day outside, and may lie ahead."""

from django.utils.translation import gettext as _

from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Refused

from ..notices import terms as notices
from .appointing import day_before, day_words


class Parting:
    """Trait of Appointment."""

    def resign(self, *, on, reason, by, at=None):
        """The person lays it down; `on` is the first day outside, past or ahead."""
        self.part(self.Status.RESIGNED, "resigned", on=on, reason=reason, by=by, at=at)

    def end(self, *, on, reason, by, at=None):
        """It is ended for a reason kept in the file; on its own first day where it never counted."""
        self.part(self.Status.ENDED, "ended", on=on, reason=reason, by=by, at=at)

    def part(self, to, verb, *, on, reason, by, at):
        """Its days end now; its status with them, or later by the clock. Whatever was to follow is called off."""
        with self.locked(at) as at:
            self.keep_time(at=at)
            if self.status != self.Status.ACTIVE:
                raise Refused(self.refusal(to))
            self.demand_end(on, reason)
            following = self.following()
            if following:
                following.call_off(reason=reason, by=by, at=at, tell=False)
            stamps = {"ended_on": on, "reason": reason.strip(), "ends_as": to}
            facts = {"ended_on": on.isoformat(), "reason": reason.strip()}
            if on <= day_of(at):
                event = self.move(to, verb=verb, by=by, at=at, facts=facts, **stamps)
            else:
                self.write(stamps)
                event = self.record(f"{verb}_ahead", by=by, at=at, facts=facts)
            notices.parted(self, at, event)

    def demand_end(self, on, reason):
        if not reason.strip():
            raise Refused(_("Say why: the reason is kept in the file."))
        if not self.starts_on <= on <= self.planned_end:
            raise Refused(
                _("Choose a last day within the term: from %(first)s until %(last)s.")
                % {"first": day_words(self.starts_on), "last": day_words(day_before(self.planned_end))}
            )

    def stay(self, *, by, at=None):
        """Take back an end that was announced and has not come: the term goes on until its planned end."""
        with self.locked_with_person(at) as at:
            self.keep_time(at=at)
            if self.status != self.Status.ACTIVE or not self.ends_as:
                raise Refused(_("No end is announced that could be taken back."))
            self.ended_on, self.ends_as, self.reason = None, "", ""
            if there := self.in_the_way():
                raise Refused(there)
            with self.in_a_free_seat():
                self.write({"ended_on": None, "ends_as": "", "reason": ""})
            event = self.record("stayed", by=by, at=at, facts={"planned_end": self.planned_end.isoformat()})
            notices.stayed(self, at, event)

    def call_off(self, *, reason, by, at=None, tell=True):
        """A planned term never begins: it has no day, and what it was to renew can be renewed again."""
        with self.locked(at) as at:
            self.keep_time(at=at)
            if self.status != self.Status.PLANNED:
                raise Refused(_("Only a term that has not begun can be called off. This one can be ended."))
            if not reason.strip():
                raise Refused(_("Say why: the reason is kept in the file."))
            event = self.move(
                self.Status.ENDED,
                verb="called_off",
                by=by,
                at=at,
                facts={"ended_on": self.starts_on.isoformat(), "reason": reason.strip()},
                ended_on=self.starts_on,
                reason=reason.strip(),
                renews=None,
            )
            if tell:
                notices.called_off(self, at, event)

    def write(self, stamps: dict):
        for name, value in stamps.items():
            setattr(self, name, value)
        self.save(update_fields=[*stamps])
