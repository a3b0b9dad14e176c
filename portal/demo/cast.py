"""The cast of the demo: accounts with the password `demo`, and the addresses that say whom they play."""

from datetime import timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress

from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.lifecycle import clock

from .people import LEILA, NEREA, NGUGI, TOMAS, Invented

PASSWORD = "demo"  # noqa: S105  printed by `make run`; the demo refuses a database with real people
HEAD = "jonas@example.org"
PLAYED = {  # of the people of the call, those whom one can sign in as
    LEILA: ("leila@example.org", "Africa/Tunis"),
    TOMAS: ("tomas@example.org", "Europe/Prague"),
    NEREA: ("nerea@example.org", "Europe/Madrid"),
    NGUGI: ("ngugi@example.org", "Africa/Nairobi"),
}


class Cast(NamedTuple):
    jonas: User
    amina: User
    auditor: User
    leila: User
    tomas: User
    nerea: User
    ines: User
    marcos: User
    awa: User
    mame: User
    kenji: User


def gather() -> Cast:
    """Make the eleven accounts; Jonas comes first, since a head gives the other roles."""
    jonas = signed_up(HEAD, "Jonas Weber", time_zone="Europe/Paris", password=PASSWORD)
    RoleGrant.objects.create(user=jonas, role=Role.HEAD, given_by=None)
    amina = signed_up("amina@example.org", "Amina Diallo", time_zone="Europe/Paris", password=PASSWORD)
    RoleGrant.objects.create(user=amina, role=Role.OFFICER, given_by=jonas)
    auditor = signed_up("auditor@example.org", "Ada Lindgren", time_zone="Europe/Stockholm", password=PASSWORD)
    RoleGrant.objects.create(user=auditor, role=Role.AUDITOR, given_by=jonas, until=clock.now() + timedelta(days=365))
    ines = signed_up("ines@example.org", "Inés Robledo", time_zone="Europe/Madrid", password=PASSWORD)
    marcos = signed_up("marcos@example.org", "Marcos Alcázar", time_zone="Europe/Madrid", password=PASSWORD)
    awa = signed_up("awa@example.org", "Awa Sarr", time_zone="Africa/Dakar", password=PASSWORD, language="fr")
    mame = signed_up("mame@example.org", "Mame Ndour", time_zone="Africa/Dakar", password=PASSWORD, language="fr")
    kenji = signed_up("kenji@example.org", "Kenji Mori", time_zone="Asia/Tokyo", password=PASSWORD)
    applicants = account(LEILA), account(TOMAS), account(NEREA)
    return Cast(jonas, amina, auditor, *applicants, ines, marcos, awa, mame, kenji)


def account(person: Invented) -> User:
    """The account of an invented person; only those who are PLAYED can be signed in as."""
    email, zone = PLAYED.get(person, (person.email, ""))
    own = {"password": PASSWORD, "time_zone": zone} if zone else {"password": None}
    there = User.objects.filter(email=email).first()
    return there or signed_up(email, person.name, language=person.language, **own)


def signed_up(email, name, *, password, **fields) -> User:
    user = User.objects.create_user(email, password, name=name, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def told() -> bool:
    """Whether the demo lives in this database: its first head does, whom nobody real can be (example.org takes no mail)."""
    return User.objects.filter(email=HEAD).exists()
