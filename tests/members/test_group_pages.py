"""A group's page: co-chairs now and then, the experts of any day, projects with who is responsible."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from members import facts
from members.models import Appointment, ConsentRecord, Project, WorkingGroup
from members.models.consent import Purpose
from tests import make
from tests.experts import affiliation, crowd
from tests.kept import kept

pytestmark = pytest.mark.django_db
PAGE = "/en/groups/responsible-ai/"


@kept
def group(db):
    facts.load()
    return WorkingGroup.objects.get(slug="responsible-ai")


def seated(group, name, start, end, *, consent=True, role="expert", ended=None):
    """Somebody with a term from one day to another; both as in the table, the end outside."""
    person = make.person(*name.split(), consent=consent)
    facts = {"group": group, "route": "self", "role": role, "status": "ended" if ended else "active"}
    Appointment.objects.create(person=person, starts_on=start, planned_end=end, ended_on=ended, **facts)
    return person


def part(client, path, name) -> str:
    """The words of one section of the page."""
    response = client.get(path)
    assert response.status_code == 200
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', response.content.decode(), re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def withdraw(person):
    ConsentRecord.settle(person, {Purpose.PUBLICATION: False}, text_version="test", way="test")


# --- the mandate and the co-chairs of old


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("responsible-ai", "Established on 15 June 2020."),
        ("data-governance", "Gathers evidence"),
        ("ai-and-pandemic-response", "Concluded"),
    ],
)
def test_every_group_has_its_page_with_mandate_and_source(client, group, slug, words):
    page = client.get(f"/en/groups/{slug}/").content.decode()

    assert words in page
    assert WorkingGroup.objects.get(slug=slug).source_url in page


@pytest.mark.parametrize(
    ("slug", "name", "words"),
    [
        ("responsible-ai", "Yoshua Bengio", "Yoshua Bengio 2020 (Source: euraxess.ec.europa.eu )"),
        ("responsible-ai", "Raja Chatila", "2021 (Source: scribd.com ) 2022 (Source: mila.quebec )"),
        ("data-governance", "Jeni Tennison", "Jeni Tennison 2020–2023 (Source: odipi.si )"),
        ("future-of-work", "Matthias Peissner", "2021 (Source: gpai.paris ) 2022 (Source: gpai.ai )"),
        ("ai-and-pandemic-response", "Alice Oh", "Alice Oh year not told (Source: gpai.paris )"),
    ],
)
def test_co_chairs_of_old_are_told_with_year_and_source(client, group, slug, name, words):
    told = part(client, f"/en/groups/{slug}/", "co-chairs")

    assert words in told
    assert told.count(name) == 1


def test_where_no_co_chair_was_found_the_page_says_so(client, group):
    told = part(client, "/en/groups/innovation-and-commercialisation/", "co-chairs")

    assert "was not found in public sources" in told
    assert "No co-chair is listed at present" in told
    assert "was not found" not in part(client, PAGE, "co-chairs")


def test_a_group_that_is_none_is_a_missing_page(client, group):
    assert client.get("/en/groups/nothing/").status_code == 404


# --- the roster of a day


@kept
def seats(group):
    seated(group, "Ada Abe", date(2023, 3, 1), date(2026, 3, 1))
    seated(group, "Bea Bauer", date(2023, 3, 1), date(2026, 3, 1), ended=date(2024, 1, 10))
    seated(group, "Cem Celik", date(2024, 1, 1), date(2025, 1, 1), role="co_chair")
    seated(group, "Dan Diallo", date(2024, 1, 1), date(2025, 1, 1), role="observer")
    seated(group, "Hid Den", date(2023, 1, 1), date(2029, 1, 1), consent=False)
    seated(group, "Hid Chair", date(2023, 1, 1), date(2029, 1, 1), consent=False, role="co_chair")
    seated(WorkingGroup.objects.get(slug="future-of-work"), "Eva Evans", date(2023, 1, 1), date(2029, 1, 1))
    seated(None, "Flo Fischer", date(2023, 1, 1), date(2029, 1, 1))


@pytest.mark.parametrize(
    ("day", "found", "chairs"),
    [
        ("2023-02-28", "", ""),
        ("2023-03-01", "Ada Bea", ""),
        ("2023-12-31", "Ada Bea", ""),
        ("2024-01-01", "Ada Bea Cem Dan", "Cem"),
        ("2024-01-09", "Ada Bea Cem Dan", "Cem"),
        ("2024-01-10", "Ada Cem Dan", "Cem"),
        ("2024-12-31", "Ada Cem Dan", "Cem"),
        ("2025-01-01", "Ada", ""),
        ("2026-02-28", "Ada", ""),
        ("2026-03-01", "", ""),
    ],
)
def test_the_roster_of_any_day_has_those_who_sat_and_agree(client, seats, day, found, chairs):
    told = part(client, f"{PAGE}?on={day}", "experts")
    led = part(client, f"{PAGE}?on={day}", "co-chairs").split("Co-chairs before")[0]

    names = ("Ada Abe", "Bea Bauer", "Cem Celik", "Dan Diallo", "Eva Evans", "Flo Fischer", "Hid Den", "Hid Chair")
    assert [name.split()[0] for name in names if name in told] == found.split()
    assert [name.split()[0] for name in names if name in led] == chairs.split()
    if not found:
        assert "No expert of this group is listed for that day" in told


def test_a_term_is_told_to_its_last_day_inside_and_roles_are_marked(client, seats):
    told = part(client, f"{PAGE}?on=2024-01-05", "experts")

    assert "Ada Abe Until 28 February 2026" in told
    assert "Bea Bauer Until 9 January 2024" in told
    assert "Cem Celik Co-chair Until 31 December 2024" in told
    assert "Dan Diallo Observer Until 31 December 2024" in told
    assert "4 experts" in told


def test_the_roster_tells_where_somebody_worked_on_that_day(client, group):
    person = seated(group, "Ada Abe", date(2022, 1, 1), date(2025, 1, 1))
    affiliation(person, "Before", country="FR", until=date(2023, 6, 1))
    affiliation(person, "After", country="DE", since=date(2023, 6, 1))

    assert "Ada Abe Before , France" in part(client, f"{PAGE}?on=2023-05-31", "experts")
    assert "Ada Abe After , Germany" in part(client, f"{PAGE}?on=2023-06-01", "experts")
    assert "After" not in part(client, f"{PAGE}?on=2023-05-31", "experts")


def test_consent_withdrawn_takes_somebody_from_every_page_at_once_also_of_the_past(client, group):
    start = timezone.now().date() - timedelta(days=800)
    person = seated(group, "Ada Abe", start, start + timedelta(days=1100), role="co_chair")
    Project.objects.filter(group=group).first().responsible.add(person)
    past = f"{PAGE}?on={start + timedelta(days=9)}"
    for path in (PAGE, past, "/en/experts/", person.get_absolute_url()):
        assert "Ada Abe" in client.get(path).content.decode()
    assert "Responsible: Ada Abe" in part(client, PAGE, "projects")

    withdraw(person)

    for path in (PAGE, past, "/en/experts/", "/en/experts/?former=on&q=abe", "/fr/groups/responsible-ai/"):
        assert "Ada Abe" not in client.get(path).content.decode().replace('value="abe"', "")
    assert client.get(person.get_absolute_url()).status_code == 404
    assert "Responsible:" not in part(client, PAGE, "projects")


def test_who_agrees_again_is_there_again(client, group):
    person = seated(group, "Ada Abe", date(2022, 1, 1), timezone.now().date() + timedelta(days=9))
    withdraw(person)

    ConsentRecord.settle(person, {Purpose.PUBLICATION: True}, text_version="test", way="test")

    assert "Ada Abe" in part(client, PAGE, "experts")


def test_hidden_people_change_nothing_on_the_page(client, seats):
    page = f"{PAGE}?on=2024-06-01"
    before = client.get(page).content

    crowd(120, consent=False, days=1500, group=WorkingGroup.objects.get(slug="responsible-ai"), role="co_chair")

    assert client.get(page).content == before


def test_a_long_roster_has_pages_that_keep_the_day(client, group):
    crowd(120, group=group, days=400)
    day = timezone.now().date() - timedelta(days=100)
    seen, path = [], f"{PAGE}?on={day}"
    while path:
        page = client.get(path).content.decode()
        seen += re.findall(r'<th scope="row"><a href="(/en/experts/[^"]+)">', page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = onward and PAGE + unescape(onward[1])
        assert not path or f"on={day}" in path

    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("day", ["yesterday", "2021-13-01", "9" * 5000, "2021-06-01\x00", "<script>", "2999-01-01"])
def test_a_bad_day_is_answered_with_a_sentence(client, group, day):
    page = client.get(PAGE, {"on": day}).content.decode()

    assert "There is a problem" in page
    assert "<script>" not in page.replace('<script type="module"', "")


@pytest.mark.parametrize(
    "query", ["?on=2021-06-01&on=x", "?after=%00", "?after=1&before=%ff", "?%ff=%fe", "?on[]=1", "?on="]
)
def test_a_strange_address_breaks_nothing(client, group, query):
    assert client.get(f"{PAGE}{query}").status_code == 200


# --- projects


def test_the_66_projects_stand_each_on_one_page_and_once(client, group):
    paths = [f"/en/groups/{slug}/" for slug in WorkingGroup.objects.values_list("slug", flat=True)]
    pages = [unescape(client.get(path).content.decode()) for path in (*paths, "/en/groups/across/")]

    titles = list(Project.objects.values_list("title", flat=True))
    shown = [sum(page.count(f'lang="en">{title}</') for page in pages) for title in titles]
    assert (len(titles), set(shown)) == (66, {1})
    for page in pages[:-1]:
        assert "/en/groups/across/" in page


def test_years_that_are_inferred_say_so_and_each_row_names_its_source(client, group):
    told = part(client, PAGE, "projects")

    inferred = Project.objects.filter(group=group, year_inferred=True).count()
    assert told.count("the year is inferred") == inferred > 0
    assert told.count("Source:") == Project.objects.filter(group=group).count()


def test_projects_stand_by_year_newest_first_and_by_kind(client, group):
    Project.objects.create(title="Without a year", group=group, kind="output", source_url="https://example.org/")
    page = client.get(PAGE).content.decode()

    assert re.findall(r"<h3>([^<]+)</h3>", page) == ["2024", "2023", "2022", "2021", "2020", "Year not known"]
    assert "Without a year" in page[page.index("Year not known") :]


def test_only_people_who_may_be_shown_are_named_as_responsible(client, group):
    project = Project.objects.filter(group=group).first()
    shown, hidden = make.person("Ada", "Abe", consent=True), make.expert(consent=False)
    make.term(shown, starts_on=date(2021, 1, 1))
    no_expert = make.person("Nell", "Nobody", consent=True)
    project.responsible.add(shown, hidden, no_expert)

    told = part(client, PAGE, "projects")

    assert "Responsible: Ada Abe" in told
    assert "Expert" not in told.replace("Experts", "")
    assert "Nell" not in told


def test_what_belongs_to_no_group_has_its_place(client, group):
    page = client.get("/en/groups/across/").content.decode()

    assert "Multistakeholder Expert Group Annual Report 2023" in page
    assert "/en/groups/across/" in client.get("/en/groups/").content.decode()


def test_the_pages_in_french(client, group):
    page = client.get("/fr/groups/responsible-ai/").content.decode()

    assert "IA responsable" in page
    assert "Coprésidence" in page
    assert 'lang="en">Scaling responsible AI solutions' in page


def test_the_portals_own_former_co_chairs_stand_below_todays_with_their_days(client, group):
    today = timezone.now().date()
    year = timedelta(days=365)
    seated(group, "Now Chair", today - year, today + year, role="co_chair")
    seated(group, "Past Chair", date(2024, 3, 1), date(2025, 3, 1), role="co_chair")
    seated(group, "Hidden Chair", date(2024, 3, 1), date(2025, 3, 1), role="co_chair", consent=False)
    seated(group, "Coming Chair", today + year, today + 2 * year, role="co_chair")
    seated(group, "Past Expert", date(2024, 3, 1), date(2025, 3, 1))

    told = part(client, PAGE, "co-chairs")

    assert told.index("Now Chair") < told.index("Co-chairs before")
    assert "Past Chair 1 March 2024 to 28 February 2025" in told.split("Co-chairs before")[1]
    assert told.count("Now Chair") == 1
    assert not re.search("Hidden|Coming|Expert", told)
    assert "Co-chairs before" not in part(client, f"{PAGE}?on=2024-06-01", "co-chairs")


# --- cost


def test_a_group_asks_as_often_with_600_experts_as_with_30(client, group, django_assert_num_queries):
    for first, number in ((0, 30), (30, 570)):
        people = crowd(number, first=first, group=group)
        for project in Project.objects.filter(group=group)[:9]:
            project.responsible.add(*people[:5])
        Appointment.objects.create(
            person=people[0],
            group=group,
            role="co_chair",
            route="self",
            starts_on=date(2026, 1, 1),
            planned_end=date(2099, 1, 1),
        )
        with django_assert_num_queries(13):
            assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize(("path", "number"), [("/en/groups/", 1), ("/en/groups/across/", 2)])
def test_the_other_pages_cost_little(client, group, path, number, django_assert_max_num_queries):
    with django_assert_max_num_queries(number):
        answer = client.get(path)

    assert answer.status_code == 200
