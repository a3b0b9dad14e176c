"""The public pages that belong to no noun: each in both languages, with a title, a description and its twin."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from members import facts
from members.models import Member, WorkingGroup
from portal.views.machines import PUBLIC
from tests import make

PATHS = {
    "": None,
    "about/": "About the Partnership",
    "members/": "Members",
    "groups/": "Working groups",
    "call/": "Call for experts 2026",
    "groups/across/": "Across the groups",
    "experts/": "Experts",
    "call/questions/": "Every question of the form",
    "open-data/": "Open data",
    "privacy/": "Privacy and your data",
    "accessibility/": "Accessibility",
    "contact/": "Contact the secretariat",
}


@pytest.fixture(autouse=True)
def _facts(db):
    facts.load()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PATHS)
def test_each_page_has_one_heading_a_title_a_description_and_its_twin(path, language, call, client):
    response = client.get(f"/{language}/{path}")
    page = response.content.decode()

    assert response.status_code == 200
    assert f'<html lang="{language}">' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>\s*[^<–]+ – [^<]+</title>", page)
    assert re.search(r'<meta name="description" content="[^"]{50,300}">', page)
    assert f'<link rel="canonical" href="http://testserver/{language}/{path}">' in page
    for code in ("en", "fr"):
        assert f'<link rel="alternate" hreflang="{code}" href="http://testserver/{code}/{path}">' in page
    assert "style=" not in page
    assert not re.search(r"<script(?! type=\"module\" src=)", page)


@pytest.mark.parametrize(("path", "title"), [(path, title) for path, title in PATHS.items() if title])
def test_titles_say_which_page_it_is(path, title, call, client):
    page = client.get(f"/en/{path}").content.decode()

    assert f"<title>{title} – Global Partnership on Artificial Intelligence</title>" in page


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "query", ["?next=//evil.example", "?q=<script>alert(1)</script>", "?x=%00&%ff=%fe", "?on=0000-00-00"]
)
def test_a_strange_query_breaks_nothing_and_is_not_repeated(path, query, call, client):
    page = client.get(f"/en/{path}{query}")

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert (
        "canonical" not in page.content.decode()
        or "evil" not in re.search(r'canonical" href="([^"]+)"', page.content.decode())[1]
    )


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_read_and_never_posted_to(path, call, client):
    """A POST changes nothing: there is no form behind these addresses."""
    before = call.story().count()

    assert client.post(f"/en/{path}", {"title_en": "Hacked"}).status_code in (200, 403, 405)

    call.refresh_from_db()
    assert (call.title_en, call.story().count()) == ("Call for experts 2026", before)


def test_the_bare_address_leads_to_the_readers_language(client):
    assert client.get("/", headers={"accept-language": "fr-CA,fr;q=0.8"}).headers["Location"] == "/fr/"
    assert client.get("/", headers={"accept-language": "de"}).headers["Location"] == "/en/"


# --- home


def test_home_shows_the_call_the_members_on_the_map_and_as_a_list_and_the_groups(call, client):
    page = client.get("/en/").content.decode()

    assert "28 countries and the European Union" in page
    assert page.count('aria-label="Senegal, Member since 22 November 2022"') == 1
    assert page.count('<a href="/en/members/SN/">Senegal</a> <span>22 November 2022</span>') == 1
    assert "80 experts for four working groups" in page
    assert page.count("20 seats in this call") == 4


def test_home_costs_three_statements(call, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page = client.get("/en/")

    assert page.status_code == 200
    assert call.title in page.content.decode()


@pytest.mark.parametrize(
    ("opens", "closes", "said", "start"),
    [
        (-10, 9, "Start a nomination", True),
        (3, 9, "have your CV ready", False),
        (-10, -1, "Nominations are closed.", False),
    ],
)
def test_home_says_where_the_call_stands(opens, closes, said, start, jonas, client):
    now = timezone.now()
    make.call(by=jonas, opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes))

    page = client.get("/en/").content.decode()
    assert said in page
    assert ("/en/nominations/start/" in page) is start


def test_home_between_calls_and_without_facts_still_stands(client, jonas):
    Member.objects.all().delete()

    page = client.get("/en/").content.decode()
    assert "No call is open at present." in page
    assert re.search(r"<h2 id=\"members\">\s*0 Members", page)


# --- machines


def test_security_txt_has_its_four_fields(client, settings):
    settings.SECRETARIAT_EMAIL = "secretariat@gpai.example"
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:secretariat@gpai.example"
    assert fields["Preferred-Languages"] == "en, fr"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = timezone.datetime.fromisoformat(fields["Expires"].replace("Z", "+00:00"))
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)


def test_robots_may_read_the_public_pages_and_no_others(client, settings):
    settings.DEMO = False
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {
        f"Disallow: /{closed}/" for closed in ("admin", "en/nominations", "fr/accounts", "en/desk", "fr/consent")
    } <= set(lines)
    assert "Disallow: /" not in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_a_demo_with_invented_people_is_not_indexed(client, settings):
    settings.DEMO = True

    assert client.get("/robots.txt").content.decode().splitlines() == ["User-agent: *", "Disallow: /"]


def test_the_sitemap_lists_every_public_page_in_both_languages(client, call):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  our own words
    places = [place.text for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]

    members = [f"members/{member.code}/" for member in Member.objects.all()]
    groups = [f"groups/{group.slug}/" for group in WorkingGroup.objects.all()]
    assert len(places) == 2 * (len(PUBLIC) + 29 + 5) == 2 * (len(PATHS) + 29 + 5)
    assert {place.removeprefix("http://testserver") for place in places} == {
        f"/{code}/{path}" for code in ("en", "fr") for path in [*PATHS, *members, *groups]
    }
    for place in places:
        assert client.get(place.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize(
    "told",
    [
        "If you act for a Member:",
        "nobody else reads what a Member voted, not even the secretariat",
        "If you are the contact of a country that applies:",
        "as long as the record of the Partnership",
        "You may be here without an account.",
        "If two records turned out to be about you",
        'withdraw your consent to publication on <a href="/en/profile/">your profile</a>',
    ],
)
def test_the_privacy_page_speaks_of_all_whom_the_portal_holds(client, told):
    assert told in client.get("/en/privacy/").content.decode()
