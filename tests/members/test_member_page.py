"""The page of a Member: what the public reads of it, and what it does not."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from members import facts
from members.models import Accession, Ballot, ConsentRecord, Member
from members.models.consent import Purpose
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


@pytest.fixture(autouse=True)
def _facts(db):
    facts.load()


def page(client, code, language="en", **query) -> str:
    response = client.get(f"/{language}/members/{code}/", query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "FR",
            ["A founding Member, since 15 June 2020.", "Founding of the Partnership", "uk.ambafrance.org", "Europe"],
        ),
        ("SN", ["A Member since 22 November 2022.", "Tokyo summit, Ministerial Council", "gpai.ai", "Africa"]),
        ("BE", ["A Member since 11 November 2021.", "Paris summit", "The day is inferred"]),
        ("EU", ["European Union", "a Member beside its member states"]),
    ],
)
def test_a_page_tells_since_when_and_how_it_was_admitted(client, code, words):
    found = page(client, code)

    assert [word for word in words if word not in found] == []
    assert len(re.findall(r"<h1[ >]", found)) == 1


def test_the_page_in_french(client):
    found = page(client, "BE", "fr")

    assert "Belgique" in found
    assert "Membre depuis le 11 novembre 2021." in found
    assert "Sommet de Paris" in found


@pytest.mark.parametrize(
    ("path", "status"),
    [("fr", 302), ("Fr", 302), ("ZZ", 404), ("AT", 404), ("FRA", 404), ("EUE", 404), ("F1", 404), ("ＦＲ", 404)],
)
def test_other_spellings_lead_to_the_page_or_nowhere(client, path, status):
    response = client.get(f"/en/members/{path}/")

    assert response.status_code == status
    assert status == 404 or response["Location"] == "/en/members/FR/"


def test_there_is_no_page_before_the_day_of_admission(client):
    make.member("KE", "Kenya", region="Africa", admitted_on=TODAY + timedelta(days=1))
    assert client.get("/en/members/KE/").status_code == 404

    Member.objects.filter(code="KE").update(admitted_on=TODAY)
    assert client.get("/en/members/KE/").status_code == 200


def test_a_suspension_is_told_with_its_days_and_never_its_reason(client, jonas):
    spain = Member.objects.get(code="ES")
    spain.suspensions.create(since="2023-03-01", until="2023-06-01", reason="Unpaid dues.", end_reason="Paid up.")
    spain.suspend(reason="Again unpaid.", by=jonas)

    found = page(client, "ES")
    assert "From 1 March 2023 to 31 May 2023" in found
    assert '<span class="tag stop">Suspended</span>' in found
    assert not re.search("unpaid|paid up", found, re.I)


def test_a_former_member_keeps_its_page_with_its_days_and_without_the_reason(client, jonas):
    Member.objects.get(code="ES").leave(date(2025, 1, 1), reason="Its own wish.", by=jonas)

    found = page(client, "ES")
    assert "A Member from 4 December 2020 to 31 December 2024." in found
    assert "wish" not in found


def test_a_leaving_to_come_is_not_told_before_its_day(client, jonas):
    Member.objects.get(code="ES").leave(TODAY + timedelta(days=9), reason="Its own wish.", by=jonas)

    found = page(client, "ES")
    assert "A Member since 4 December 2020." in found
    assert "last day" not in found


def test_the_focal_point_is_an_institution_and_nobodys_name(client):
    spain = Member.objects.get(code="ES")
    ines = make.user("ines@example.org", "Ines Iglesias")
    make.delegate(ines, spain, "focal_point", institution="Ministry of Digital Transformation")
    make.delegate(make.user("dep@example.org", "Dora Deputy"), spain, "deputy", institution="House of the deputy")
    make.delegate(make.user("con@example.org", "Cora Council"), spain, "council", institution="House of the council")

    found = page(client, "ES")
    assert "Ministry of Digital Transformation" in found
    assert not re.search("Ines|Iglesias|Dora|Cora|House of|@example.org", found)


def test_a_focal_point_of_old_is_not_told(client):
    now = timezone.now()
    old, spain = make.user("old@example.org"), Member.objects.get(code="ES")
    make.delegate(
        old, spain, "focal_point", institution="Old house", since=now - timedelta(days=9), until=now - timedelta(days=1)
    )

    assert "Old house" not in page(client, "ES")


def nominated(code, name, **fields):
    """An expert whom this Member nominated, under this name."""
    person = make.expert(route="member", member=Member.objects.get(code=code), **fields)
    person.given_name, person.family_name = name.split()
    person.save()
    return person


def test_its_experts_are_listed_current_ones_first_and_no_other_members(client, jonas):
    nominated("ES", "Zoe Zamora")
    ana = nominated("ES", "Ana Arriba").appointments.get()
    ana.resign(on=TODAY - timedelta(days=3), reason="Ill.", by=jonas)
    nominated("FR", "Guy Gaulois")

    found = page(client, "ES")
    assert found.index("Zoe Zamora") < found.index("Ana Arriba") < found.index(">Former<")
    assert "Gaulois" not in found
    assert "Ill." not in found


def test_who_may_not_be_shown_is_nowhere(client):
    hidden = nominated("ES", "Hid Hidden", consent=False)
    planned = nominated("ES", "Pla Planned", days=-30)
    gone = nominated("ES", "Wit Withdrawn")
    ConsentRecord.settle(gone, {Purpose.PUBLICATION: False}, text_version="test", way="test")

    found = page(client, "ES")
    for person in (hidden, planned, gone):
        assert person.family_name not in found
        assert str(person.public_id) not in found
    assert "No expert whom it nominated has agreed to be shown here." in found


def test_how_the_council_decided_is_told_by_its_rule_and_without_a_count(client, jonas):
    kenya = make.member("KE", "Kenya", region="Africa", admitted_on=TODAY)
    now = timezone.now()
    accession = Accession.objects.create(
        country="KE",
        contact=make.user("c@example.org", "Carl Contact"),
        status="admitted",
        member=kenya,
        submitted_at=now,
    )
    facts = {"votes_for": 17, "votes_against": 0, "abstentions": 3, "entitled": 29, "adopted": True, "status": "closed"}
    opened = now - timedelta(days=20)
    Ballot.objects.create(
        accession=accession, rule="consensus", basis="cast", opens_at=opened, opened_at=opened, closes_at=now, **facts
    )

    found = page(client, "KE")
    assert "by decision of the Council" in found
    assert "Adopted; rule: consensus" in found
    assert not re.search(r"\b17\b|Carl|Contact<|c@example", found.split("<main")[1])


@pytest.mark.parametrize("number", [3, 60])
def test_the_page_costs_as_much_with_many_experts_as_with_few(client, number, django_assert_num_queries):
    for each in range(number):
        nominated("ES", f"Given{each} Family{each:03}")

    with django_assert_num_queries(8):
        found = page(client, "ES")

    assert found.count('<th scope="row">') == min(number, 50)


def test_the_second_page_has_the_rest(client):
    for each in range(60):
        nominated("ES", f"Given{each} Family{each:03}")

    assert 'href="?page=2#experts"' in page(client, "ES")
    assert page(client, "ES", page="2").count('<th scope="row">') == 10


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 400, "2\x00", "²"])
def test_a_strange_number_of_a_page_is_answered(client, number):
    assert "Spain" in page(client, "ES", page=number)
