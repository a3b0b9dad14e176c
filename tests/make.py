"""Builders: each reaches its state by walking the verbs."""

import string
from datetime import date, timedelta
from unittest.mock import patch

from allauth.account.models import EmailAddress
from django.utils import timezone

from members.models import (
    Affiliation,
    Appointment,
    ConsentRecord,
    Delegate,
    Import,
    Likeness,
    Member,
    Person,
    Project,
    WorkingGroup,
)
from members.models.consent import Purpose
from nominations.models import Call, Nomination
from portal.accounts.models import RoleGrant, User
from portal.lifecycle import pulse
from tests.accessions import accession_of
from tests.answers import fill

GROUPS = {
    "responsible-ai": "Responsible AI",
    "data-governance": "Data Governance",
    "future-of-work": "Future of Work",
    "innovation-and-commercialisation": "Innovation and Commercialisation",
}
RUBRIC = {"Expertise": 35, "Record": 25, "International work": 15, "Motivation": 15, "Availability": 10}


def user(email, name="", *, role=None, until=None, password=None, **fields):
    """An account with its address verified; with a role if one is named."""
    account = User.objects.create_user(email, password, name=name, **fields)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    if role:
        RoleGrant.objects.create(user=account, role=role, until=until)
    return account


def groups():
    """The four working groups, in order."""
    return [
        WorkingGroup.objects.get_or_create(
            slug=slug, defaults={"name_en": name, "name_fr": name, "order": order, "source_url": "https://example.org/"}
        )[0]
        for order, (slug, name) in enumerate(GROUPS.items())
    ]


def call(*, by, year=2026, published=True, **fields):
    """A call open since ten days and for nine more, with seats and rubric; no hold on screening letters."""
    now = timezone.now()
    call = Call.objects.create(
        **{
            "year": year,
            "title_en": f"Call for experts {year}",
            "title_fr": f"Appel à experts {year}",
            "intro_en": "Come and work with us.",
            "opens_at": now - timedelta(days=10),
            "closes_at": now + timedelta(days=9),
            "screening_hold_hours": 0,
        }
        | fields
    )
    for group in groups():
        call.seats.create(group=group, number=20)
    for order, (name, weight) in enumerate(RUBRIC.items()):
        call.criteria.create(name_en=name, weight=weight, order=order)
    if published:
        call.publish(by=by)
    return call


def nomination(*, author, call, answers=None, at=None):
    """A draft of this author; with these answers, section by section, if any are given."""
    draft = Nomination.start(call=call, by=author, at=at)
    if answers:
        fill(draft, answers, at)
    return draft


def member(code="CA", name="Canada", **fields):
    """A Member since 2020."""
    facts = {"name_en": name, "name_fr": name, "region": "Americas", "admitted_on": date(2020, 6, 15)}
    facts |= {"source_url": f"https://example.org/members/{code}"} | fields
    return Member.objects.get_or_create(code=code, defaults=facts)[0]


def delegate(user, member, capacity, *, since=None, until=None, institution="Ministry of Digital Affairs"):
    """Somebody who acts for a Member since a day ago, unless said otherwise."""
    since = since or timezone.now() - timedelta(days=1)
    return Delegate.objects.create(
        user=user, member=member, capacity=capacity, institution=institution, since=since, until=until
    )


def person(given="Erika", family="Expert", *, user=None, consent=False, country="", email="", **fields) -> Person:
    """Somebody without an account, unless one is given; shown in public with `consent`; working in the country named."""
    names = {"given_name": given, "family_name": family}
    somebody = Person.of(user) if user else Person.objects.create(**names, **fields)
    if country:
        work = {"organisation": f"University of {country}", "stakeholder_group": "science", "country": country}
        Affiliation.objects.create(person=somebody, **work)
    if email:
        somebody.addresses.create(email=email)
    if consent:
        ConsentRecord.settle(somebody, {Purpose.PUBLICATION: True}, text_version="test", way="test")
    return somebody


def term(of=None, *, starts_on, **fields) -> Appointment:
    """A term of three years in the first group, for the file; in silence, unless `tell` is given."""
    seat = {"group": groups()[0], "role": "expert", "route": "self", "by": None, "tell": False}
    return Appointment.plan(person=of or person(), starts_on=starts_on, **(seat | fields))


def expert(user=None, *, group=None, consent=True, days=100, **fields):
    """A person on a term that began some days ago; who may be shown, unless `consent` is False."""
    somebody = person(user=user, consent=consent)
    start = timezone.now().date() - timedelta(days=days)
    term(somebody, **({"starts_on": start, "group": group or groups()[0]} | fields))
    return somebody


def imported(*, by, content=b"", name="experts.csv"):
    """A file of experts, checked and not yet imported; one sound row with a line worth knowing, unless said otherwise."""
    groups(), member()
    row = b"Ama,Mensah,ama@example.net,responsible-ai,expert,member,CA,2019-03-01,2022-02-28"
    names = b"given_name,family_name,email,group,role,route,member,starts_on,planned_end"
    taken = Import.receive(content=content or names + b"\n" + row + b"\n", name=name, by=by)
    with patch.object(pulse, "BEAT", 60):  # a beat has its own line, which sees nothing of a test that is not committed
        taken.work()
    return taken


def twins(names=(("Hans", "Müller"), ("Hans", "Mueller")), country="DE"):
    """Two who look like one, and are suggested."""
    two = [person(given, family, country=country) for given, family in names]
    Likeness.look()
    return two


def merge(*, by, reason="The same ORCID page."):
    """Two who were one, merged."""
    kept, stub = (
        person("Ana", "Silva", country="BR"),
        person("Ana Maria", "Silva", country="BR", email="ana@example.org"),
    )
    return kept.merge(stub, reason=reason, by=by)


def project(title="Data trusts in practice", *, by, responsible=(), **fields):
    """A project of the first group that no file of facts speaks of, and who answers for it."""
    facts = {"group": groups()[0], "year": 2025, "kind": "project", "source_url": "https://example.org/trusts"}
    entered = Project.enter(title=title, by=by, **(facts | fields))
    if responsible:
        entered.name_responsible(people=responsible, by=by)
    return entered


def recommended(country="KE", *, contact=None, at=None):
    """An accession that the Steering Committee recommends, with its letter of intent."""
    contact = contact or user(f"contact.{country.lower()}@example.org", "Carla Contact")
    return accession_of(contact, country, "recommended", at=at or timezone.now() - timedelta(days=30))


def council(size, **fields):
    """So many Members, each with a council delegate since a hundred days: these, in the order of their codes."""
    since = timezone.now() - timedelta(days=100)
    codes = [first + second for first in "XQ" for second in string.ascii_uppercase][:size]
    members = [member(code, f"Land {code}", **fields) for code in codes]
    return [
        delegate(
            user(f"council.{each.code.lower()}@example.org", f"Delegate {each.code}"), each, "council", since=since
        )
        for each in members
    ]


def ballot(accession, *, by, rule="two_thirds", basis="cast", days=10, **more):
    """A ballot on it, open from now on and for so many days."""
    closes_at = more.pop("closes_at", None) or (more.get("at") or timezone.now()) + timedelta(days=days)
    if rule == "two_thirds":
        more.setdefault("why", "Put before the Partnership joined the OECD.")
    return accession.put_to_council(rule=rule, basis=basis, closes_at=closes_at, by=by, **more)
