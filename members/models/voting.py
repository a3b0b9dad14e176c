"""Voting: a ballot opens, takes one vote for each Member of its roll until it closes, and is counted once."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import Count as Number
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused

from ..notices import accession as accession_notices
from ..notices import ballots as notices
from .member import Member
from .rule import Choice, Count, adopts

LATE = timedelta(hours=1)
DAY = timedelta(days=1)


class Voting:
    """Trait of Ballot."""

    @contextmanager
    def locked(self, at=None):
        """The accession before its ballot, in the order of the accession's own verbs: two who meet wait, none for ever."""
        with transaction.atomic():
            accessions = self._meta.get_field("accession").related_model.objects
            accessions.select_for_update(of=("self",)).get(pk=self.accession_id)
            with super().locked(at) as at:
                yield at

    def open(self, *, by=None, at=None):
        """Freeze the roll: an entry for each Member that has its rights now. Rule and denominator stand from here on.

        Where the clock comes much too late, the close moves by whole days, so that nobody has less time to vote.
        """
        with self.locked(at) as at:
            if self.status == self.Status.SCHEDULED and at < self.opens_at:
                raise Refused(_("This ballot does not open yet."))
            roll = list(Member.objects.with_rights(at))
            if not roll:
                raise Refused(_("No Member has its rights now, so nobody could vote."))
            closes_at = self.closes_at + lost(at - self.opens_at)
            self.move(
                self.Status.OPEN,
                verb="opened",
                by=by,
                at=at,
                facts={"entitled": len(roll), "until": closes_at.isoformat()},
                opened_at=at,
                entitled=len(roll),
                closes_at=closes_at,
            )
            self.roll.bulk_create([self.roll.model(ballot=self, member=member) for member in roll])
            self.accession.expect_the_council(closes_at)
            notices.ballot_opened(self, at)
            accession_notices.council_asked(self)

    def cancel(self, *, by, at=None):
        """Call it off before it opens; after that it is decided."""
        with self.locked(at) as at:
            self.move(self.Status.CANCELLED, verb="called_off", by=by, at=at)

    def vote(self, choice, *, by, at=None, member=None):
        """Cast or change the vote of one's Member (its code, for whoever acts for two). The same choice again is no change.

        An Event says once that a Member voted, never what, nor that it thought again. In a silence procedure even the first
        would say what: there the votes themselves are the only record.
        """
        with self.locked(at) as at:
            self.demand_open(at)
            if choice not in self.choices:
                raise Refused(_("Choose one of the answers on the list"))
            delegate, entry = self.seat_to_vote(by, at, member)
            if entry.vote and entry.vote.choice == choice:
                return entry.vote
            first = entry.vote is None
            entry.vote = entry.votes.create(choice=choice, delegate=delegate, cast_at=at)
            entry.save(update_fields=["vote"])
            if first and not self.is_silent:
                self.record("voted", by=by, at=at, capacity=delegate.as_what)
            notices.vote_cast(entry.vote, at)
            return entry.vote

    @property
    def choices(self) -> tuple[str, ...]:
        """In a silence procedure a Member objects, or takes its objection back."""
        return (Choice.AGAINST, Choice.FOR) if self.is_silent else tuple(Choice)

    def takes_votes(self, at) -> bool:
        return self.status == self.Status.OPEN and at < self.closes_at

    def demand_open(self, at):
        if self.status == self.Status.SCHEDULED:
            raise Refused(_("This ballot is not open yet."))
        if self.status == self.Status.CANCELLED:
            raise Refused(_("This ballot was called off."))
        if not self.takes_votes(at):
            raise Refused(_("This ballot has closed. No vote is taken any more."))

    def close(self, *, by=None, at=None):
        """Count, once, when the time is over: the clock comes often, late and twice."""
        with self.locked(at) as at:
            if self.status == self.Status.CLOSED:
                return
            if at < self.closes_at:
                raise Refused(_("This ballot is open until its end. Nobody closes it earlier."))
            count = self.counted()
            numbers = count._asdict()
            adopted = adopts(self.rule, self.basis, count)
            self.move(
                self.Status.CLOSED,
                verb="closed",
                by=by,
                at=at,
                facts=numbers | {"adopted": adopted},
                adopted=adopted,
                **numbers,
            )
            self.accession.expect_the_record(at)
            notices.ballot_closed(self, at)

    def counted(self) -> Count:
        """The votes that count, as they stand."""
        found = dict(self.roll.exclude(vote=None).order_by().values_list("vote__choice").annotate(Number("pk")))
        return Count(*(found.get(choice, 0) for choice in (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)), self.entitled)


def lost(delay: timedelta) -> timedelta:
    """Whole days for a delay that matters, so that the end stays at its hour."""
    return -(-delay // DAY) * DAY if delay > LATE else timedelta()
