"""What conflicts follow from: of those who judge, and of those who are judged. Each is one statement for a whole call."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q

from members.models import Affiliation, Delegate, Person, Project
from members.models.person import latin
from portal.lifecycle import clock

from .employer import WORD, spelling

YEARS = timedelta(days=3 * 365)  # for so long an employer of old binds
NATIONALITIES = ("nationality_1", "nationality_2", "nationality_3")
COUNTRIES = ("residence", "work_country")


@dataclass
class Facts:
    """Of one nomination (pk, person) or of one who judges (pk is the seat). countries: of residence and of work, now."""

    pk: object
    user: int | None
    person: int | None
    nationalities: set
    countries: set
    organisations: set  # as they are spelt plainly: now, and of the last three years
    employment: str = ""  # what the person declared of contracts, plainly spelt
    members: set = field(default_factory=set)  # for which somebody acts, or by which they were put forward


def facts_of_committee(call, seats) -> list[Facts]:
    """Of these reviewers and chairs: what they stated, where their person works, and for which Members they act."""
    users = [seat.user_id for seat in seats]
    people = dict(Person.objects.filter(user__in=users).values_list("user", "pk"))
    places, members = affiliations(Q(person__user__in=users)), defaultdict(set)
    acting = Delegate.objects.filter(user__in=users).within(call.opens_at, None)
    for user, code in acting.values_list("user", "member__code"):
        members[user].add(code)
    found = []
    for seat in seats:
        person = people.get(seat.user_id)
        countries, organisations = places.get(person, (set(), set()))
        stated = {spelling(name) for name in seat.employers}
        own = {seat.member.code} if seat.member_id else set()
        facts = Facts(
            pk=seat.pk,
            user=seat.user_id,
            person=person,
            nationalities=set(seat.nationalities),
            countries=({seat.residence, seat.country_of_work} | countries) - {""},
            organisations=(stated | organisations) - {""},
            members=members[seat.user_id] | own,
        )
        found.append(facts)
    return found


def facts_of_nominations(call, nomination=None) -> list[Facts]:
    """Of what was submitted in the call, by the version that counts, with where the person works by what we know."""
    rows = call.nominations.exclude(submitted_version=None)
    rows = rows.filter(pk=nomination.pk) if nomination else rows
    places = affiliations(Q(person__nominations__in=rows))
    columns = ("pk", "person", "person__user", "submitted_version__content")
    return [judged(*row, places) for row in rows.order_by().values_list(*columns).iterator(chunk_size=500)]


def judged(pk, person, user, content, places) -> Facts:
    answers = json.loads(content)["answers"]
    countries, organisations = places.get(person, (set(), set()))
    return Facts(
        pk=pk,
        user=user,
        person=person,
        nationalities=words(answers, NATIONALITIES),
        countries=words(answers, COUNTRIES) | countries,
        organisations=({spelling(name) for name in words(answers, ("organisation",))} | organisations) - {""},
        employment=plainly(" ".join(words(answers, ("interest_employment",)))),
    )


def words(answers, names) -> set[str]:
    """The answers that are texts and not empty."""
    return {answer for name in names if isinstance(answer := answers.get(name), str) and answer}


def plainly(text: str) -> str:
    """A text as its words in Latin letters, with a space on both sides, so that a name is found whole."""
    return f" {' '.join(WORD.findall(latin(text)))} " if text else ""


def affiliations(whose) -> dict:
    """Person to (countries of work now, organisations now and of the last three years, plainly spelt)."""
    today = clock.now().date()
    rows = Affiliation.objects.filter(Q(until=None) | Q(until__gt=today - YEARS)).filter(whose).order_by().distinct()
    found: dict = defaultdict(lambda: (set(), set()))
    for person, country, organisation, until in rows.values_list("person", "country", "organisation", "until"):
        countries, organisations = found[person]
        organisations.add(spelling(organisation))
        if until is None or until > today:
            countries.add(country)
    return found


def words_of_members(call, nomination=None) -> dict:
    """Nomination to the codes of the Members that named the person, endorse them or are asked to; withdrawn later or not."""
    said = Q(status__in=["given", "requested"]) | Q(status="withdrawn", answered_at__isnull=False)
    rows = call.endorsements.filter(said, nomination__isnull=False)
    rows = rows.filter(nomination=nomination) if nomination else rows
    found = defaultdict(set)
    for pk, code in rows.order_by().values_list("nomination", "member__code"):
        found[pk].add(code)
    return found


def on_same_project(committee) -> dict:
    """Person to (account of who judges, project) for each project for which both answer or answered.

    A working group is no project: it has thirty people and more, who meet a few times a year. Were a term in the same
    group a conflict, hardly anybody who knows the Partnership could judge anybody who comes back to it.
    """
    users = {one.person: one.user for one in committee if one.person}
    link, on = Project.responsible.through.objects, defaultdict(list)
    for project, person in link.filter(person__in=users).values_list("project", "person"):
        on[project].append(users[person])
    found = defaultdict(list)
    for project, person in link.filter(project__in=on).values_list("project", "person"):
        found[person] += [(user, f"project:{project}") for user in on[project]]
    return found
