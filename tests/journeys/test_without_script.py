"""With JavaScript turned off: no word is lost on the way between sections, and everybody's main acts can be done.

A whole nomination without script is walked in test_nomination, signing up and in by code in test_accounts.
"""

import pytest

from nominations.models import Nomination
from tests import make
from tests.admin import list_of
from tests.answers import complete
from tests.browser import press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_names_of_the_other_sections_save_before_they_lead_there(without_script, call, leila):
    page, draft = without_script, Nomination.start(call=call, by=leila)
    sign_in(page, leila)
    page.goto(f"{draft.get_absolute_url()}work/")
    assert page.locator("noscript p").is_visible()
    page.get_by_label("Position").fill("Typed, then left by the list")
    press(page, "About you")

    assert page.url.endswith("/you/")
    assert page.get_by_text("Your answers are saved.").is_visible()
    draft.refresh_from_db()
    assert draft.answers["position"] == "Typed, then left by the list"


def test_a_nomination_is_taken_back_and_put_in_again(without_script, call, leila):
    page, nomination = without_script, complete(make.nomination(author=leila, call=call))
    nomination.submit(by=leila)
    sign_in(page, leila)
    page.goto(nomination.get_absolute_url())
    press(page, "Withdraw this nomination", "link")
    press(page, "Withdraw it")
    assert Nomination.objects.get().status == "withdrawn"
    press(page, "Undo the withdrawal", "link")
    press(page, "Undo the withdrawal")

    assert Nomination.objects.get().status == "submitted"


def test_the_secretariat_reads_screens_and_asks(without_script, call, jonas, leila, tomas, settings):
    settings.REQUIRE_STAFF_MFA = False
    for author in (leila, tomas):
        complete(make.nomination(author=author, call=call)).submit(by=author)
    first, second = Nomination.objects.order_by("submitted_at")
    page = without_script
    sign_in(page, jonas)
    page.goto(f"{list_of(Nomination)}?state=submitted")
    press(page, first.reference, "link")
    assert page.get_by_text(
        "The audit method that four ministries use."
    ).is_visible()  # every part, one below the other
    press(page, "Declare eligible")
    assert page.url.endswith(f"/{second.pk}/change/")
    press(page, "Ask the applicant", "link")
    page.locator("textarea").first.fill("Since when?")
    press(page, "Ask the applicant")
    assert f"/{second.pk}/change/" in page.url

    assert [nomination.status for nomination in Nomination.objects.order_by("submitted_at")] == [
        "eligible",
        "submitted",
    ]
    assert second.clarifications.get().question == "Since when?"
