"""A reviewer does five, one of them a conflict: by keyboard on a laptop, by thumb on a phone, and once without script."""

import re

import pytest

from nominations.reviewing.models import Assignment, Conflict, Review
from tests import committee
from tests.browser import press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FOLD = "document.querySelector('#rubric .actions').getBoundingClientRect().bottom + scrollY"
COMMENT = "Strong, 4 of 5; S and K are letters here."


@pytest.fixture
def luis(groups, amina, jonas, settings):
    settings.REQUIRE_STAFF_MFA, settings.DEMO = False, True
    call = committee.call_in_review(by=jonas, frozen=False)
    candidates = committee.candidates(call, 5, by=amina)
    luis = committee.reviewer(call, by=amina)
    for one in candidates:
        committee.given(one, luis, by=amina)
    return luis


def done() -> dict:
    """How many have come to which end."""
    rows = Assignment.objects.values_list("status", "declined_for")
    return {"done": list(rows).count(("done", "")), "conflict": list(rows).count(("declined", "conflict"))}


def into_the_queue(page, luis, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, luis.user)
    page.goto("/en/review/")
    press(page, "Begin to review", "link")


def has_a_conflict(page):
    press(page, "I have a conflict")
    page.get_by_label("What is the conflict?").fill("We share an office.")
    press(page, "I have this conflict")


def test_five_on_a_laptop_by_keyboard(browser_page, luis):
    page = browser_page
    into_the_queue(page, luis, 1360)
    assert page.evaluate(FOLD) <= 900
    page.keyboard.press("Control+4")  # no key acts with another one held
    for key in "45344y":  # a score for each criterion, then the recommendation
        page.keyboard.press(key)
    assert page.locator("#rubric :checked").count() == 6
    page.keyboard.press("m")
    page.keyboard.type(COMMENT)
    assert page.get_by_label("Comment for the committee").input_value() == COMMENT
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("s")
    assert Review.objects.get().comment == COMMENT

    with page.expect_navigation():
        page.keyboard.press("k")  # skipped: it comes back as the last
    has_a_conflict(page)
    for _one in range(3):
        for key in "33333r":
            page.keyboard.press(key)
        page.keyboard.press("m")
        page.keyboard.type("Solid.")
        page.keyboard.press("Shift+Tab")
        with page.expect_navigation():
            page.keyboard.press("s")

    assert page.get_by_text("You are done: nothing waits.").is_visible()
    assert done() == {"done": 4, "conflict": 1}
    assert Conflict.objects.get().reason == "We share an office."


def test_the_keys_can_be_turned_off_and_stay_off(browser_page, luis):
    into_the_queue(browser_page, luis, 1360)
    browser_page.get_by_role("button", name="Turn keys off").click()
    browser_page.keyboard.press("4")
    browser_page.reload()
    browser_page.keyboard.press("4")

    assert browser_page.locator("#rubric :checked").count() == 0
    browser_page.get_by_role("button", name="Turn keys on").click()
    browser_page.keyboard.press("4")
    assert browser_page.locator("#rubric :checked").count() == 1
    with browser_page.expect_response(re.compile("autosave")):  # a link of the page waits for the save
        browser_page.get_by_role("link", name="Statements").click()
    browser_page.get_by_role("heading", name="Your scores").wait_for()
    assert browser_page.locator("#rubric :checked").count() == 1


def one_by_hand(page):
    for row in page.locator("fieldset.rub").all():
        row.locator("label").nth(1).click()
    page.get_by_label("Comment for the committee").fill("Solid.")
    press(page, "Save and next")


def test_five_on_a_phone(browser_page, luis):
    into_the_queue(browser_page, luis, 360)
    has_a_conflict(browser_page)
    for _one in range(4):
        one_by_hand(browser_page)

    assert browser_page.get_by_text("You are done: nothing waits.").is_visible()
    assert done() == {"done": 4, "conflict": 1}


def test_five_without_script(without_script, luis):
    page = without_script
    sign_in(page, luis.user)
    page.goto(f"{page.address}/en/review/")
    press(page, "Begin to review", "link")
    press(page, "Save and next")
    assert page.get_by_text("Choose your recommendation").first.is_visible()
    press(page, "Skip for now")
    has_a_conflict(page)
    for _one in range(4):
        one_by_hand(page)

    assert page.get_by_text("You are done: nothing waits.").is_visible()
    assert done() == {"done": 4, "conflict": 1}
