"""The page of one expert: what it tells, what it never tells, and when it is a missing page."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.models import ConsentRecord, Project
from members.models.consent import Purpose
from tests import make
from tests.admin import enter
from tests.experts import affiliation
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def ada(leila, groups):
    """An expert nominated by Senegal, with all that a page may tell."""
    person = make.expert(leila, route="member", member=make.member("SN", "Senegal", region="Africa"), days=40)
    facts = {
        "published_name": "Ada Abe",
        "orcid": "0000-0002-1825-0097",
        "biography": "First line.\n\nSecond line.",
        "profile_url": "https://www.example.org/ada",
    }
    for name, value in facts.items():
        setattr(person, name, value)
    person.save()
    affiliation(person, "Université de Dakar", position="Professor", country="SN")
    return person


def page(client, person, language="en"):
    return client.get(f"/{language}/experts/{person.public_id}/")


def test_the_page_tells_what_its_person_agreed_to(client, ada):
    told = page(client, ada).content.decode()

    for words in (
        "<h1>Ada Abe</h1>",
        "Professor, Université de Dakar",
        "Senegal",
        "Science",
        "<p>First line.</p>",
        'href="https://orcid.org/0000-0002-1825-0097" rel="noopener me"',
        'href="https://www.example.org/ada" rel="noopener nofollow ugc"',
        "Nominated by Senegal",
        "Responsible AI",
        "Expert</td>",
    ):
        assert words in told


def test_the_page_never_tells_an_address(client, ada, leila):
    ada.addresses.create(email="known@example.net")

    told = page(client, ada).content.decode()

    assert leila.email not in told
    assert "known@example.net" not in told


def test_terms_are_told_with_their_last_day_and_no_reason(client, ada, groups):
    ada.appointments.create(
        group=groups[1],
        role="co_chair",
        route="invited",
        starts_on=date(2022, 3, 1),
        planned_end=date(2025, 3, 1),
        ended_on=date(2024, 3, 1),
        status="resigned",
        reason="A private reason.",
    )

    told = page(client, ada).content.decode()

    assert "1 March 2022 to 29 February 2024" in told
    assert "A private reason" not in told
    assert "resigned" not in told


def test_a_term_to_come_is_not_told_yet(client, ada, groups):
    later = timezone.now().date() + timedelta(days=30)
    ada.appointments.create(group=groups[2], route="self", starts_on=later, planned_end=later + timedelta(days=900))

    assert "Future of Work" not in page(client, ada).content.decode()


def test_projects_they_answer_for_are_told(client, ada, groups):
    facts = {"kind": "report", "source_url": "https://example.org/", "group": groups[0], "year": 2024}
    Project.objects.create(title="A report of ours", **facts).responsible.add(ada)
    Project.objects.create(title="A report of others", **facts)

    told = page(client, ada).content.decode()

    assert "A report of ours" in told
    assert "A report of others" not in told


def missing(client, person) -> bool:
    """Whether its answer is that of a page that was never there."""
    mine, none = page(client, person), client.get("/en/experts/00000000-0000-4000-8000-000000000000/")
    same = [answer.content.decode().replace(str(answer.wsgi_request.path), "") for answer in (mine, none)]
    return (mine.status_code, none.status_code) == (404, 404) and len(same[0]) == len(same[1])


def test_without_consent_there_is_no_page(client, ada):
    ConsentRecord.settle(ada, {Purpose.PUBLICATION: False}, text_version="test", way="test")

    assert missing(client, ada)


def test_another_consent_opens_no_page(client, groups):
    person = make.expert(consent=False)
    ConsentRecord.settle(person, {Purpose.RESERVE_LIST: True}, text_version="test", way="test")

    assert missing(client, person)


def test_somebody_without_a_term_has_no_page(client):
    assert missing(client, make.person(consent=True))


def test_the_secretariat_gets_the_same_missing_page(client_factory, amina, settings):
    settings.REQUIRE_STAFF_MFA = False
    person = make.expert(consent=False)

    assert page(enter(client_factory(), amina), person).status_code == 404


def test_a_double_leads_to_the_one_who_was_kept(client, ada):
    stub = make.expert()
    stub.merged_into = ada
    stub.save()

    answer = page(client, stub)

    assert (answer.status_code, answer["Location"]) == (302, f"/en/experts/{ada.public_id}/")


def test_a_double_of_a_double_leads_there_too(client, ada):
    middle, stub = make.expert(), make.expert()
    middle.merged_into, stub.merged_into = ada, middle
    middle.save()
    stub.save()

    assert page(client, stub)["Location"] == f"/en/experts/{ada.public_id}/"


def test_a_double_of_somebody_hidden_is_a_missing_page(client):
    stub, hidden = make.expert(), make.expert(consent=False)
    stub.merged_into = hidden
    stub.save()

    assert missing(client, stub)


@pytest.mark.parametrize("name", ["x", "1", "00000000-0000-4000-8000-00000000000", "%00", "..%2f", "a" * 3000])
def test_an_odd_name_is_a_missing_page(client, groups, name):
    assert client.get(f"/en/experts/{name}/").status_code == 404


def test_the_page_in_french(client, ada):
    told = page(client, ada, "fr").content.decode()

    assert "Mandats" in told
    assert "Sénégal" in told


def test_many_terms_and_projects_cost_no_more(client, ada, groups, django_assert_num_queries):
    for number in range(20):
        start = date(1950 + number * 2, 1, 1)
        ada.appointments.create(group=groups[1], route="self", starts_on=start, planned_end=start + timedelta(days=300))
        facts = {"kind": "report", "source_url": "https://example.org/", "group": groups[number % 4]}
        Project.objects.create(title=f"Report {number}", **facts).responsible.add(ada)

    with django_assert_num_queries(6):
        assert "Report 19" in page(client, ada).content.decode()
