"""A Member's standing: suspended, reinstated, leaving. Its rights end and begin with it at once."""

from datetime import UTC, datetime, time, timedelta

from django.utils.translation import gettext as _

from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Refused

from ..notices import membership as notices


class Standing:
    """Trait of Member. Days are told by the secretariat; what a Member may do now is its status and its last day."""

    def suspend(self, *, reason, by, on=None, at=None):
        """It has no rights from now on; `on` is the day that the file names, today unless said otherwise."""
        with self.locked(at) as at:
            day = self.day_of_change(on, at)
            facts = {"on": day.isoformat(), "reason": self.demand_reason(reason)}
            event = self.move(self.Status.SUSPENDED, verb="suspended", by=by, at=at, facts=facts)
            self.suspensions.create(since=day, reason=reason.strip())
            notices.member_suspended(self, event)

    def reinstate(self, *, reason, by, on=None, at=None):
        """It has its rights again from now on; `on` is the first day with them that the file names."""
        with self.locked(at) as at:
            day = self.day_of_change(on, at)
            facts = {"on": day.isoformat(), "reason": self.demand_reason(reason)}
            event = self.move(self.Status.ACTIVE, verb="reinstated", by=by, at=at, facts=facts)
            self.suspensions.filter(until=None).update(until=day, end_reason=reason.strip())
            notices.member_reinstated(self, event)

    def leave(self, on, *, reason, by, at=None):
        """It is no Member from the day `on`, which may lie ahead: rights end with the day, and the clock moves the status."""
        with self.locked(at) as at:
            reason = self.demand_reason(reason)
            if self.status == self.Status.LEFT:
                raise Refused(self.refusal(self.Status.LEFT))
            if self.left_on is not None:
                raise Refused(_("The day on which it leaves is set already. Call it off before you set another one."))
            self.demand_order(on)
            if on <= day_of(at):
                self.go(on, reason, by=by, at=at, moment=at)
                return
            self.left_on, self.leave_reason = on, reason
            self.save(update_fields=["left_on", "leave_reason"])
            facts = {"last_day": self.last_day.isoformat(), "reason": reason}
            notices.member_leaving(self, self.record("leaving_announced", by=by, at=at, facts=facts))

    def call_off_leaving(self, *, reason, by, at=None):
        """It stays, as long as the day has not come."""
        with self.locked(at) as at:
            reason = self.demand_reason(reason)
            if self.left_on is None:
                raise Refused(_("No day on which it leaves is set."))
            self.demand_member(day_of(at))
            facts = {"last_day": self.last_day.isoformat(), "reason": reason}
            self.left_on, self.leave_reason = None, ""
            self.save(update_fields=["left_on", "leave_reason"])
            notices.leaving_called_off(self, self.record("leaving_called_off", by=by, at=at, facts=facts))

    def depart(self, *, at=None):
        """The clock: on the day that was set it has left. Asked too early or again, nothing happens."""
        with self.locked(at) as at:
            if self.status == self.Status.LEFT or self.left_on is None or day_of(at) < self.left_on:
                return
            midnight = datetime.combine(self.left_on, time(), tzinfo=UTC)  # since then nobody acts for it
            self.go(self.left_on, self.leave_reason, by=None, at=at, moment=midnight)

    def standing(self, at) -> str:
        """Whether those who act for it may act at this moment: acting, or why not (unborn, left, suspended)."""
        day = day_of(at)
        if self.left_on is not None and self.left_on <= day:
            return "left"
        if self.admitted_on > day:
            return "unborn"
        return "acting" if self.status == self.Status.ACTIVE else "suspended"

    # --- what these have in common

    def go(self, on, reason, *, by, at, moment):
        """It has left: its suspension and its delegates end with it. Call inside the lock."""
        told = notices.who_acts_for(self, at)
        facts = {"last_day": (on - timedelta(days=1)).isoformat()} | ({"reason": reason} if by else {})
        stamps = {"left_on": on, "leave_reason": reason}
        event = self.move(self.Status.LEFT, verb="left", by=by, at=at, facts=facts, **stamps)
        self.suspensions.filter(until=None).update(until=on)
        for delegate in self.delegates.unended(moment):
            delegate.close(moment, by=by, at=at)
        notices.member_left(self, event, told)

    def demand_reason(self, reason) -> str:
        if not reason.strip():
            raise Refused(_("Say why: the reason is kept in the file."))
        return reason.strip()

    def demand_member(self, today):
        """Refuses what comes after the last day, also before the clock came by."""
        if self.left_on is not None and self.left_on <= today:
            raise Refused(_("It is no Member any more."))

    def day_of_change(self, on, at):
        """The day that the file names: not in the future, not before what happened last."""
        today = day_of(at)
        self.demand_member(today)
        on = on or today
        if on > today:
            raise Refused(_("The day must not lie in the future: rights end and begin at once."))
        self.demand_order(on)
        return on

    def demand_order(self, on):
        """Refuses a day before the admission or before the last suspension began or ended."""
        if on < self.admitted_on:
            raise Refused(_("On that day it was not a Member yet."))
        last = self.suspensions.last()
        if last and on < (last.until or last.since):
            raise Refused(_("Its standing changed after that day already. Give that day, or a later one."))
