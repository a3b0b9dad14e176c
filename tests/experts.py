"""Many experts at once, for the directory and the rosters."""

from datetime import timedelta

from django.utils import timezone

from members.models import Affiliation, Appointment, ConsentRecord, Person
from members.models.consent import Purpose
from tests import make


def affiliation(person, organisation="University of Dakar", **fields):
    """Where somebody works now, in science and in Senegal unless said otherwise."""
    facts = {"position": "Professor", "stakeholder_group": "science", "country": "SN"} | fields
    return Affiliation.objects.create(person=person, organisation=organisation, **facts)


GIVEN = [
    "Ada",
    "Amadou",
    "Ana",
    "Björn",
    "Chen",
    "Dina",
    "Emre",
    "Eva",
    "Femi",
    "Hana",
    "İpek",
    "Ivo",
    "João",
    "Kofi",
    "Lena",
    "Mei",
    "Noor",
    "Olga",
    "Pía",
    "Ravi",
    "Søren",
    "Tomáš",
]
FAMILY = [
    "Abe",
    "Bauer",
    "Çelik",
    "Dvořák",
    "Diallo",
    "Evans",
    "Fischer",
    "García",
    "Haddad",
    "Ito",
    "Jansen",
    "Kim",
    "Łukasik",
    "Moreau",
    "Ndiaye",
    "Okafor",
    "Ørsted",
    "Petrov",
    "Rossi",
    "Silva",
    "Tanaka",
    "Usman",
    "Varga",
    "Weber",
    "Yılmaz",
    "Zhang",
]
PLACES = (
    ("Université Cheikh Anta Diop", "SN", "science", "Professor of computer science"),
    ("Fraunhofer IAO", "DE", "science", "Head of research"),
    ("Northwind Robotics", "CA", "industry", "Chief scientist"),
    ("Trade Union Confederation of the North", "DK", "labour", "Policy adviser"),
    ("Data for All", "IN", "civil_society", "Director"),
    ("Regional Council for Digital Affairs", "BR", "organisation", "Senior economist"),
    ("理化学研究所", "JP", "science", "Team leader"),
)


def crowd(number, *, first=0, consent=True, days=100, **fields):
    """Experts of the four groups in one go, each with an affiliation; named from short lists, so that many share a name."""
    seats, start = make.groups(), timezone.now().date() - timedelta(days=days)
    names = [(GIVEN[n % len(GIVEN)], FAMILY[n * 7 % len(FAMILY)]) for n in range(first, first + number)]
    people = [Person(given_name=given, family_name=family) for given, family in names]
    for person in people:
        person.spell()
    Person.objects.bulk_create(people)
    numbered = list(enumerate(people, start=first))
    if consent:
        facts = {"purpose": Purpose.PUBLICATION, "text_version": "test", "way": "test"}
        ConsentRecord.objects.bulk_create(ConsentRecord(person=person, **facts) for person in people)
    Affiliation.objects.bulk_create(
        Affiliation(person=person, organisation=name, country=country, stakeholder_group=kind, position=position)
        for n, person in numbered
        for name, country, kind, position in [PLACES[n % len(PLACES)]]
    )
    term = {"route": "self", "starts_on": start, "planned_end": start + timedelta(days=3 * 365), "status": "active"}
    Appointment.objects.bulk_create(
        Appointment(person=person, **({"group": seats[n % len(seats)]} | term | fields)) for n, person in numbered
    )
    return people
