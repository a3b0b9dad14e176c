"""Whatever two persons have: a merge and its undoing leave every row as it was, and a refusal changes none."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.models import (
    Affiliation,
    Appointment,
    ConsentRecord,
    InterestDeclaration,
    Person,
    PersonAddress,
    Project,
    WorkingGroup,
)
from members.models.consent import Purpose
from nominations.models import Extension
from portal.lifecycle.models import Refused
from tests import make
from tests.kept import kept

from .test_merging import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIRST = date(2022, 1, 1)
ORCIDS = ["0000-0002-1825-0097", "0000-0002-1694-233X"]
TERM = st.tuples(st.integers(0, 1), st.sampled_from(["expert", "co_chair"]), st.integers(0, 40))
CONSENT = st.tuples(st.sampled_from(Purpose.values[:2]), st.integers(2, 50), st.none() | st.integers(1, 50))
SIDE = st.fixed_dictionaries(
    {
        "account": st.sampled_from([None, None, "open", "closed"]),
        "orcid": st.booleans(),
        "biography": st.sampled_from(["", "Fair models."]),
        "addresses": st.integers(0, 2),
        "affiliations": st.integers(0, 2),
        "interests": st.integers(0, 1),
        "terms": st.lists(TERM, max_size=2),
        "consents": st.lists(CONSENT, max_size=3),
        "projects": st.sets(st.integers(0, 2)),
        "nominated": st.booleans(),
        "longer": st.booleans(),
        "stubs": st.integers(0, 1),
    }
)


class Undone(Exception):
    """Leaves one example without a trace for the next."""


@kept
def ground(amina):
    """A call, groups and projects that are there for every example."""
    call = make.call(by=amina)
    for number in range(3):
        Project.objects.create(title=f"Project {number}", kind="project", source_url="https://example.org/")
    return call, list(WorkingGroup.objects.order_by("pk")), list(Project.objects.order_by("pk")), amina


def build(number, has, ground) -> Person:
    """A person with these rows."""
    call, groups, projects, amina = ground
    now = timezone.now()
    person = make.person("Erika", f"Side {number}", orcid=ORCIDS[number] if has["orcid"] else "")
    person.biography = has["biography"]
    if has["account"]:
        person.user = make.user(f"side-{number}@example.org", is_active=has["account"] == "open")
    person.save()
    for each in range(has["addresses"]):
        PersonAddress.objects.create(person=person, email=f"known-{number}-{each}@example.org")
    for _each in range(has["affiliations"]):
        Affiliation.objects.create(person=person, organisation="Place", stakeholder_group="science", country="DE")
    for _each in range(has["interests"]):
        InterestDeclaration.objects.create(person=person, occasion="yearly")
    for group, role, months in has["terms"]:
        start = FIRST + timedelta(days=30 * months)
        free = not Appointment.objects.filter(person=person, group=groups[group], role=role).exists()
        if free:
            facts = {"route": "self", "starts_on": start, "planned_end": start + timedelta(days=400)}
            Appointment.objects.create(person=person, group=groups[group], role=role, **facts)
    for purpose, ago, withdrawn in has["consents"]:
        ended = None if withdrawn is None else now - timedelta(days=min(withdrawn, ago))
        if ended or not person.consents.in_force().filter(purpose=purpose).exists():
            given = {"given_at": now - timedelta(days=ago), "withdrawn_at": ended}
            ConsentRecord.objects.create(person=person, purpose=purpose, text_version="t", way="paper", **given)
    for each in has["projects"]:
        projects[each].responsible.add(person)
    if has["nominated"]:
        author = make.user(f"nominee-{number}@example.org")
        made = make.nomination(author=author, call=call)
        type(made).objects.filter(pk=made.pk).update(person=person)
    if has["longer"]:
        end = call.closes_at + timedelta(days=9)
        Extension.objects.create(call=call, person=person, until=end, previous=call.closes_at, by=amina)
    for each in range(has["stubs"]):
        Person.objects.create(family_name=f"Stub {number} {each}", merged_into=person)
    return person


@given(SIDE, SIDE)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merged_and_taken_apart_is_as_before(ground, amina, mine, theirs):
    with suppress(Undone), transaction.atomic():
        one, other = build(0, mine, ground), build(1, theirs, ground)
        before = snapshot()
        try_on(one, other, amina)
        assert snapshot() == before
        raise Undone


def try_on(kept, stub, amina):
    """Merge them and take them apart again, where that is not refused."""
    with suppress(Refused):
        merge = kept.merge(stub, reason="One.", by=amina)
        assert stub.belongings() == {}
        merge.undo(by=amina, reason="Two.")
