"""Who judges in the demo: a chair and five reviewers, all invented, and what each is like."""

from datetime import datetime, timedelta
from typing import NamedTuple

from members.models import Member, WorkingGroup
from nominations.reviewing.models import Reviewer
from portal.accounts.models import User

from .cast import PASSWORD, Cast, signed_up
from .people import DG, FOW, IC, RAI


class Judge(NamedTuple):
    """One of the committee. temper: by how much of five they score higher than others; pace: how much of their load is done."""

    email: str
    name: str
    zone: str
    nationality: str
    residence: str
    work: str
    employer: str
    groups: tuple[str, ...]
    languages: tuple[str, ...] = ("en",)
    member: str = ""  # who put them forward
    temper: float = 0.0
    pace: float = 0.0

    @property
    def chairs(self) -> bool:
        return self.email == CHAIR


CHAIR = "mei@example.org"
COMMITTEE = [
    Judge(CHAIR, "Mei Chen", "Asia/Singapore", "SG", "SG", "AU", "Coral Sea School of Policy", (RAI, DG, FOW, IC)),
    Judge(
        "luis@example.org",
        "Luis Torres",
        "America/Mexico_City",
        "MX",
        "MX",
        "MX",
        "Cómputo Sierra Gorda",
        (RAI, DG, FOW),
        pace=0.4,
    ),
    Judge(
        "sigrid@example.org",
        "Sigrid Aune",
        "Europe/Copenhagen",
        "NO",
        "DK",
        "DK",
        "Kattegat Institute of Work",
        (DG, FOW, IC),
        member="DK",
        temper=0.1,
        pace=0.8,
    ),
    Judge(
        "ren@example.org",
        "Ren Okabe",
        "Asia/Tokyo",
        "JP",
        "JP",
        "JP",
        "Setouchi University",
        (RAI, DG, IC),
        temper=-0.9,
        pace=0.5,
    ),
    Judge(
        "adjoa@example.org",
        "Adjoa Mensimah",
        "Europe/Paris",
        "GH",
        "FR",
        "FR",
        "Observatoire Marne Données",
        (RAI, DG, FOW, IC),
        ("en", "fr"),
        temper=0.9,
        pace=1.0,
    ),
    Judge(
        "baptiste@example.org",
        "Baptiste Renaud",
        "Europe/Brussels",
        "FR",
        "BE",
        "BE",
        "Atelier Meuse Calcul",
        (RAI, FOW, IC),
        ("en", "fr"),
        temper=-0.1,
        pace=0.15,
    ),
]
JUDGE = {judge.email: judge for judge in COMMITTEE}


def seat_committee(call, cast: Cast, at: datetime) -> list[Reviewer]:
    """All six, who accepted the terms two days later and said what conflicts follow from; the chair comes first."""
    groups = {group.slug: group for group in WorkingGroup.objects.at_work()}
    return [seat(judge, call, groups, cast, at) for judge in COMMITTEE]


def seat(judge: Judge, call, groups, cast, at) -> Reviewer:
    one = Reviewer.name(
        account(judge),
        call,
        groups=[groups[slug] for slug in judge.groups],
        languages=list(judge.languages),
        least=0 if judge.chairs else 4,
        most=0 if judge.chairs else 12,
        chairs=judge.chairs,
        by=cast.jonas,
        at=at,
    )
    later = at + timedelta(days=2)
    one.state_facts(
        nationalities=[judge.nationality],
        residence=judge.residence,
        country_of_work=judge.work,
        employers=[judge.employer],
        member=Member.objects.get(code=judge.member) if judge.member else None,
        by=one.user,
        at=later,
    )
    one.accept_terms(by=one.user, at=later)
    return Reviewer.objects.select_related("call", "user").get(pk=one.pk)


def account(judge: Judge) -> User:
    there = User.objects.filter(email=judge.email).first()
    return there or signed_up(judge.email, judge.name, time_zone=judge.zone, password=PASSWORD)
