"""What a reviewer does with an assignment: write, hand in, skip. Handing in is saving, until the phase closes."""

from uuid import UUID

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.lifecycle.models import Refused
from portal.lifecycle.prepared import Prepared

from ..phase import why_closed


class Judging:
    """Trait of Assignment."""

    def demand_open(self, by, at):
        """Raise Refused unless this reviewer may write on it now. Call inside the lock; gives the Review that was begun, or None."""
        review = self.demand_there(by)
        if closed := why_closed(self.reviewer.call, at):
            raise Refused(closed)
        return review

    def demand_there(self, by):
        """Raise Refused unless it exists for this reviewer. Call inside the lock; gives the Review that was begun, or None."""
        here = open_to.first(user=by.pk, pk=self.pk)
        if by.pk != self.reviewer.user_id or here is None:
            raise Refused(_("This nomination is not, or no longer, in your queue."))
        return getattr(here, "review", None)

    def save_review(self, *, scores, recommendation, comment, by, revision=None, window="", at=None):
        """Keep what was typed; where all is there, it is handed in, and counts from now on.

        scores: criterion's primary key to 0..5, those given. revision: the one that the page was made from, window: a word
        that names the page; Overtaken is raised where another window has saved other words since, and nothing is written.
        Returns the Review.
        """
        from .review import Review
        from .tally import ReviewTally

        with self.locked(at) as at:
            review = Review.begun(self, self.demand_open(by, at), at)
            same = review.is_same(scores, recommendation, comment)
            if same and not review.aside:
                return review
            review.demand_not_overtaken(scores, recommendation, comment, revision=revision, window=window)
            if same:
                review.drop_aside()
                return review
            review.put(scores, recommendation, comment, at=at)
            if review.is_complete:
                review.hand_in(by=by, at=at)
                if self.status == self.Status.ASSIGNED:
                    facts = {"review": str(review.pk)}
                    self.move(self.Status.DONE, verb="reviewed", by=by, at=at, facts=facts, done_at=at, **self.acting)
            elif review.status == Review.Status.SUBMITTED:
                raise Refused(
                    _("Your review is in. Give every score, a recommendation and a comment, or leave it as it is.")
                )
            ReviewTally.reckon(self.nomination_id)
        return review

    def keep_draft(self, *, scores, recommendation, comment, by, revision=None, window="", at=None):
        """What the page saves by itself while a reviewer types: a review that is in is not changed by it, and has no draft
        beside it that says the same, as when this comes after the click that handed it in.
        """
        from .review import Review

        with self.locked(at) as at:
            review = Review.begun(self, self.demand_open(by, at), at)
            same = review.is_same(scores, recommendation, comment)
            if same and not review.aside:
                return review
            review.demand_not_overtaken(scores, recommendation, comment, revision=revision, window=window)
            if same:
                review.drop_aside()
            else:
                review.put_aside(scores, recommendation, comment, window=window, at=at)
        return review

    def skip(self, *, by, at=None):
        """Later: it comes last in the queue. Nothing else changes, and nobody is told."""
        with self.locked(at) as at:
            self.demand_open(by, at)
            if self.status != self.Status.ASSIGNED:
                raise Refused(_("You have reviewed this one."))
            self.skipped_at = at
            self.save(update_fields=["skipped_at"])

    @property
    def acting(self) -> dict:
        return {"capacity": self.reviewer.as_what}


def with_review(user, pk):
    """For `demand_open`."""
    from .assignment import Assignment

    return Assignment.objects.visible_to(User(pk=user)).filter(pk=pk).select_related("review")


open_to = Prepared(with_review, user=int, pk=UUID)
