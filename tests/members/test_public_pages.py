"""The public pages about Members and groups."""

import re

import pytest

from members import facts
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _facts(db):
    facts.load()


def names(response) -> list[str]:
    assert response.status_code == 200
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', response.content.decode())


@pytest.mark.parametrize("number", ["29 Members", "Senegal", "22 November 2022", "founding Member", "44 in all"])
def test_the_members_of_today_with_what_is_known_about_later(client, number):
    assert number in client.get("/en/members/").content.decode()


def test_all_members_have_a_row_with_their_source(client):
    page = client.get("/en/members/")

    assert len(names(page)) == 29
    assert page.content.decode().count('rel="noopener"') >= 29


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2020-06-15", 15),
        ("2021-06-01", 19),
        ("2021-11-11", 25),
        ("2022-11-22", 29),
        ("2020-06-14", 0),
        ("0001-01-01", 0),
    ],
)
def test_the_members_of_any_day(client, day, number):
    page = client.get("/en/members/", {"on": day})

    assert len(names(page)) == number
    assert re.search(rf"<h1>\s*{number} Members on ", page.content.decode())


def test_before_the_founding_the_page_says_so(client):
    assert "it was founded on 15 June 2020" in client.get("/en/members/?on=2019-01-01").content.decode()


@pytest.mark.parametrize(
    "day",
    [
        "yesterday",
        "2021-13-01",
        "2021-02-30",
        "01/06/2021",
        "-1",
        "9" * 5000,
        "2021-06-01\x00",
        "<script>",
        "' OR 1=1 --",
        "٢٠٢١",
    ],
)
def test_a_bad_day_is_answered_with_a_sentence(client, day):
    page = client.get("/en/members/", {"on": day})

    assert "Enter a day as year, month and day, such as 2021-06-01" in page.content.decode()
    assert len(names(page)) == 29
    assert "<script>" not in page.content.decode()
    assert "<title>Error:" in page.content.decode()


def test_a_day_to_come_is_answered_with_a_sentence(client):
    page = client.get("/en/members/?on=2999-01-01").content.decode()

    assert "Enter a day that is not in the future" in page


def test_an_empty_day_is_today(client):
    assert len(names(client.get("/en/members/?on="))) == 29


@pytest.mark.parametrize("query", ["?on=2021-06-01&on=2020-06-15", "?x=%00", "?on[]=2021-06-01", "?%ff=%fe", "?on=%ff"])
def test_a_strange_query_breaks_nothing(client, query):
    assert client.get(f"/en/members/{query}").status_code == 200


def test_french_names_and_dates(client):
    page = client.get("/fr/members/?on=2020-06-15")

    assert names(page)[0] == "Allemagne"
    assert names(page)[-1] == "Union européenne"
    assert "15 juin 2020" in page.content.decode()


def test_the_inferred_days_are_marked_and_explained(client):
    page = client.get("/en/members/").content.decode()

    assert page.count('<a href="#inferred">') == 6
    assert "The day is inferred" in page


@pytest.mark.parametrize("path", ["/en/members/", "/en/members/?on=2021-06-01", "/en/members/?on=x", "/fr/groups/"])
def test_the_pages_cost_two_statements_at_most(client, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        page = client.get(path)

    assert page.status_code == 200


@pytest.mark.parametrize(
    ("path", "name", "summary"),
    [
        ("/en/groups/", "Future of Work", "Studies how AI changes jobs"),
        ("/fr/groups/", "Avenir du travail", "Étudie comment l’IA transforme les emplois"),
    ],
)
def test_the_groups_in_both_languages_with_sources(client, path, name, summary):
    page = client.get(path).content.decode()

    assert name in page
    assert summary in page
    assert page.count("dig.watch") == 8  # address and words of four sources


def test_the_concluded_group_stands_apart(client):
    page = client.get("/en/groups/").content.decode()

    assert (
        page.index("Innovation and Commercialisation")
        < page.index("Concluded")
        < page.index("AI and Pandemic Response")
    )


def test_what_the_portal_decided_itself_is_told_by_this_portal(client, settings):
    make.member("NO", "Norway", source_url=f"{settings.SITE_URL}/en/members/NO/")

    assert "this portal" in client.get("/en/members/").content.decode()
