"""The secretariat's desk in a real browser: no complaint of the browser, all by mouse or by keyboard."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from members.models import Accession
from nominations.models import Nomination
from tests import make
from tests.accessions import accession_of
from tests.admin import list_of, page_of
from tests.answers import complete
from tests.browser import A_AND_AA, faults_in_all_looks, go_by, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


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

    expect(desk.locator("#panel-contribution")).to_be_visible()
    assert desk.evaluate("document.activeElement.id") == "tab-contribution"
    assert desk.url.endswith("#contribution")


def test_two_are_chosen_shown_and_declared_eligible_by_mouse(desk, submitted, leila, call):
    other = complete(make.nomination(author=leila, call=call), answers={"orcid": ""})
    other.submit(by=leila)
    desk.goto(f"{list_of(Nomination)}?state=submitted")
    for box in desk.locator("input.action-select").all()[-2:]:
        box.check()
    desk.locator("select[name=action]").select_option("declare_eligible")
    go_by(desk.locator("#changelist-actions button[type=submit]"))
    assert desk.locator("[role=status]").inner_text().startswith("It will be done for 2.")
    assert faults_in_all_looks(desk, rules=A_AND_AA) == []
    go_by(desk.locator("form.words button[type=submit]"))
    assert desk.url.endswith("/admin/nominations/nomination/")

    assert set(Nomination.objects.values_list("status", flat=True)) == {"eligible"}


CUT = """() => [...document.querySelectorAll("#result_list :is(td, th)[class*=field-]")]
    .filter(cell => cell.offsetParent && cell.scrollWidth > cell.clientWidth).map(cell => cell.innerText)"""
WIDER = """() => [...document.querySelectorAll("html, .simplebar-content-wrapper:has(#result_list)")]
    .filter(holder => holder.scrollWidth > holder.clientWidth).map(holder => [holder.scrollWidth, holder.clientWidth])"""
LABELS = """() => [...document.querySelectorAll("td[data-label]:not([data-label=''])")]
    .map(cell => getComputedStyle(cell, "::before").textTransform)"""


def test_long_names_stand_whole_in_the_list_and_labels_of_a_narrow_page_as_they_are_written(desk, amina, leila, call):
    names = {"published_name": "", "given_name": "Ruben Alexander", "family_name": "Hakobyan-Schwarzenberger"}
    group = {"first_group": "innovation-and-commercialisation", "second_group": ""}
    nomination = complete(make.nomination(author=leila, call=call), answers=names | group)
    nomination.submit(by=leila)
    nomination.return_for_correction(
        sections=["you"], reason="The date.", until=timezone.now() + timedelta(days=3), by=amina
    )

    desk.goto(list_of(Nomination))
    assert "Hakobyan-Schwarzenberger" in desk.locator("#result_list").inner_text()
    assert desk.evaluate(CUT) == []
    assert desk.evaluate(WIDER) == []

    desk.set_viewport_size({"width": 360, "height": 900})
    for address in (list_of(Nomination), page_of(make.call(by=amina, year=2031, published=False))):
        desk.goto(address)
        assert set(desk.evaluate(LABELS)) == {"none"}


def test_applications_of_countries_stand_whole_in_their_list_however_long_the_names_are(desk, amina):
    for country, status in {"CD": "incomplete", "GS": "under_assessment", "KE": "not_recommended"}.items():
        address = f"{country.lower()}.permanent.secretariat@ministry-of-digital-affairs.example.org"
        accession_of(make.user(address, "Maria-Magdalena Papadopoulou-Hakobyan"), country, status, by=amina)

    for width in (1360, 360):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.goto(list_of(Accession))
        assert "Papadopoulou-Hakobyan" in desk.locator("#result_list").inner_text()
        assert desk.evaluate(CUT) == []
        assert desk.evaluate(WIDER) == []
