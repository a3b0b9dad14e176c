"""The cast of the demo: accounts with the password `demo`, and the addresses that say whom they play."""

from datetime import timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress

from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.lifecycle import clock

from .people import LEILA, TOMAS, Invented

PASSWORD = "demo"  # noqa: S105  printed by `make run`; the demo refuses a database with real people
DOMAINS = ("@example.org", "@example.net")


class Cast(NamedTuple):
    jonas: User
    amina: User
    auditor: User
    leila: User
    tomas: User


def gather() -> Cast:
    """Make the five accounts; Jonas comes first, since a head gives the other roles."""
    jonas = signed_up("jonas@example.org", "Jonas Weber", time_zone="Europe/Paris", password=PASSWORD)
    RoleGrant.objects.create(user=jonas, role=Role.HEAD, given_by=None)
    amina = signed_up("amina@example.org", "Amina Diallo", time_zone="Europe/Paris", password=PASSWORD)
    RoleGrant.objects.create(user=amina, role=Role.OFFICER, given_by=jonas)
    auditor = signed_up("auditor@example.org", "Ada Lindgren", time_zone="Europe/Stockholm", password=PASSWORD)
    RoleGrant.objects.create(user=auditor, role=Role.AUDITOR, given_by=jonas, until=clock.now() + timedelta(days=365))
    return Cast(jonas, amina, auditor, account(LEILA), account(TOMAS))


def account(person: Invented) -> User:
    """The account of an invented applicant; Leila and Tomas can be signed in as, the others cannot."""
    known = {id(LEILA): "leila@example.org", id(TOMAS): "tomas@example.org"}.get(id(person))
    email = known or person.email
    there = User.objects.filter(email=email).first()
    name = person.published or f"{person.given} {person.family}"
    return there or signed_up(email, name, language=person.language, password=PASSWORD if known else None)


def signed_up(email, name, *, password, **fields) -> User:
    user = User.objects.create_user(email, password, name=name, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def real_people() -> bool:
    """Whether anybody in the database has an address outside the ones reserved for examples."""
    strangers = User.objects.all()
    for domain in DOMAINS:
        strangers = strangers.exclude(email__endswith=domain)
    return strangers.exists()
