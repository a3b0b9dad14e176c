"""The public pages in a real browser: no fault in light and dark, wide and narrow, with and without a call."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members import facts
from tests import make
from tests.browser import LOOKS, faults, faults_in_all_looks, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAGES = ["", "about/", "members/", "groups/", "call/", "call/questions/", "privacy/", "accessibility/", "contact/"]


@pytest.fixture(autouse=True)
def _facts(db):
    facts.load()


@pytest.mark.parametrize(("language", "looks"), [("en", tuple(LOOKS)), ("fr", ("narrow",))])
def test_axe_finds_nothing_on_the_public_pages(language, looks, browser_page, call):
    found = {}
    for path in PAGES:
        browser_page.goto(f"/{language}/{path}")
        if faults_of_page := faults_in_all_looks(browser_page, looks):
            found[path] = faults_of_page

    assert found == {}


def test_axe_finds_nothing_where_a_day_was_mistyped(browser_page):
    browser_page.goto("/en/members/?on=tomorrow")

    assert browser_page.title().startswith("Error: ")
    assert faults_in_all_looks(browser_page) == []


def test_axe_finds_nothing_on_a_closed_and_an_opened_out_call(browser_page, jonas):
    now = timezone.now()
    call = make.call(by=jonas, decisions_on=now.date() + timedelta(days=90))
    browser_page.goto("/en/call/")
    browser_page.locator("details.more > summary").click()
    assert browser_page.get_by_role("row").filter(has_text="Senegal").is_visible()
    opened_out = faults_in_all_looks(browser_page)
    call.closes_at = now - timedelta(hours=1)
    call.save()
    browser_page.goto("/en/call/")

    assert (opened_out, faults_in_all_looks(browser_page)) == ([], [])


def test_axe_finds_nothing_where_home_tells_what_was_done(browser_page, call, leila):
    sign_in(browser_page, leila)
    browser_page.goto("/en/accounts/logout/")
    browser_page.locator("main form button").click()
    browser_page.wait_for_url("**/en/")

    assert browser_page.locator(".hero .note").is_visible()
    assert faults_in_all_looks(browser_page) == []


def test_at_320_pixels_with_wide_text_nothing_scrolls_sideways(browser_page, call):
    """WCAG 1.4.10 and 1.4.12: the narrowest window, with letters, words and lines set apart."""
    browser_page.set_viewport_size({"width": 320, "height": 800})
    wide = []
    for path in PAGES:
        browser_page.goto(f"/en/{path}")
        browser_page.evaluate(
            """for (const each of document.querySelectorAll("*")) {
                Object.assign(each.style, {letterSpacing: "0.12em", wordSpacing: "0.16em", lineHeight: "1.5"});
            }"""
        )
        wide += [path for fault in faults(browser_page) if "sideways" in fault]

    assert wide == []


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

    wave = browser_page.get_by_role("listitem").filter(has=browser_page.get_by_role("heading", name="22 November 2022"))
    assert wave.get_by_text("Senegal").is_visible()


def test_the_questions_print_without_the_frame(browser_page, call):
    browser_page.goto("/en/call/questions/")
    browser_page.emulate_media(media="print")

    assert not browser_page.get_by_role("navigation", name="Main").is_visible()
    assert browser_page.get_by_text("Motivation", exact=True).is_visible()
