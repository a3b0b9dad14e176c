"""Withdrawing: a country takes its application back, any time before the Council votes."""

from contextlib import nullcontext

from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused

from ..notices import accession as notices
from .ballot import Ballot


class Withdrawing:
    """Trait of Accession."""

    def withdraw(self, *, by, at=None):
        """The contact takes it back for good; a ballot that is not open yet is called off. Twice is once."""
        ballot = self.last_ballot()
        with ballot.locked() if ballot else nullcontext(), self.locked(at) as at:  # in this order, as a ballot opens
            if self.status == self.Status.WITHDRAWN:
                return
            ballot = self.last_ballot()
            if obstacle := self.withdrawal_obstacle(at, ballot):
                raise Refused(obstacle)
            if ballot and ballot.status == Ballot.Status.SCHEDULED:
                ballot.cancel(by=by, at=at)
            self.move(self.Status.WITHDRAWN, verb="withdrew", by=by, at=at, due_at=None)
            notices.application_withdrawn(self)

    def withdrawal_obstacle(self, at, ballot=None) -> str:
        """Why it cannot be withdrawn at this moment, in a sentence for its contact; empty where it can."""
        if self.status in self.OVER:
            return _("This application is over, so it cannot be withdrawn.")
        if self.status != self.Status.PUT_TO_COUNCIL:
            return ""
        ballot = ballot or self.last_ballot()
        if ballot and (ballot.status in (Ballot.Status.OPEN, Ballot.Status.CLOSED) or ballot.opens_at <= at):
            return _("The vote of the Council has opened, so the application can no longer be withdrawn.")
        return ""

    def last_ballot(self) -> Ballot | None:
        """The latest one that was not called off."""
        return self.ballots.exclude(status=Ballot.Status.CANCELLED).order_by("-opens_at").first()
