"""Many people of a call in a few statements, with facts by chance, and the list that decides on them: for what is counted."""

import random
from datetime import timedelta

from django.utils import timezone

from members.models import Person
from nominations.deciding.models import Decision, Publication
from nominations.models import Nomination, NominationVersion
from nominations.questions.choices import DISCIPLINES
from nominations.reviewing.models import Assignment
from tests import committee, make

RESIDENCES = ("FR", "DE", "ES", "KE", "SN", "JP", "IN", "CA", "BR", "NZ")
STAKEHOLDERS = ("science", "industry", "civil_society", "labour", "organisation")
GENDERS = ("woman", "man", "non_binary", "undisclosed", "")
LEANING = (40, 30, 12, 8, 4, 2, 1, 1, 1, 1)  # what comes first comes often


def crowd(call, size, *, seed=1) -> list[Nomination]:
    """So many who submitted in time, on their tracks; two of three are eligible."""
    chance = random.Random(seed)  # noqa: S311 - for a test
    people = Person.objects.bulk_create(Person(given_name="Cleo", family_name=f"Crowd {seed}-{n}") for n in range(size))
    groups, day, there = make.groups(), timedelta(days=1), call.nominations.count()
    rows = Nomination.objects.bulk_create(
        Nomination(
            call=call,
            person=person,
            number=there + n + 1,
            reference=f"C{call.year % 100}-{there + n + 1:05}",
            display_name=str(person),
            group=often(chance, groups),
            residence=often(chance, RESIDENCES),
            stakeholder_group=often(chance, STAKEHOLDERS),
            gender=often(chance, GENDERS),
        )
        for n, person in enumerate(people)
    )
    disciplines = [name for name, _words in DISCIPLINES[:6]]
    versions = NominationVersion.objects.bulk_create(
        NominationVersion(
            nomination=row,
            number=1,
            content='{"answers": {}}',
            sha256="0" * 64,
            received_at=call.closes_at - day * chance.randint(1, 20),
            disciplines=sorted(stated(chance, disciplines)),
        )
        for row in rows
    )
    for row, version in zip(rows, versions, strict=True):
        row.submitted_version, row.submitted_at = version, version.received_at
        row.track = "member" if chance.random() < 0.3 else "open"
        row.status = "eligible" if chance.random() < 0.7 else "submitted"
        if row.status == "eligible":
            row.screened_at = row.screening_shown_at = call.closes_at + day
    Nomination.objects.bulk_update(
        rows, ["submitted_version", "submitted_at", "track", "status", "screened_at", "screening_shown_at"]
    )
    type(call).objects.filter(pk=call.pk).update(tracks_frozen_at=call.closes_at + day)
    call.refresh_from_db()
    return rows


def given(call, *, by) -> Assignment:
    """One of them is with a reviewer: the tracks stay."""
    one, seat = call.nominations.filter(status="eligible").first(), committee.reviewer(call, by=by)
    return Assignment.objects.create(
        nomination=one, version=one.submitted_version, reviewer=seat, assigned_at=timezone.now()
    )


def often(chance, values):
    return chance.choices(values, LEANING[: len(values)])[0]


def stated(chance, disciplines) -> set:
    return {often(chance, disciplines) for _ in range(chance.randint(0, 2))}


def decided(call, *, by, head, seed=1) -> Publication:
    """The list of those who are eligible, published: some selected, some on reserve lists."""
    chance, now = random.Random(seed), timezone.now()  # noqa: S311
    publication = Publication.objects.create(
        call=call,
        status="published",
        offers_until=now + timedelta(days=14),
        asked_at=now,
        asked_by=by,
        hands=[by.pk],
        released_by=head,
        released_at=now,
        published_at=now,
    )
    outcomes = ("not_select", "select", "reserve")
    ranks = dict.fromkeys([group.pk for group in make.groups()], 0)
    rows = []
    for one in call.nominations.filter(status="eligible"):
        outcome = chance.choices(outcomes, (5, 4, 2))[0]
        group = None if outcome == "not_select" else one.group_id or make.groups()[0].pk
        if outcome == "reserve":
            ranks[group] += 1
        rows.append(
            Decision(
                call=call,
                nomination=one,
                version_id=one.submitted_version_id,
                status="published",
                outcome=outcome,
                group_id=group,
                rank=ranks[group] if outcome == "reserve" else None,
                publication=publication,
                proposed_at=now,
                published_at=now,
            )
        )
    Decision.objects.bulk_create(rows)
    call.nominations.filter(status="eligible").update(status="decided", screened_at=None, screening_shown_at=None)
    return publication
