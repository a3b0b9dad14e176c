"""The public pages in a real browser: the first keys, the reader's clock, with and without script, and on paper."""

import pytest

from members import facts
from tests.browser import faults_in_all_looks, go_by, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAGES = ["", "about/", "members/", "groups/", "call/", "call/questions/", "privacy/", "accessibility/", "contact/"]


@pytest.fixture(autouse=True)
def _facts(db):
    facts.load()


def test_axe_finds_nothing_where_home_tells_what_was_done(browser_page, call, leila):
    sign_in(browser_page, leila)
    browser_page.goto("/en/accounts/logout/")
    go_by(browser_page.locator("main form button"))
    assert browser_page.url.endswith("/en/")

    assert browser_page.locator(".hero .note").is_visible()
    assert faults_in_all_looks(browser_page) == []


def test_the_first_key_press_offers_to_skip_to_the_content(browser_page, call):
    for path in PAGES:
        browser_page.goto(f"/en/{path}")
        browser_page.keyboard.press("Tab")
        assert browser_page.evaluate("document.activeElement.textContent") == "Skip to main content"
        browser_page.keyboard.press("Enter")
        browser_page.keyboard.press("Tab")
        assert (
            browser_page.evaluate("document.querySelector('main').contains(document.activeElement)")
            or path == "privacy/"
        )


def test_the_deadline_is_told_in_the_readers_own_zone(browser_page, call):
    browser_page.goto("/en/call/")

    assert browser_page.get_by_text("In your time zone (Paris)").is_visible()


def test_without_script_the_deadline_is_told_in_utc(without_script, call):
    without_script.goto("/en/call/")

    assert without_script.get_by_text("In Coordinated Universal Time (UTC)").is_visible()
    without_script.locator("details.more > summary").click()
    assert without_script.get_by_role("row").filter(has_text="Senegal").is_visible()


def test_a_member_is_found_with_its_day_without_a_click(browser_page, call):
    browser_page.goto("/en/")

    assert browser_page.get_by_role("listitem").filter(has_text="Senegal").get_by_text("22 November 2022").is_visible()


def test_the_questions_print_without_the_frame(browser_page, call):
    browser_page.goto("/en/call/questions/")
    browser_page.emulate_media(media="print")

    assert not browser_page.get_by_role("navigation", name="Main").is_visible()
    assert browser_page.get_by_text("Motivation", exact=True).is_visible()
