"""Without a mouse: a whole nomination, an error on the way, and the secretariat's screening."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nominations.models import Nomination
from nominations.questions import SECTIONS
from tests import make, pdfs
from tests.admin import list_of
from tests.answers import ANSWERS, complete
from tests.browser import sign_in
from tests.keyboard import Keyboard
from tests.portal.mailbox import code_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keys(browser_page):
    return Keyboard(browser_page)


def sign_up(keys):
    keys.page.goto("/en/")
    keys.to("Skip to main content")
    keys.press("Enter")
    keys.follow("Start a nomination")
    keys.to(lambda at: at["name"] == "email")
    keys.type("leila@example.org")
    keys.follow("Send me a code")
    keys.to(lambda at: at["name"] == "code")
    keys.type(code_for("leila@example.org"))
    keys.follow("Continue")


def test_a_nomination_is_made_from_the_landing_page_to_the_confirmation(keys, call, tmp_path):
    cv = tmp_path / "haddad-cv.pdf"
    cv.write_bytes(pdfs.good())
    sign_up(keys)
    keys.follow("Start")

    # an empty section: the summary has the focus, its first link leads into the control
    keys.follow("Save and continue")
    assert keys.page.evaluate("document.activeElement.matches('[data-problem]')")
    keys.to(lambda at: at["tag"] == "A")
    wrong = keys.page.evaluate("document.activeElement.hash.slice(1)")
    keys.press("Enter")
    assert keys.focused()["id"] == wrong

    for section in SECTIONS:
        assert f"/{section}/" in keys.page.url
        keys.fill(ANSWERS, files={"cv": cv})
        keys.load()
    keys.to(lambda at: at["kind"] == "checkbox")
    keys.press("Space")
    keys.follow("Submit nomination")

    nomination = Nomination.objects.get()
    assert (nomination.status, nomination.answers["nationality_1"]) == ("submitted", "LB")
    assert keys.page.get_by_text(nomination.reference).is_visible()
    assert keys.faults == []


def test_the_secretariat_screens_by_keys_alone(keys, call, jonas, leila, tomas, settings):
    settings.REQUIRE_STAFF_MFA = False
    for author in (leila, tomas):
        complete(make.nomination(author=author, call=call)).submit(by=author)
    first, second = Nomination.objects.order_by("submitted_at")
    sign_in(keys.page, jonas)
    keys.page.goto(f"{list_of(Nomination)}?state=submitted")
    keys.follow(first.reference)
    keys.follow("Declare eligible")
    assert keys.page.url.partition("#")[0].endswith(f"{second.pk}/change/")  # the next one is there
    keys.follow("Return for correction")
    keys.follow("Return for correction")  # without a word: what is wrong has the focus
    assert keys.page.evaluate("document.activeElement.matches('[data-problem]')")
    keys.to(lambda at: at["tag"] == "A")
    keys.press("Enter")
    assert keys.focused()["name"] == "sections"
    keys.to(lambda at: at["value"] == "work")
    keys.press("Space")
    keys.to(lambda at: at["name"] == "until")
    keys.day(timezone.now() + timedelta(days=6))
    keys.to(lambda at: at["tag"] == "TEXTAREA")
    keys.type("Your years do not fit your CV.")
    keys.follow("Return for correction")

    assert [nomination.status for nomination in Nomination.objects.order_by("submitted_at")] == ["eligible", "returned"]
    assert keys.faults == []
