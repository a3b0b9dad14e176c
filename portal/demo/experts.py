"""Two years of invented terms: experts who came by import, by a Member or by last year's call. Nobody here exists."""

from datetime import date, timedelta
from typing import NamedTuple

from members.models import (
    Affiliation,
    Appointment,
    ConsentRecord,
    Likeness,
    Member,
    Person,
    PersonAddress,
    Project,
    WorkingGroup,
)
from members.models.consent import Purpose
from nominations.models import Nomination
from portal.lifecycle import clock

from .cast import Cast
from .people import CIV, DG, FOW, IC, IND, INT, LAB, RAI, SCI

LABEL = "(invented)"
BIOGRAPHY = "{name} works at {organisation}. Invented for the demo, like everything else that is said here."
CONSENT = {"text_version": "demo", "way": "invented for the demo"}


class Seat(NamedTuple):
    """One invented expert: `began` days ago, for three years or for `days`; `member`: the code of who named them, if any."""

    given: str
    family: str
    organisation: str
    country: str
    stakeholder: str
    group: str
    began: int
    days: int  # 0: three years
    member: str = ""
    chair: bool = False
    consents: bool = True


SEATS = [
    Seat("Ingrid", "Solheim", "Fjord Centre for Public AI", "NO", SCI, RAI, 720, 0, chair=True),
    Seat("Akiko", "Hayashi", "Sakura Institute of Assurance", "JP", SCI, RAI, 720, 0, "JP"),
    Seat("Thomas", "Lefèvre", "Laboratoire Confiance", "FR", SCI, RAI, 720, 0, "FR", chair=True),
    Seat("Rosa", "Jiménez Ortega", "Instituto Meseta", "ES", CIV, RAI, 720, 0, "ES"),
    Seat("Moussa", "Faye", "Centre Téranga du numérique", "SN", CIV, RAI, 690, 0, "SN"),
    Seat("Grace", "Muthoni", "Rift Valley Code for All", "KE", CIV, RAI, 690, 0),
    Seat("Oleksandr", "Bondarenko", "Dnipro Testing Laboratory", "PL", IND, RAI, 690, 740),
    Seat("Mina", "Farahani", "Institute for Fair Machines", "CA", SCI, RAI, 690, 0, "CA", consents=False),
    Seat("Lars", "Nygaard", "Øresund Data Commons", "DK", CIV, DG, 720, 0, "DK", chair=True),
    Seat("Chiara", "Bellini", "Istituto Dati Aperti", "IT", SCI, DG, 720, 0, "IT", chair=True),
    Seat("Wei Ling", "Tan", "Strait Data Trust", "SG", IND, DG, 720, 0, "SG"),
    Seat("Pedro", "Nascimento", "Rede Amazônia de Dados", "BR", CIV, DG, 690, 0, "BR"),
    Seat("Hana", "Kučerová", "Bohemian Statistics Laboratory", "CZ", SCI, DG, 690, 712),
    Seat("Abebe", "Tadesse", "Highland Records Project", "ET", INT, DG, 690, 0),
    Seat("Eilís", "Ó Conghaile", "Western Data Co-operative", "IE", CIV, DG, 365, 0, "IE"),
    Seat("Nikhil", "Menon", "Backwater Health Records", "IN", IND, DG, 365, 0, "IN"),
    Seat("Birgit", "Hofmann", "Werkstatt Arbeit und Daten", "DE", LAB, FOW, 720, 0, "DE", chair=True),
    Seat("Samuel", "Owusu", "Accra Union of Digital Workers", "GH", LAB, FOW, 720, 0, chair=True),
    Seat("Yasmin", "Aydın", "Marmara Labour Observatory", "TR", LAB, FOW, 690, 0, "TR"),
    Seat("Daniel", "Kowalczyk", "Instytut Pracy Jutra", "PL", SCI, FOW, 690, 0, "PL"),
    Seat("Min-ji", "Seo", "Han Skills Foundation", "KR", IND, FOW, 365, 0, "KR"),
    Seat("Lucía", "Barrientos", "Cono Sur Trabajo Digital", "AR", LAB, FOW, 365, 0, "AR"),
    Seat("Emma", "Lindqvist", "Norrland Work Science", "SE", SCI, FOW, 365, 0, "SE", consents=False),
    Seat("Nomvula", "Dlamini", "Karoo Works Council", "ZA", LAB, FOW, 365, 0),
    Seat("Pieter", "de Graaf", "Polder Robotics", "NL", IND, IC, 720, 0, "NL", chair=True),
    Seat("Alenka", "Zupan", "Triglav Agritech", "SI", IND, IC, 720, 0, "SI", chair=True),
    Seat("Jack", "Thornbury", "Pennine Small Firms Forum", "GB", IND, IC, 690, 0, "GB"),
    Seat("Aroha", "Ngata", "Southern Cross Growers", "NZ", IND, IC, 690, 0, "NZ"),
    Seat("Sofía", "Luna Medina", "Anáhuac Ventures for Good", "MX", IND, IC, 365, 0, "MX"),
    Seat("Vuk", "Radovanović", "Sava Contract Laboratory", "RS", SCI, IC, 365, 0, "RS"),
    Seat("Olivia", "Marchetti", "Great Lakes Model Market", "US", IND, IC, 365, 0, "US"),
    Seat("Bart", "Claessens", "Scheldt Standards House", "BE", INT, IC, -21, 0, "BE"),
    Seat("Leena", "Kivelä", "Saimaa Language Technology", "FI", SCI, RAI, -21, 0),
]
PROJECT = f"A test book for small laboratories {LABEL}"


