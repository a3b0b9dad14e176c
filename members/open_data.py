"""Open data: what anybody may have of who belongs, as rows of any day. The addresses are in portal/api.py.

A person stands in it only while they agree to be shown. Days: an end is the first day outside.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import override
from ninja import Field, Schema

from .models import Affiliation, Appointment, Member, Person, Project, Suspension, WorkingGroup

NAMES = ("published_name", "given_name", "family_name")  # what `Person.name` is made of
FOUNDED = date(2020, 6, 15)  # of the Partnership


class Named(Schema):
    id: UUID = Field(description="Of the person, for life; the same in /experts.")
    name: str


class MemberRow(Schema):
    code: str = Field(description="ISO 3166-1 alpha-2; EU for the European Union.")
    name_en: str
    name_fr: str
    region: str = Field(description="Continent as in the UN's M49; the European Union stands with Europe.")
    founding: bool
    admitted_on: date
    day_inferred: bool = Field(description="The source gives the month; the day follows from other facts.")
    occasion_en: str = Field(description="Where the admission was announced.")
    occasion_fr: str
    suspended: bool = Field(description="On the day asked for.")
    url: str
    source_url: str


class GroupRow(Schema):
    slug: str
    name_en: str
    name_fr: str
    summary_en: str
    summary_fr: str
    established_on: date | None
    concluded: bool
    co_chairs: list[Named] = Field(description="Of the day asked for, as far as they agree to be shown.")
    url: str
    source_url: str


class ProjectRow(Schema):
    title: str
    group: str | None = Field(description="Slug of the working group; null where it cuts across the groups.")
    year: int | None
    year_inferred: bool
    kind: str = Field(description="project, output or report.")
    responsible: list[Named] = Field(description="Experts responsible, as far as they agree to be shown.")
    url: str
    source_url: str


class Term(Schema):
    group: str | None = Field(description="Slug of the working group; null for the plenary alone.")
    role: str = Field(description="expert, co_chair or observer.")
    starts_on: date
    ends_on: date = Field(description="The first day outside.")


class ExpertRow(Schema):
    id: UUID
    name: str
    organisation: str = Field(description="Where the person worked on the day asked for, as far as we know.")
    position: str
    stakeholder_group: str
    country: str = Field(description="Of the organisation; ISO 3166-1 alpha-2.")
    biography: str
    orcid: str
    profile_url: str
    terms: list[Term] = Field(description="Of the day asked for.")
    url: str


class AppointmentRow(Schema):
    id: UUID
    person: Named
    group: str | None = Field(description="Slug of the working group; null for the plenary alone.")
    role: str = Field(description="expert, co_chair or observer.")
    route: str = Field(description="member (nominated by one), self or invited.")
    member: str | None = Field(description="Code of the Member that nominated.")
    starts_on: date
    planned_end: date = Field(description="The first day outside.")
    ended_on: date | None = Field(description="The first day outside, where it was not the planned one.")


class Resource(NamedTuple):
    """rows: those of a day, in their order. told: one of them by the columns of `row`."""

    row: type[Schema]
    words: str
    rows: Callable[[date], QuerySet]
    told: Callable[[object], dict]


# --- the rows of a day


def members(day) -> QuerySet:
    on = Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))
    suspended = Exists(Suspension.objects.filter(on, member=OuterRef("pk")))
    return Member.objects.on(day).annotate(suspended=suspended).order_by("code")


def groups(day) -> QuerySet:
    chairs = terms(day).filter(role=Appointment.Role.CO_CHAIR).select_related("person").order_by("person__sort_name")
    there = Q(established_on=None) if day >= FOUNDED else Q(pk=None)  # of one group no day is known
    there |= Q(established_on__lte=day)
    return WorkingGroup.objects.filter(there).prefetch_related(Prefetch("appointments", chairs, to_attr="chairs"))


def projects(day) -> QuerySet:
    people = Person.objects.public().order_by("sort_name", "pk")
    there = Q(year=None) | Q(year__lte=day.year)
    shown = Project.objects.filter(there).select_related("group")
    return shown.prefetch_related(Prefetch("responsible", people, to_attr="shown")).order_by("year", "title")


def experts(day) -> QuerySet:
    sitting = Exists(Appointment.objects.on(day).filter(person=OuterRef("pk")))
    present = Affiliation.objects.on(day)
    seats = Appointment.objects.on(day).select_related("group").order_by("starts_on", "pk")
    people = Person.objects.public().filter(sitting).order_by("sort_name", "pk")
    return people.prefetch_related(
        Prefetch("affiliations", present, to_attr="present"), Prefetch("appointments", seats, to_attr="seats")
    )


def appointments(day) -> QuerySet:
    told = [name for name in AppointmentRow.model_fields if name not in ("person", "group", "member")]
    about = ("person__public_id", *(f"person__{part}" for part in NAMES), "group__slug", "member__code")
    found = terms(day).select_related("person", "group", "member").only(*told, *about)
    return found.order_by("starts_on", "pk")


def terms(day) -> QuerySet:
    """The terms of that day, of people who may be shown."""
    return Appointment.objects.on(day).filter(person__in=Person.objects.public())


# --- one row


def member(thing) -> dict:
    return taken(thing, MemberRow) | {"url": page("member", thing.code)}


def group(thing) -> dict:
    chairs = [named(term.person) for term in thing.chairs]
    return taken(thing, GroupRow) | {"co_chairs": chairs, "url": page("group", thing.slug)}


def project(thing) -> dict:
    people = [named(person) for person in thing.shown]
    return taken(thing, ProjectRow) | {"group": thing.group and thing.group.slug, "responsible": people}


def expert(thing) -> dict:
    work = thing.present[0] if thing.present else Affiliation()
    seats = [
        {
            "group": seat.group and seat.group.slug,
            "role": seat.role,
            "starts_on": seat.starts_on,
            "ends_on": seat.over_on,
        }
        for seat in thing.seats
    ]
    return {
        "id": thing.public_id,
        "name": thing.name,
        **{name: getattr(work, name) for name in ("organisation", "position", "stakeholder_group", "country")},
        **{name: getattr(thing, name) for name in ("biography", "orcid", "profile_url")},
        "terms": seats,
        "url": page("expert", thing.public_id),
    }


def appointment(thing) -> dict:
    return taken(thing, AppointmentRow) | {
        "person": named(thing.person),
        "group": thing.group and thing.group.slug,
        "member": thing.member and thing.member.code,
    }


def named(person) -> dict:
    return {"id": person.public_id, "name": person.name}


def taken(thing, row) -> dict:
    """The columns that the thing has by the same name."""
    return {name: getattr(thing, name, None) for name in row.model_fields}


def page(name, *args) -> str:
    """The address of the English page about it."""
    with override("en"):
        return settings.SITE_URL + reverse(f"members:{name}", args=args)


RESOURCES = {
    "members": Resource(MemberRow, "The Members of a day, by code.", members, member),
    "groups": Resource(GroupRow, "The working groups that had been established by a day.", groups, group),
    "projects": Resource(ProjectRow, "Projects, outputs and reports up to the year of a day.", projects, project),
    "experts": Resource(ExpertRow, "Who sat on a day, of those who agree to be shown.", experts, expert),
    "appointments": Resource(
        AppointmentRow, "The terms of a day, of those who agree to be shown.", appointments, appointment
    ),
}
