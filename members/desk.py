"""What somebody finds after signing in who acts for a country: its application, their Member, the votes that wait."""

from typing import NamedTuple

from .models import Accession, Ballot, Delegate, RollEntry
from .models.delegate import Capacity
from .standing import Standing, standing

MOST = 50  # applications of one contact


class Desk(NamedTuple):
    """votes: entries of the rolls of open ballots, for the Members for which this person votes now."""

    applications: list[tuple[Accession, Standing]]
    delegations: list[Delegate]
    votes: list[RollEntry]


def desk(user, at) -> Desk:
    """Three statements at most, however much there is; two for whoever has no seat in the Council."""
    own = Accession.objects.owned_by(user).with_voted().order_by("-started_at")[:MOST]
    mine = list(Delegate.objects.filter(user=user).unended(at).select_related("member"))
    seats = [each.pk for each in mine if each.capacity == Capacity.COUNCIL and each.standing(at) == "acting"]
    return Desk([(accession, standing(accession)) for accession in own], mine, votes(seats, at) if seats else [])


def votes(seats, at) -> list[RollEntry]:
    """Where these delegates vote at this moment, the ballot that closes first before the others; none for whoever works
    for the secretariat.
    """
    taking = Ballot.objects.filter(status=Ballot.Status.OPEN, closes_at__gt=at)
    members = Delegate.objects.filter(pk__in=seats).seated(at).values("member")
    found = RollEntry.objects.filter(member__in=members, ballot__in=taking)
    return list(found.select_related("ballot__accession", "member").order_by("ballot__closes_at", "member__name_en"))
