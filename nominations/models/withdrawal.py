"""Withdrawing, thinking again, and deleting a draft."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from .. import notices


class Withdrawal:
    """Trait of Nomination."""

    def withdraw(self, *, by, at=None):
        """The person takes the nomination back; they may undo it until the deadline."""
        at = at or clock.now()
        with self.locked():
            if self.shown_status(at) not in self.AT_WORK:
                raise Refused(_("This nomination can no longer be withdrawn."))
            self.drop_unseen_result(by=by, at=at)
            self.move(self.Status.WITHDRAWN, verb="withdrew", by=by, at=at, withdrawn_from=self.status)
            notices.nomination_withdrawn(self)

    def drop_unseen_result(self, *, by, at):
        """To its author a screening result that is still held does not exist, so an act of theirs goes on from submitted."""
        if self.status != self.shown_status(at):
            self.move(self.Status.SUBMITTED, verb="screening_overtaken", by=by, at=at, **self.UNSCREENED)

    def reinstate(self, *, by, at=None):
        """Undo a withdrawal: back to the state it left, until the call's end."""
        at = at or clock.now()
        with self.locked():
            if self.status != self.Status.WITHDRAWN:
                raise Refused(_("This nomination is not withdrawn."))
            if at >= self.deadline():
                raise Refused(_("The call has ended, so the withdrawal can no longer be undone."))
            self.move(self.withdrawn_from, verb="reinstated", by=by, at=at, withdrawn_from="")
            notices.nomination_reinstated(self)

    def delete_draft(self, *, by):
        """The person, or the clock, deletes what was never submitted for good, its files with it."""
        with transaction.atomic(), self.locked():
            if self.status not in (self.Status.DRAFT, self.Status.WITHDRAWN) or self.versions.exists():
                raise Refused(_("Only a draft that was never submitted can be deleted. You can withdraw it instead."))
            self.record("draft_deleted", by=by, facts={"reference": self.reference})
            files = [document.file for document in self.documents.all()]
            files += [page.picture for document in self.documents.all() for page in document.pages.all()]
            self.delete()
            transaction.on_commit(lambda: [file.delete(save=False) for file in files], robust=True)
