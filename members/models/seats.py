"""Seats: for which Member of the roll somebody votes, what that Member's vote is, and who may know."""

from typing import NamedTuple

from django.apps import apps
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused

from .delegate import Capacity, Delegate
from .member import Member


class Seat(NamedTuple):
    """A Member of the roll as its present council delegate sees it."""

    delegate: Delegate
    entry: object
    acting: bool  # the Member has its rights

    @property
    def member(self) -> Member:
        return self.entry.member


class Seats:
    """Trait of Ballot."""

    def seats(self, user, at) -> list[Seat]:
        """Those that this person has at that moment: mostly one."""
        council = Delegate.objects.filter(user=user).seated(at)
        present = {delegate.member_id: delegate for delegate in council}
        acting = set(council.acting(at).values_list("member_id", flat=True))
        entries = self.roll.filter(member__in=present).select_related("member", "vote__delegate__user")
        for entry in entries:
            entry.ballot = self
        return [Seat(present[entry.member_id], entry, entry.member_id in acting) for entry in entries]

    def delegates(self, at, *, unheard=False):
        """The council delegates, at that moment, of the Members on the roll, with their accounts; `unheard`: of those that
        may still vote and have not.
        """
        roll = self.roll.filter(vote=None) if unheard else self.roll.all()
        found = Delegate.objects.filter(member__in=roll.values("member"), user__is_active=True).seated(at)
        return (found.acting(at) if unheard else found).select_related("user", "member")

    def seat_to_vote(self, user, at, code=None) -> tuple[Delegate, object]:
        """The one seat from which this person votes now, as (delegate, entry of the roll); else why there is none."""
        seats = [seat for seat in self.seats(user, at) if code in (None, seat.member.code)]
        acting = [seat for seat in seats if seat.acting]
        if len(acting) > 1:
            raise Refused(_("You act for several Members. Say for which of them you vote."))
        if acting:
            return acting[0].delegate, acting[0].entry
        if seats:
            raise Refused(self.without_rights(seats[0].member))
        raise Refused(self.without_seat(user, at, code))

    def without_rights(self, member) -> str:
        if member.status == Member.Status.SUSPENDED:
            return _("%(member)s is suspended and casts no new vote. A vote that it cast before stands.") % {
                "member": member
            }
        return _("%(member)s is no Member any more and casts no vote.") % {"member": member}

    def without_seat(self, user, at, code=None) -> str:
        council = Delegate.objects.filter(user=user, capacity=Capacity.COUNCIL).select_related("member")
        present = list(council.current(at))
        if present and not council.seated(at).exists():
            return _("You hold a role of the secretariat, so you have no vote and see none.")
        if code and present and code not in {delegate.member.code for delegate in present}:
            return _("You are not a council delegate of that Member.")
        if present:
            sentence = _(
                "%(member)s is not on the roll of this ballot: it did not have its rights when the ballot opened."
            )
            return sentence % {"member": present[0].member}
        if council.filter(since__gt=at).exists():
            return _("Your time as a council delegate has not begun yet.")
        if council.exists():
            return _("Your time as a council delegate is over. Your successor votes now.")
        return _("Only council delegates vote.")

    def votes_of(self, user):
        """What this person cast as a delegate, latest first: they see it for life, and no later vote of a successor."""
        votes = apps.get_model("members.Vote").objects
        mine = votes.filter(entry__ballot=self, delegate__user=user, delegate__capacity=Capacity.COUNCIL)
        return mine.select_related("entry__member", "entry__ballot")


def own_votes(user, ballots, at) -> dict:
    """Of many ballots: key to the votes that count from this person's seats, None for a Member that has cast none."""
    council = Delegate.objects.filter(user=user).seated(at)
    entries = apps.get_model("members.RollEntry").objects.filter(
        ballot__in=[ballot.pk for ballot in ballots], member__in=council.values("member")
    )
    found = {}
    for entry in entries.select_related("vote__entry__ballot").order_by("member__name_en"):
        found.setdefault(entry.ballot_id, []).append(entry.vote)
    return found
