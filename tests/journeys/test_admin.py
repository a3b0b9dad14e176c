"""The secretariat's desk in a real browser: no fault of A and AA, no complaint of the browser, all by mouse or by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from nominations.models import Call, Nomination
from tests import make
from tests.admin import do, list_of, page_of
from tests.answers import complete
from tests.browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
A_AND_AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
TABS = [
    "you",
    "work",
    "contribution",
    "documents",
    "interests",
    "declarations",
    "versions",
    "notes",
    "questions",
    "timeline",
    "letters",
]


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def submitted(tomas, amina, call):
    """With two versions, pages of a CV, a note and a question."""
    nomination = complete(make.nomination(author=tomas, call=call))
    nomination.submit(by=tomas)
    nomination.documents.get().read()
    nomination.ask("Since when?", by=amina)
    nomination.add_note("Looked up.", by=amina)
    nomination.correct(question="position", value="Head of Evaluation", reason="A capital letter.", by=amina)
    return nomination


@pytest.fixture
def desk(browser_page, jonas):
    """The browser of a head of the secretariat."""
    sign_in(browser_page, jonas)
    return browser_page


def faults(page, *, schemes=("light", "dark")) -> list[str]:
    """What axe finds of A and AA, wide and narrow, and sideways scroll. The theme reads the scheme when a page loads.

    schemes: only ("light",) for a page that must not be loaded again.
    """
    words = []
    for scheme in schemes:
        if len(schemes) > 1:
            page.emulate_media(color_scheme=scheme)
            page.reload()
        for width in (1360, 360):
            page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(page, options=A_AND_AA).response["violations"]
            words += [f"{scheme} {width} {rule['id']}: {n['html'][:160]}" for rule in found for n in rule["nodes"]]
            if page.evaluate("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"):
                words.append(f"{scheme} {width}: the page scrolls sideways")
    page.set_viewport_size({"width": 1360, "height": 900})
    return words


def test_axe_finds_nothing_on_lists_pages_and_forms(desk, submitted, call):
    letter = list_of(Nomination).replace("nominations/nomination", "notifications/message")
    pages = [
        "/admin/",
        list_of(Nomination),
        do(submitted, "return_for_correction"),
        do(submitted, "correct") + "?question=position",
        page_of(call),
        list_of(Call, "add"),
        letter,
        page_of(submitted.person),
        "/admin/lifecycle/event/",
        "/admin/accounts/user/",
    ]
    found = {}
    for address in pages:
        desk.goto(address)
        if words := faults(desk):
            found[address] = words

    assert found == {}


def test_axe_finds_nothing_on_any_tab_of_a_dossier(desk, submitted):
    found = {}
    for name in TABS:
        desk.goto("about:blank")
        desk.goto(f"{page_of(submitted)}#{name}")
        assert desk.locator(f"#panel-{name}").is_visible()
        if words := faults(desk):
            found[name] = words

    assert found == {}


def test_axe_finds_nothing_where_words_are_missing(desk, submitted):
    desk.goto(do(submitted, "return_for_correction"))
    desk.locator("form.words button[type=submit]").click()

    assert desk.locator("p.wrong").count() == 3
    assert faults(desk, schemes=("light",)) == []


def test_the_pages_of_a_cv_are_pictures_with_their_text_beside(desk, submitted):
    desk.goto(f"{page_of(submitted)}#documents")
    picture = desk.locator("#panel-documents img").first
    picture.scroll_into_view_if_needed()
    desk.wait_for_function("document.querySelector('#panel-documents img').naturalWidth > 0")

    assert desk.locator(".leaf-text").first.inner_text().strip()


def test_tabs_are_walked_with_the_arrow_keys(desk, submitted):
    desk.goto(page_of(submitted))
    desk.locator("#tab-you").focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowRight")

    assert desk.locator("#panel-contribution").is_visible()
    assert desk.evaluate("document.activeElement.id") == "tab-contribution"
    assert desk.url.endswith("#contribution")


def test_two_are_chosen_shown_and_declared_eligible_by_mouse(desk, submitted, leila, call):
    other = complete(make.nomination(author=leila, call=call), answers={"orcid": ""})
    other.submit(by=leila)
    desk.goto(f"{list_of(Nomination)}?state=submitted")
    for box in desk.locator("input.action-select").all()[-2:]:
        box.check()
    desk.locator("select[name=action]").select_option("declare_eligible")
    desk.locator("#changelist-actions button[type=submit]").click()
    assert desk.locator("[role=status]").inner_text().startswith("It will be done for 2.")
    assert faults(desk, schemes=("light",)) == []
    desk.locator("form.words button[type=submit]").click()
    desk.wait_for_url("**/admin/nominations/nomination/")

    assert set(Nomination.objects.values_list("status", flat=True)) == {"eligible"}