def seat_everybody(cast: Cast, *, progress=print):
    """The ledger of the last two years, and a glance ahead; no letter is written."""
    progress("  two years of experts and their terms ...")
    groups = {group.slug: group for group in WorkingGroup.objects.at_work()}
    members = {member.code: member for member in Member.objects.all()}
    today = clock.now().date()
    people = [appoint(seat, today, groups, members, cast) for seat in SEATS]
    resign(people, today, cast)
    twice(people[10])
    from_the_call()
    work = {"group": groups[RAI], "year": today.year, "kind": Project.Kind.PROJECT}
    Project.objects.create(title=PROJECT, source_url="https://example.org/invented", **work).responsible.set(people[:3])


def appoint(seat: Seat, today: date, groups, members, cast) -> Person:
    """The person, where they work, what they agreed to, and their term, beside it one as co-chair."""
    name = f"{seat.given} {seat.family}"
    organisation = f"{seat.organisation} {LABEL}"
    person = Person.objects.create(
        given_name=seat.given,
        family_name=seat.family,
        biography=BIOGRAPHY.format(name=name, organisation=seat.organisation),
    )
    PersonAddress.objects.create(person=person, email=f"expert-{person.pk}@example.net")
    Affiliation.objects.create(
        person=person, organisation=organisation, stakeholder_group=seat.stakeholder, country=seat.country
    )
    start = today - timedelta(days=seat.began)
    at = clock.now() - timedelta(days=max(seat.began, 0))
    if seat.consents:
        ConsentRecord.settle(person, {Purpose.PUBLICATION: True}, at=at, **CONSENT)
    term = {
        "person": person,
        "group": groups[seat.group],
        "route": "member" if seat.member else "self",
        "member": members.get(seat.member),
        "starts_on": start,
        "planned_end": start + timedelta(days=seat.days) if seat.days else None,
        "by": cast.amina,
        "at": at,
        "tell": False,
    }
    Appointment.plan(role="expert", **term)
    if seat.chair:
        Appointment.plan(role="co_chair", **term)
    return person


def resign(people, today, cast):
    """One co-chair of old who gave the chair back, one expert who left."""
    chair = people[0].appointments.get(role="co_chair")
    chair.resign(
        on=today - timedelta(days=60), reason="A new post leaves no time for the chair. (Invented.)", by=cast.amina
    )
    left = people[7].appointments.get()
    left.end(on=today - timedelta(days=30), reason="Moved to a government. (Invented.)", by=cast.amina)


def twice(person):
    """Somebody who stands in the list a second time, spelt otherwise: a pair for the page of duplicates."""
    again = Person.objects.create(given_name="Weiling", family_name=person.family_name)
    work = person.affiliations.get()
    Affiliation.objects.create(
        person=again, organisation=work.organisation, stakeholder_group=work.stakeholder_group, country=work.country
    )
    Likeness.look()


def from_the_call():
    """Those who accepted a seat of last year's call: where they work, and what is said of them."""
    accepted = Nomination.objects.filter(decisions__offer__status="accepted")
    for nomination in accepted.select_related("person", "submitted_version").order_by("number"):
        answers = nomination.submitted_version.answers
        Affiliation.objects.create(
            person=nomination.person,
            organisation=f"{answers['organisation']} {LABEL}",
            position=answers["position"],
            stakeholder_group=answers["stakeholder_group"],
            country=answers["work_country"],
        )
        nomination.person.biography = answers["biography"]
        nomination.person.save()
