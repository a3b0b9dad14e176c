"""The map of Members in a browser: shapes and dots are drawn, lead on by mouse and keys, and can be passed by."""

import pytest
from playwright.sync_api import expect

from members import facts

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def members_page(browser_page):
    facts.load()
    browser_page.goto("/en/members/", wait_until="networkidle")
    return browser_page


@pytest.mark.parametrize(
    ("name", "code"), [("Brazil, Member since 4 December 2020", "BR"), ("Singapore, Member since 15 June 2020", "SG")]
)
def test_a_shape_and_a_dot_lead_to_the_page_of_their_member(members_page, name, code):
    link = members_page.get_by_role("link", name=name, exact=True)
    place = link.bounding_box()
    assert place["width"] > 5

    members_page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(members_page).to_have_url(f"{members_page.url.split('/en/')[0]}/en/members/{code}/")


def test_every_member_is_drawn(members_page):
    links = members_page.locator(".worldmap:not(.inset) a").all()
    sizes = {link.get_attribute("aria-label"): link.bounding_box()["width"] for link in links}

    assert len(sizes) == 29
    assert [name for name, width in sizes.items() if width < 4] == []


def test_keys_pass_the_map_by_or_go_from_member_to_member(members_page):
    members_page.get_by_role("button", name="Show that day").focus()
    members_page.keyboard.press("Tab")
    skip = members_page.get_by_role("link", name="Skip the map")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["height"] >= 24

    members_page.keyboard.press("Tab")
    first = members_page.get_by_role("link", name="Argentina, Member since 22 November 2022")
    expect(first).to_be_focused()
    members_page.keyboard.press("Shift+Tab")
    members_page.keyboard.press("Enter")
    members_page.keyboard.press("Tab")
    expect(members_page.locator("ol.ledger a").first).to_be_focused()
