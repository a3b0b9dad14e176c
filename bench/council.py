"""Who belongs, as it is measured: the Members with their delegates, an expert with a term, a ballot that is open and one that closed."""

from datetime import timedelta
from typing import NamedTuple

from members.models import Affiliation, Appointment, Ballot, Delegate, Member, Person, WorkingGroup
from portal.accounts.models import User
from portal.demo.cast import gather
from portal.demo.countries import Story, seat_delegates
from portal.lifecycle import clock


class Council(NamedTuple):
    term: Appointment
    place: Affiliation
    open: Ballot
    closed: Ballot
    voter: User  # a council delegate who voted in both


def seated(expert: Person) -> Council:
    """The demo's verbs tell it, so that what is copied is true in every row."""
    now, cast = clock.now(), gather()
    seat_delegates(cast, progress=lambda words: None)
    told = [Story(country, stage, now, cast) for country, stage in (("AT", "put_to_council"), ("AQ", "declined"))]
    for story in told:
        story.tell()
    member, group = Member.objects.get(code="FR"), WorkingGroup.objects.at_work().first()
    term = Appointment.plan(
        person=expert,
        group=group,
        role=Appointment.Role.EXPERT,
        route=Appointment.Route.MEMBER,
        member=member,
        starts_on=now.date() - timedelta(days=100),
        by=cast.amina,
        tell=False,
    )
    place = Affiliation.objects.create(
        person=expert, organisation="Sahel Institute", stakeholder_group="science", country="SN"
    )
    first = Delegate.objects.filter(capacity="council").order_by("member__code").first()
    return Council(term, place, *(Ballot.objects.get(pk=story.ballot.pk) for story in told), first.user)
