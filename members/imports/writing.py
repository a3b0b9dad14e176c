"""Writes what a reckoning found: people, what is known of them, terms with their story. In bulk, within one transaction."""

from django.contrib.contenttypes.models import ContentType

from portal.lifecycle.models import Event
from portal.lifecycle.models.lifecycle import capacity_of

from ..models.affiliation import Affiliation
from ..models.appointment import Appointment
from ..models.consent import ConsentRecord, Purpose
from ..models.person import Person, PersonAddress
from .persons import Someone
from .reckoning import Reckoning
from .rows import Row

AT_ONCE = 500  # people
TEXT_VERSION = "imported"
NAMES = ("given_name", "family_name", "published_name", "orcid", "biography")


def write(reckoning: Reckoning, *, by, at, tell=lambda done: None):
    """All of it. No letter goes out: what a file tells is known to those concerned."""
    done = 0
    for start in range(0, len(reckoning.people), AT_ONCE):
        people = reckoning.people[start : start + AT_ONCE]
        write_people(people)
        write_terms(people, reckoning, by=by, at=at)
        done += sum(len(someone.rows) for someone in people)
        tell(done)


def write_people(people: list[Someone]):
    """The new ones, with what the file knows of them; to the others only what they did not have."""
    new = [someone for someone in people if someone.person is None]
    for someone in new:
        someone.person = person_of(someone.first)
    Person.objects.bulk_create([someone.person for someone in new])
    completed = [someone for someone in people if someone.new_orcid]
    for someone in completed:
        someone.person.orcid = someone.orcid
    Person.objects.bulk_update([someone.person for someone in completed], ["orcid"])
    fresh = {id(someone) for someone in new}
    addressed = [each for each in people if each.email and (id(each) in fresh or each.new_address)]
    PersonAddress.objects.bulk_create([PersonAddress(person=each.person, email=each.email) for each in addressed])
    Affiliation.objects.bulk_create(
        [affiliation(each.person, each.first) for each in new if each.first.values["organisation"]]
    )
    ConsentRecord.objects.bulk_create([consent(each.person, each.first) for each in people if each.new_consent])


def person_of(row: Row) -> Person:
    person = Person(**{name: row.values[name] or "" for name in NAMES})
    person.spell()
    return person


def affiliation(person, row: Row) -> Affiliation:
    names = ("organisation", "position", "stakeholder_group", "country")
    return Affiliation(person=person, **{name: row.values[name] or "" for name in names})


def consent(person, row: Row) -> ConsentRecord:
    facts = {"purpose": Purpose.PUBLICATION, "text_version": TEXT_VERSION, "way": row.values["consent_way"]}
    return ConsentRecord(person=person, given_at=row.consented_at, **facts)


def write_terms(people: list[Someone], reckoning: Reckoning, *, by, at):
    new = [(each, row) for each in people for row in each.rows if row.number not in reckoning.there]
    terms = [term_of(each.person, row, reckoning.today) for each, row in new]
    Appointment.objects.bulk_create(terms)
    kind = ContentType.objects.get_for_model(Appointment)
    Event.objects.bulk_create(
        Event(kind=kind, thing_id=str(term.pk), verb=verb, by=who, capacity=capacity_of(who), at=at, facts=facts)
        for term in terms
        for verb, who, facts in story(term, by)
    )


def term_of(person, row: Row, today) -> Appointment:
    return Appointment(
        person=person,
        group=row.group,
        member=row.member,
        role=row.values["role"],
        route=row.values["route"],
        starts_on=row.starts_on,
        planned_end=row.planned_end,
        ended_on=row.ended_on,
        ends_as=Appointment.Status.ENDED if row.ended_on else "",
        reason=row.values["reason"] or "",
        status=row.status(today),
    )


def story(term, by):
    """The Events that the verbs would have written, had they been done in time: (verb, who, facts)."""
    yield "planned", by, term.facts()
    status = Appointment.Status
    if term.status == status.PLANNED:
        return
    yield "began", None, {"from": status.PLANNED, "to": status.ACTIVE}
    if term.status == status.ENDED:
        way = {"from": status.ACTIVE, "to": status.ENDED}
        if term.ended_on:
            yield "ended", by, way | {"ended_on": term.ended_on.isoformat(), "reason": term.reason}
        else:
            yield "over", None, way
