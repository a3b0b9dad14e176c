"""Withdrawing, thinking again, and deleting a draft."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused

from ..notices import desks
from ..notices import nominations as notices


class Withdrawal:
    """Trait of Nomination."""

    def withdraw(self, *, by, at=None):
        """The person takes the nomination back; they may undo it until the deadline."""
        with self.locked(at) as at:
            if self.shown_status(at) not in self.AT_WORK:
                raise Refused(_("This nomination can no longer be withdrawn."))
            self.drop_unseen_result(by=by, at=at)
            self.move(self.Status.WITHDRAWN, verb="withdrew", by=by, at=at, withdrawn_from=self.status)
            notices.nomination_withdrawn(self)
            desks.person_withdrew(self, at)

    def drop_unseen_result(self, *, by, at):
        """To its author a screening result that is still held does not exist, so an act of theirs goes on from submitted."""
        if self.status != self.shown_status(at):
            self.move(self.Status.SUBMITTED, verb="screening_overtaken", by=by, at=at, **self.UNSCREENED)

    def reinstate(self, *, by, at=None):
        """Undo a withdrawal: back to the state it left, until the call's end."""
        with self.locked(at) as at:
            if self.status != self.Status.WITHDRAWN:
                raise Refused(_("This nomination is not withdrawn."))
            if self.united_with_id:
                raise Refused(_("This nomination was united with another one of yours, which counts."))
            self.demand_no_judge()
            if at >= self.deadline():
                raise Refused(_("Your time to submit has ended, so the withdrawal can no longer be undone."))
            self.move(self.withdrawn_from, verb="reinstated", by=by, at=at, withdrawn_from="")
            notices.nomination_reinstated(self)
            desks.person_came_back(self, at)

    def delete_draft(self, *, by):
        """The person, or the clock, deletes what was never submitted for good, its files with it."""
        from .endorsement import Endorsement

        with transaction.atomic(), self.locked() as at:
            if self.status not in (self.Status.DRAFT, self.Status.WITHDRAWN) or self.versions.exists():
                raise Refused(_("Only a draft that was never submitted can be deleted. You can withdraw it instead."))
            self.record("draft_deleted", by=by, facts={"reference": self.reference})
            if self.stubs.exists():
                raise Refused(_("Another nomination was united with this one, so it is kept. You can withdraw it."))
            Endorsement.let_go(self, by=by, at=at)
            files = [document.file for document in self.documents.all()]
            files += [page.picture for document in self.documents.all() for page in document.pages.all()]
            self.delete()
            transaction.on_commit(lambda: [file.delete(save=False) for file in files], robust=True)
