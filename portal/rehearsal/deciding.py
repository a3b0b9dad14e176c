"""The committee's choice in a rehearsal: the Member track, what the optimiser proposes under targets, a reserve list, all others."""

from datetime import timedelta

from members.models import ConsentRecord
from members.models.consent import Purpose
from nominations.deciding.composition import candidates
from nominations.deciding.models import Decision, Shortlist, Target
from nominations.deciding.models.proposing import Proposal
from nominations.deciding.sight import sight_of

RESERVE = 0.5  # places on the reserve list for each seat
WOMEN = 40  # per cent, at least


def decide(year):
    """The secretariat asks the optimiser, with its target on gender; the chair takes what it proposes, and decides the rest in one act."""
    at = year.call.review_until + timedelta(days=1)
    Target.objects.create(call=year.call, fact=Target.Fact.GENDER, value="woman", least=WOMEN)
    sight, people = sight_of(year.chair.user, year.call), candidates(year.in_running)
    named = {one.pk: Proposal("select", group=one.groups[0]) for one in people if one.apart}
    if named:
        Decision.propose_many(year.call, named, by=year.chair.user, capacity="chair", at=at)
    run = Shortlist.ask(sight_of(year.cast.amina, year.call), seed=year.seed, at=at)
    run.work()
    run.refresh_from_db()
    if not run.chosen:
        raise SystemExit(f"The optimiser found no list: {run.status} {run.why} {run.outcome}")
    run.take(sight, at=at)
    proposed = set(Decision.objects.proposed().filter(call=year.call).values_list("nomination", flat=True))
    rest = sorted((one for one in people if one.pk not in proposed), key=lambda one: (-(one.mean or 0), one.number))
    Decision.propose_many(year.call, reserve(year, rest), by=year.chair.user, capacity="chair", at=at)


def reserve(year, rest) -> dict:
    """The next best of each group who agreed to it; everybody else is not selected."""
    rows = ConsentRecord.objects.in_force().filter(purpose=Purpose.RESERVE_LIST)
    agreed = set(rows.values_list("person__nominations", flat=True))
    proposals = {one.pk: Proposal("not_select") for one in rest}
    for seats in year.call.seats_by_group:
        own = [one for one in rest if one.groups[0] == seats.group_id and one.pk in agreed]
        places = own[: int(seats.number * RESERVE)]
        proposals |= {one.pk: Proposal("reserve", group=seats.group_id) for one in places}
    return proposals
