"""Groups and projects in the admin: corrected, added, and people named who answer for them."""

import pytest

from members import facts
from members.models import Project, WorkingGroup
from portal.lifecycle.models import Event, Refused
from tests import make
from tests.admin import do, enter, list_of, page_of
from tests.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, settings, amina):
    settings.REQUIRE_STAFF_MFA = False
    return enter(client, amina)


@kept
def group(db):
    facts.load()
    return WorkingGroup.objects.get(slug="future-of-work")


@kept
def project(group):
    return Project.objects.get(title__startswith="Biodiversity")


def typed(answer) -> dict:
    """What the form of a page would send as it stands."""
    form = answer.context["form"]
    return {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}


def said(answer) -> str:
    return answer.content.decode()


def test_a_mandate_is_corrected_and_shown_at_once(desk, group):
    words = typed(desk.get(do(group, "correct"))) | {"summary_en": "A new mandate.", "established_on": "2020-07-01"}

    answer = desk.post(do(group, "correct"), words, follow=True)

    assert "Corrected." in said(answer)
    assert "A new mandate." in said(desk.get("/en/groups/future-of-work/"))
    assert "1 July 2020" in said(desk.get("/en/groups/"))
    event = Event.objects.about(group).get()
    assert (event.verb, event.facts) == ("corrected", {"fields": ["established_on", "summary_en"]})
    facts.load()
    assert "A new mandate." in said(desk.get("/en/groups/future-of-work/"))


def test_a_correction_of_nothing_is_refused_and_leaves_the_file_in_charge(desk, group):
    answer = desk.post(do(group, "correct"), typed(desk.get(do(group, "correct"))))

    assert "Nothing was changed." in said(answer)
    group.refresh_from_db()
    assert group.corrected_at is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Enter the title"),
        ({"title": "x" * 251}, "too long"),
        ({"title": "a\u202eb"}, "cannot be seen"),
        ({"year": "20"}, "from 2020 on"),
        ({"year": "9" * 12}, "from 2020 on"),
        ({"kind": "novel"}, "Select a valid choice"),
        ({"group": "nothing"}, "Select a valid choice"),
        ({"url": "javascript:alert(1)"}, "Enter an address of the web"),
        ({"source_url": ""}, "Enter the address of the page that says so"),
        ({"source_url": "ftp://example.org/"}, "Enter an address of the web"),
    ],
)
def test_what_is_wrong_is_said_and_kept(desk, project, wrong, sentence):
    before = Project.objects.values().get(pk=project.pk)

    answer = desk.post(do(project, "correct"), typed(desk.get(do(project, "correct"))) | wrong)

    assert answer.status_code == 200
    assert sentence in said(answer)
    assert Project.objects.values().get(pk=project.pk) == before


def test_a_project_is_corrected_and_moves_to_its_other_place(desk, project):
    words = typed(desk.get(do(project, "correct"))) | {"group": "", "year": "2025", "title": "Biodiversity again"}

    assert "Corrected." in said(desk.post(do(project, "correct"), words, follow=True))

    assert "Biodiversity again" in said(desk.get("/en/groups/across/"))
    assert "Biodiversity" not in said(desk.get("/en/groups/responsible-ai/"))
    assert Event.objects.about(project).get().facts == {"fields": ["group", "title", "year"]}


def test_a_title_stands_in_the_list_once(desk, project):
    other = Project.objects.exclude(pk=project.pk).first()

    answer = desk.post(do(project, "correct"), typed(desk.get(do(project, "correct"))) | {"title": other.title})

    assert "This stands in the list already" in said(answer)
    assert not Event.objects.about(project).exists()


def test_a_project_is_added(desk, group):
    words = {"title": "Data trusts", "group": group.slug, "kind": "report", "source_url": "example.org/trusts"}

    answer = desk.post(list_of(Project, "add"), words, follow=True)

    assert "The project is added." in said(answer)
    assert "Data trusts" in said(desk.get("/en/groups/future-of-work/"))
    added = Project.objects.get(title="Data trusts")
    assert (added.source_url, added.year) == ("https://example.org/trusts", None)
    assert [event.verb for event in added.story()] == ["entered"]
    assert "This stands in the list already" in said(desk.post(list_of(Project, "add"), words))


# --- who answers for it


def test_people_are_found_by_name_and_named(desk, project):
    ada, bea = make.expert(), make.expert()
    for person, name in ((ada, "Ada"), (bea, "Bea")):
        person.given_name, person.family_name = name, "Dvořák"
        person.save()
    page = f"{do(project, 'name_responsible')}?q=dvorak"
    found = said(desk.get(page))
    assert "Ada Dvořák" in found
    assert "Bea Dvořák" in found

    desk.post(page, {"people": [ada.pk]})

    assert list(project.responsible.all()) == [ada]
    assert Event.objects.about(project).get().facts == {"people": [ada.pk]}
    assert "Ada Dvořák" in said(desk.get(page_of(project)))
    assert "Ada Dvořák" in said(desk.get("/en/groups/responsible-ai/"))
    assert "Ada Dvořák" not in said(desk.get(page))


def test_the_search_comes_first_and_says_when_nobody_fits(desk, project):
    make.expert()

    assert "Name, e-mail address or ORCID" in said(desk.get(do(project, "name_responsible")))
    assert "Nobody else was found" in said(desk.get(f"{do(project, 'name_responsible')}?q=zzz"))
    assert "Nobody else was found" in said(desk.post(f"{do(project, 'name_responsible')}?q=zzz", {"people": ["1"]}))


@pytest.mark.parametrize("people", [[], ["0"], ["x"], ["\x00"], ["9" * 30], ["1", "x"]])
def test_a_choice_that_is_none_of_the_list_names_nobody(desk, project, people):
    make.expert()

    answer = desk.post(f"{do(project, 'name_responsible')}?q=expert", {"people": people})

    assert answer.status_code == 200
    assert not project.responsible.exists()


def test_of_many_who_fit_ten_are_shown(desk, project):
    for _ in range(12):
        make.expert()

    page = said(desk.get(f"{do(project, 'name_responsible')}?q=expert"))

    assert page.count('name="people"') == 10
    assert "More people fit" in page


def test_a_name_is_taken_away(desk, project, jonas):
    person = make.expert()
    project.name_responsible(people=[person], by=jonas)
    with pytest.raises(Refused, match="named already"):
        project.name_responsible(people=[person], by=jonas)

    desk.post(do(project, "release_responsible"), {"people": [person.pk]})

    assert not project.responsible.exists()
    assert [event.verb for event in project.story()] == ["named_responsible", "released_responsible"]
    with pytest.raises(Refused, match="not named any more"):
        project.release_responsible(people=[person], by=jonas)


def test_the_auditor_reads_and_changes_nothing(client, settings, auditor, project, group):
    settings.REQUIRE_STAFF_MFA = False
    reader = enter(client, auditor)

    assert reader.get(page_of(project)).status_code == 200
    assert reader.get(list_of(Project)).status_code == 200
    for thing in (project, group):
        assert reader.post(do(thing, "correct"), {"title": "x"}).status_code == 403
    assert reader.post(list_of(Project, "add"), {"title": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 50), ("?group=across", 1), ("?kind=report", None), ("?q=biodiversity", 1), ("?q=%25", 0), ("?group=x", 50)],
)
def test_the_list_is_filtered_and_searched(desk, group, query, number):
    page = desk.get(f"{list_of(Project)}{query}")

    rows = len(page.context["cl"].result_list)
    number = Project.objects.filter(kind="report").count() if number is None else number
    if query == "?group=across":
        number = Project.objects.filter(group=None).count()
    assert rows == number > -1
