"""The dates of a call: its six steps, and where it stands at a moment."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.lifecycle.aoe import end_of

LATER = ("agree_until", "complete_until", "endorsement_until", "screening_until", "review_until", "decisions_on")


class Step(NamedTuple):
    """One step of a call. Starts and ends are aware moments; an end is the first instant outside."""

    key: str  # opens, nominations, endorsement, screening, review, decisions
    name: str
    starts: datetime
    ends: datetime
    state: str  # done, now, next


class Timetable:
    """Trait of Call."""

    def phase(self, at) -> str:
        """One of `ahead` (announced, not open yet), `open`, `closed` (decisions to come) and `concluded`."""
        if self.status == self.Status.CONCLUDED:
            return "concluded"
        if at < self.opens_at:
            return "ahead"
        return "open" if at < self.closes_at else "closed"

    def steps(self, at) -> list[Step]:
        """The steps that have a date, in order; from the opening on exactly one is `now` until all are done."""
        stages = [stage for stage in self.stages() if stage[2] is not None]
        over = self.status == self.Status.CONCLUDED
        present = next((i for i, stage in enumerate(stages) if at < stage[2] and not over), len(stages))
        steps, start = [], self.opens_at
        for index, (key, name, end) in enumerate(stages):
            state = "done" if index < present else "now" if index == present and key != "opens" else "next"
            steps.append(Step(key, name, start, end, state))
            start = max(start, end)
        return steps

    @property
    def agree_end(self) -> datetime:
        """Until when people named by Members agree."""
        return self.agree_until or self.closes_at

    @property
    def complete_end(self) -> datetime:
        """Until when those who agreed complete their nomination: never less time than anybody else has."""
        return max(self.complete_until or self.agree_end, self.closes_at)

    @property
    def endorsement_end(self) -> datetime:
        """Until when Members answer requests."""
        return self.endorsement_until or self.closes_at

    def ask_end(self, member) -> datetime:
        """Until when this Member may be asked: its own earlier date, if it set one."""
        own = self.own_dates.filter(member=member).values_list("until", flat=True).first()
        return min(own or self.endorsement_end, self.endorsement_end)

    def stages(self) -> list[tuple[str, str, datetime | None]]:
        """Key, name and end of each step; None where no date is set."""
        return [
            ("opens", _("Call opens"), self.opens_at),
            ("nominations", _("Nominations"), self.closes_at),
            ("endorsement", _("Member endorsement"), self.endorsement_until),
            ("screening", _("Eligibility check"), self.screening_until),
            ("review", _("Committee review"), self.review_until),
            ("decisions", _("Decisions"), self.decisions_on and end_of(self.decisions_on)),
        ]

    def postpone(self, until) -> list[str]:
        """Move the end, and by as much each later date that it overtakes; returns the names of those."""
        delta, moved = until - self.closes_at, []
        for name in LATER:
            date = getattr(self, name)
            if date and (end_of(date) if name == "decisions_on" else date) < until:
                setattr(self, name, date + delta)
                moved.append(name)
        if self.agree_until and self.complete_until and self.complete_until < self.agree_until:
            self.complete_until += delta  # nobody agrees after the time to complete is over
            moved.append("complete_until")
        self.closes_at = until
        self.save(update_fields=["closes_at", *moved])
        return moved
