"""The open data: every fact with its source, of any day, and of people only what they agreed to."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members import facts
from members.models import ConsentRecord, Member, Suspension
from members.models.consent import Purpose
from members.open_data import RESOURCES
from tests import make

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture
def facts_loaded(db):
    facts.load()


def got(client, name, **query):
    answer = client.get(API + name, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def file(client, name, **query) -> list[dict]:
    answer = client.get(f"{API}{name}.csv", query)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("day", "number"),
    [("2020-06-14", 0), ("2020-06-15", 15), ("2021-06-01", 19), ("2021-11-11", 25), ("2022-11-22", 29), ("", 29)],
)
def test_members_of_any_day(client, facts_loaded, day, number):
    query = {"on": day} if day else {}

    page = got(client, "members", **query)

    assert (page["count"], len(page["items"]), len(file(client, "members", **query))) == (number,) * 3
    assert all(row["source_url"].startswith("http") for row in page["items"])


def test_the_third_wave_is_marked_as_inferred(client, facts_loaded):
    inferred = {row["code"] for row in got(client, "members")["items"] if row["day_inferred"]}

    assert inferred == {"BE", "CZ", "DK", "IE", "IL", "SE"}


def test_a_suspended_member_is_marked_on_its_days(client, facts_loaded):
    today = timezone.now().date()
    Suspension.objects.create(member=Member.objects.get(code="SI"), since=today - timedelta(days=9), reason="File.")

    def suspended(**query):
        return [row["code"] for row in got(client, "members", **query)["items"] if row["suspended"]]

    assert suspended() == ["SI"]
    assert suspended(on=str(today - timedelta(days=10))) == []
    assert "File." not in str(got(client, "members"))


def test_a_member_of_a_day_to_come_is_not_there_yet(client, facts_loaded):
    make.member("NO", "Norway", admitted_on=timezone.now().date() + timedelta(days=3))

    assert "NO" not in {row["code"] for row in got(client, "members")["items"]}


def test_groups_and_projects_with_their_sources(client, facts_loaded):
    groups, projects = got(client, "groups")["items"], got(client, "projects", page_size=100)["items"]

    assert [len(groups), len(projects)] == [5, 66]
    assert got(client, "groups", on="2020-06-14")["items"] == []
    assert all(row["source_url"] for row in groups + projects)
    assert {row["title"] for row in projects if row["group"] is None} > {"Agentic AI"}
    assert sum(row["year_inferred"] for row in projects) == 6
    assert {row["year"] for row in got(client, "projects", on="2021-06-01")["items"]} == {2020, 2021}


def test_an_expert_is_there_with_consent_and_gone_without(client):
    person = make.expert(role="co_chair")
    group = person.appointments.get().group.slug

    def seen():
        rows = [got(client, name)["items"] for name in ("experts", "appointments", "groups")]
        assert [len(file(client, name)) for name in ("experts", "appointments")] == [len(rows[0]), len(rows[1])]
        return len(rows[0]), len(rows[1]), [c["name"] for r in rows[2] if r["slug"] == group for c in r["co_chairs"]]

    assert seen() == (1, 1, ["Erika Expert"])

    ConsentRecord.settle(person, {Purpose.PUBLICATION: False}, text_version="test", way="test")

    assert seen() == (0, 0, [])


def test_a_roster_of_a_day_shows_the_work_of_that_day(client):
    person = make.expert(days=100)
    today = timezone.now().date()
    moved = today - timedelta(days=50)
    work = {"stakeholder_group": "science", "country": "JP"}
    person.affiliations.create(organisation="Old Institute", until=moved, **work)
    person.affiliations.create(organisation="New Institute", since=moved, **work)

    def where(**query):
        return [(row["organisation"], row["terms"][0]["role"]) for row in got(client, "experts", **query)["items"]]

    assert where() == [("New Institute", "expert")]
    assert where(on=str(today - timedelta(days=51))) == [("Old Institute", "expert")]
    assert where(on=str(today - timedelta(days=101))) == []


def test_nothing_private_is_in_any_answer(client):
    person = make.expert(make.user("hidden@example.org", "Hanna Hidden"))
    person.appointments.update(reason="For the file.")
    person.addresses.create(email="older@example.org")

    told = "".join(client.get(API + name + end).content.decode() for name in RESOURCES for end in ("", ".csv"))

    assert "Hanna Hidden" in told
    for private in ("hidden@example.org", "older@example.org", "For the file.", '"user', "gender", "nationality"):
        assert private not in told


@pytest.mark.parametrize("name", [*RESOURCES, *(f"{name}.csv" for name in RESOURCES)])
def test_what_did_not_change_is_not_sent_again(client, facts_loaded, name):
    first = client.get(API + name)
    again = client.get(API + name, headers={"if-none-match": first["ETag"]})
    head = client.head(API + name)

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Access-Control-Allow-Origin"] == "*"
    Member.objects.filter(code="SI").update(name_en="Slovenija")
    assert (client.get(API + name)["ETag"] == first["ETag"]) == (not name.startswith("members"))


def test_people_find_it_and_every_link_of_the_page_answers(client, facts_loaded):
    page = client.get("/en/open-data/").content.decode()
    links = re.findall(r'href="(/api/[^"]+)"', page)

    assert len(links) == 2 * len(RESOURCES) + 2
    assert {client.get(link).status_code for link in links} == {200}
    assert 'href="/en/open-data/"' in client.get("/en/").content.decode()


def test_pages_have_every_row_once(client, facts_loaded):
    found = []
    for page in range(1, 8):
        found += [row["title"] for row in got(client, "projects", page=page, page_size=10)["items"]]

    assert len(found) == len(set(found)) == 66
    assert got(client, "projects", page=8, page_size=10)["items"] == []


def test_next_leads_from_page_to_page_and_asks_the_same(client, facts_loaded, settings):
    address, found = f"{API}projects?on=2024-06-01&page_size=10", []
    while address:
        page = client.get(address.removeprefix(settings.SITE_URL)).json()
        found += [row["title"] for row in page["items"]]
        address = page["next"]
        assert address is None or (
            address.startswith(f"{settings.SITE_URL}{API}projects?") and "on=2024-06-01" in address
        )

    assert sorted(found) == sorted(row["title"] for row in file(client, "projects", on="2024-06-01"))
    assert len(found) == page["count"] > 10
    assert got(client, "projects", page=8, page_size=10)["next"] is None


def test_a_page_that_ends_with_the_last_row_has_no_next(client, facts_loaded):
    assert got(client, "projects", page_size=66)["next"] is None
    assert got(client, "projects", page_size=65)["next"].endswith("?page_size=65&page=2")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"on": "yesterday"}, "`on` is a day"),
        ({"on": "0"}, "`on` is a day"),
        ({"on": "2021-02-30"}, "`on` is a day"),
        ({"on": "2021-06-01T00:00"}, "`on` is a day"),
        ({"on": "\x00"}, "`on` is a day"),
        ({"on": "9999-12-31"}, "lies in the future"),
        ({"page": "0"}, "`page`"),
        ({"page": "9" * 30}, "`page`"),
        ({"page_size": "501"}, "`page_size`"),
        ({"page_size": "x"}, "`page_size`"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_a_sentence(client, query, words):
    answer = client.get(f"{API}members", query)

    assert answer.status_code == 400
    assert words in answer.json()["detail"]


def test_it_is_described_and_the_description_is_true(client, facts_loaded):
    told = client.get(f"{API}openapi.json").json()

    lists = {f"{API}{name}{end}" for name in RESOURCES for end in ("", ".csv")}
    assert set(told["paths"]) == lists | {f"{API}statistics/{{year}}"}
    shape = told["components"]["schemas"]["MemberRow"]["properties"]
    page = got(client, "members")
    assert set(shape) == set(page["items"][0])
    assert set(told["components"]["schemas"]["PagedMemberRow"]["properties"]) == set(page)


@pytest.mark.parametrize("end", ["", ".csv"])
def test_every_answer_that_there_is_is_described(client, facts_loaded, end):
    first = client.get(f"{API}members{end}")
    answers = {
        "200": first,
        "304": client.get(f"{API}members{end}", headers={"if-none-match": first["ETag"]}),
        "400": client.get(f"{API}members{end}", {"on": "yesterday"}),
    }
    described = client.get(f"{API}openapi.json").json()

    for method in ("get", "head"):
        operation = described["paths"][f"{API}members{end}"][method]
        assert {status: answer.status_code for status, answer in answers.items()} == {
            status: int(status) for status in operation["responses"]
        }
        for status, answer in answers.items():
            kinds = set(operation["responses"][status].get("content", {}))
            assert kinds == ({answer["Content-Type"].partition(";")[0]} if answer.content else set())
        assert "ETag" in operation["responses"]["200"]["headers"]
        assert {"on", "If-None-Match"} <= {asked["name"] for asked in operation["parameters"]}
    problem = described["components"]["schemas"]["Problem"]["properties"]
    assert set(problem) == set(answers["400"].json())


def test_it_says_the_same_to_everybody_and_takes_nothing(client, client_factory, amina):
    make.expert()
    staff = client_factory()
    staff.force_login(amina)

    assert staff.get(f"{API}experts").content == client.get(f"{API}experts").content
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(f"{API}experts").status_code == 405


def test_it_costs_as_many_statements_for_many_as_for_few(client):
    def grow(number):
        for n in range(number):
            person = make.expert(role="expert", group=make.groups()[n % 4])
            person.affiliations.create(organisation=f"Institute {n}", stakeholder_group="science", country="JP")

    grow(3)
    costs = {}
    for name in RESOURCES:
        for end in ("", ".csv"):
            with CaptureQueriesContext(connection) as told:
                client.get(API + name + end)
            costs[name + end] = len(told)
    grow(30)
    for name, cost in costs.items():
        with CaptureQueriesContext(connection) as told:
            client.get(API + name)
        assert len(told) == cost, name


def test_a_file_for_a_spreadsheet_holds_no_formula(client):
    person = make.expert()
    person.biography = "=HYPERLINK(1)"
    person.save()

    assert file(client, "experts")[0]["biography"] == "'=HYPERLINK(1)"
    assert json.loads(client.get(f"{API}experts").content)["items"][0]["biography"] == "=HYPERLINK(1)"
