"""How an assignment ends without a review: a conflict, an abstention, another reason, or it is taken back; and how one is given."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused
from portal.lifecycle.text import tidy

from ..notices import assignments as notices
from ..phase import why_not_assignable


class Parting:
    """Trait of Assignment."""

    @classmethod
    def give(cls, nomination, reviewer, *, by, run=None, reasons=(), anchor=False, capacity="", at=None):
        """Give a nomination to a reviewer; one that was declined or taken back is given again. Its tracks stay meanwhile."""
        with nomination.locked(at) as at, reviewer.locked(at):
            if obstacle := why_not_assignable(nomination, reviewer):
                raise Refused(obstacle)
            there = cls.objects.select_for_update(of=("self",)).filter(nomination=nomination, reviewer=reviewer).first()
            if there:
                return there.give_again(by=by, run=run, capacity=capacity, at=at)
            facts = {"version": str(nomination.submitted_version_id), "reasons": list(reasons)}
            try:
                with transaction.atomic():
                    new = cls.objects.create(
                        nomination=nomination,
                        version=nomination.submitted_version,
                        reviewer=reviewer,
                        run=run,
                        reasons=list(reasons),
                        anchor=anchor,
                        assigned_at=at,
                    )
            except IntegrityError:
                raise Refused(_("This reviewer has this nomination already.")) from None
            new.record("assigned", by=by, at=at, facts=facts, capacity=capacity)
        return new

    def give_again(self, *, by, run=None, capacity="", at=None):
        """One that was taken back or declined, in the version that counts now. Who abstained is not asked again.

        A conflict for which it was declined was lifted since: `give` refuses as long as one is in force.
        """
        with self.locked(at) as at:
            if self.status in self.HELD:
                raise Refused(_("This reviewer has this nomination already."))
            if self.declined_for == self.Why.ABSTAIN:
                raise Refused(_("This reviewer has declined this nomination."))
            known = self.told_at if self.status == self.Status.RELEASED else None  # of the taking back nobody told them
            again = {"declined_for": "", "decline_note": "", "assigned_at": at, "told_at": known, "skipped_at": None}
            version = self.nomination.submitted_version  # what counts now, not what counted when it was given first
            told = {"facts": {"version": str(version.pk)}, "capacity": capacity}
            self.move(self.Status.ASSIGNED, verb="assigned", by=by, at=at, run=run, version=version, **told, **again)
        return self

    def decline(self, *, why, by, note="", at=None):
        """The reviewer does not judge it: a conflict (which bars them from now on), an abstention, or another reason.

        A conflict is declared whenever it comes to light: also after reviews closed, when the committee decides.
        """
        from .binding import declare

        with self.reviewer.locked(at) as at, self.locked(at):  # the seat first, as whoever gives does
            self.demand_there(by) if why == self.Why.CONFLICT else self.demand_open(by, at)
            note = tidy(note).strip()
            if why == self.Why.CONFLICT:
                self.demand_not_concluded()
                declare(self.nomination, self.reviewer.user, reason=note, by=by, at=at)  # moves this one, too
                self.refresh_from_db()
                return
            if self.status == self.Status.DONE:
                raise Refused(_("Your review is in and counts. Tell the chair if it should not."))
            self.decline_for(why, note=note, by=by, at=at)

    def decline_for(self, why, *, note="", by, at):
        """Move it and undo what was written on it. Call inside the lock."""
        self.undo_review(reason=note or str(self.Why(why).label), by=by, at=at)
        self.move(
            self.Status.DECLINED,
            verb="declined",
            by=by,
            at=at,
            facts={"for": str(why)},
            capacity=self.reviewer.as_what if by is not None and by.pk == self.reviewer.user_id else "",
            declined_for=why,
            decline_note=note,
            done_at=None,
        )

    def undo_review(self, *, reason, by, at):
        """What was handed in counts no longer; the text stays in the file."""
        from .review import Review
        from .tally import ReviewTally

        for review in Review.objects.select_for_update().filter(assignment=self, status=Review.Status.SUBMITTED):
            review.set_aside(reason=reason, by=by, at=at)
        ReviewTally.reckon(self.nomination_id)

    def void_review(self, *, reason, by, capacity="", at=None):
        """The chair sets a review aside, with a reason; the reviewer may write another one until the phase closes.

        Of somebody who left the committee it goes back to be given.
        """
        with self.locked(at) as at:
            self.demand_not_concluded()
            if self.status != self.Status.DONE:
                raise Refused(_("There is no review that counts."))
            if not reason.strip():
                raise Refused(_("Say why: the reason stays with the review."))
            self.undo_review(reason=tidy(reason).strip(), by=by, at=at)
            to = self.Status.ASSIGNED if self.reviewer.serves else self.Status.RELEASED
            stamps = {"done_at": None, "skipped_at": None}
            self.move(to, verb="review_voided", by=by, at=at, capacity=capacity, **stamps)
            if self.reviewer.serves:
                notices.set_aside(self, tidy(reason).strip(), at)

    def demand_not_concluded(self):
        if (call := self.reviewer.call).status == call.Status.CONCLUDED:
            raise Refused(_("This call is in the archive: its reviews are closed."))

    def release(self, *, by, reason="", at=None):
        """Taken back by the secretariat or with the reviewer's seat; what was begun on it stays, and counts for nothing."""
        with self.locked(at) as at:
            self.demand_not_concluded()
            if self.status != self.Status.ASSIGNED:
                raise Refused(_("Only what waits for its review can be taken back."))
            self.move(self.Status.RELEASED, verb="released", by=by, at=at, facts={"reason": reason.strip()})
