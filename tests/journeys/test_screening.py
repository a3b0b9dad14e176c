"""Screening in a real browser: ten by keyboard alone, keys that never fire while somebody types, and all of it without script."""

import pytest
from playwright.sync_api import expect

from nominations.models import Call, Nomination
from tests.browser import A_AND_AA, LOOKS, faults_in_all_looks, go_by, press, sign_in
from tests.nominations.screened import SCREENING, handed_in, one

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LOOK = 300  # milliseconds: for that long after a page came a key decides nothing


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def held(call):
    """The call holds its letters for a day."""
    Call.objects.filter(pk=call.pk).update(screening_hold_hours=24)
    return Call.objects.get(pk=call.pk)


@pytest.fixture
def desk(browser_page, amina):
    """The browser of an officer."""
    sign_in(browser_page, amina)
    return browser_page


def stroke(desk, key):
    """One stroke that leads to another page."""
    desk.wait_for_timeout(LOOK)
    with desk.expect_navigation():
        desk.keyboard.press(key)


def states() -> list:
    return list(Nomination.objects.order_by("number").values_list("status", flat=True))


def test_ten_are_screened_by_keyboard_one_of_them_back_and_one_not_eligible(desk, held):
    ten = [handed_in(held, number) for number in range(1, 11)]
    desk.goto(SCREENING)
    for _ in range(3):
        stroke(desk, "e")
    stroke(desk, "u")  # the third was a slip
    assert states()[:4] == ["eligible", "eligible", "submitted", "submitted"]
    assert desk.locator("#decide-title").inner_text() == ten[2].display_name

    stroke(desk, "n")
    desk.locator("#id_reason").focus()
    desk.keyboard.type("No evidence of experience.")
    desk.keyboard.press("Tab")
    stroke(desk, "Enter")
    stroke(desk, "j")  # the fourth is left for later
    for _ in range(6):
        stroke(desk, "e")
    assert states() == ["eligible", "eligible", "ineligible", "submitted", *["eligible"] * 6]
    assert desk.locator("#decide-title").inner_text() == ten[3].display_name

    stroke(desk, "a")
    desk.locator("input[name=sections]").nth(1).check()
    desk.locator("#id_until").fill((held.closes_at.date()).isoformat())
    desk.locator("#id_reason").fill("The year of your degree.")
    with desk.expect_navigation():
        desk.locator("form.words button[type=submit]").press("Enter")
    assert states()[3] == "returned"
    expect(
        desk.get_by_text("Nothing waits to be screened in this call.").or_(desk.locator("#decide-title"))
    ).to_be_visible()


def test_keys_are_letters_while_somebody_types_and_can_be_turned_off(desk, held):
    handed_in(held, 1), handed_in(held, 2)
    desk.goto(SCREENING)
    desk.wait_for_timeout(LOOK)
    for field in ("#id_note", "#screen-q"):
        desk.locator(field).focus()
        desk.keyboard.type("enaj")
        assert desk.locator(field).input_value() == "enaj"
    desk.locator("body").click(position={"x": 5, "y": 5})
    for chord in ("Control+e", "Alt+n", "Meta+e"):
        desk.keyboard.press(chord)
    desk.locator("[data-keys]").uncheck()
    desk.locator("[data-keys]").blur()
    desk.keyboard.press("e")
    desk.wait_for_timeout(LOOK)
    assert states() == ["submitted", "submitted"]

    desk.goto(SCREENING)
    assert not desk.locator("[data-keys]").is_checked()
    desk.locator("[data-keys]").check()
    stroke(desk, "e")
    assert states() == ["eligible", "submitted"]


def test_a_key_that_is_pressed_twice_decides_one_and_not_the_next_unseen(desk, held):
    handed_in(held, 1), handed_in(held, 2)
    desk.goto(SCREENING)
    desk.wait_for_timeout(LOOK)
    with desk.expect_navigation():
        desk.keyboard.press("e")
    desk.keyboard.press("e")  # before anybody can have looked
    desk.wait_for_timeout(LOOK)

    assert states() == ["eligible", "submitted"]


def test_without_script_there_are_the_same_tabs_and_buttons(without_script, amina, held):
    first = handed_in(held, 1)
    handed_in(held, 2)
    page = without_script
    sign_in(page, amina)
    page.goto(SCREENING)
    for tab in ("Statements", "All answers", "History", "CV"):
        press(page, tab, "link")
        assert page.locator(".tabs [aria-current=page]").inner_text() == tab
    page.locator("#id_note").fill("Looked up.")
    go_by(page.locator("button[value=eligible]"))

    assert states() == ["eligible", "submitted"]
    assert first.notes.get().text == "Looked up."
    press(page, "Undo", exact=False)
    assert states() == ["submitted", "submitted"]


def test_axe_finds_nothing_on_screening_in_any_look(desk, held, amina):
    first = handed_in(held, 1, read=False)
    handed_in(held, 2)
    first.documents.get().read()
    found = {}

    def look(name, looks=("light", "narrow and dark")):
        found[name] = faults_in_all_looks(desk, looks, A_AND_AA)

    for tab in ("cv", "statements", "answers", "history"):
        desk.goto(f"{one(first)}?tab={tab}")
        look(tab, LOOKS if tab == "cv" else ("narrow and dark",))
    desk.goto(f"{SCREENING}?q=nobody")
    look("a search", ("light",))
    desk.goto(f"{SCREENING}passing/")
    look("many")
    go_by(desk.locator("form.words button[type=submit]"))
    look("a batch")
    desk.goto(one(handed_in(held, 3)))
    desk.locator("#id_note").evaluate("field => field.removeAttribute('maxlength')")
    desk.locator("#id_note").fill("x" * 3001)
    go_by(desk.locator("button[value=eligible]"))
    look("a note too long")
    desk.locator("#id_note").fill("")
    go_by(desk.locator("button[value=eligible]"))
    look("after a decision")

    assert {name: words for name, words in found.items() if words} == {}
