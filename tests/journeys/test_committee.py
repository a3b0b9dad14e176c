"""A chair at work in the browser: looks at a disagreement, sets a review aside, finds another reviewer."""

import pytest

from nominations.reviewing.models import Assignment, Review
from tests import committee
from tests.browser import faults_in_all_looks, go_by, press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SCORES = {"Luis Torres": (5, 4, 3, 2), "Ruth Adeyemi": (4, 4, 2, 1), "Ana Lima": (1, 3, 2, None)}


@pytest.fixture
def mei(groups, amina, jonas, settings):
    """The chair of a call with one seat a group, four dossiers and four reviewers, one of whom has nothing yet."""
    settings.REQUIRE_STAFF_MFA = False
    call = committee.call_in_review(by=jonas, frozen=False, reviews_per_nomination=3)
    call.seats.update(number=1)
    dossiers = committee.candidates(call, 4, by=amina)
    for name, scores in SCORES.items():
        seat = committee.reviewer(call, f"{name.split()[0].lower()}@example.org", name, by=amina)
        for one, score in zip(dossiers, scores, strict=True):
            if score is not None:
                committee.reviewed(one, seat, by=amina, score=score)
    committee.reviewer(call, "ida@example.org", "Ida Nilsson", by=amina)
    return committee.chair(call, by=amina)


def test_a_chair_goes_from_a_disagreement_to_another_reviewer(browser_page, mei):
    page = browser_page
    sign_in(page, mei.user)
    page.goto("/en/review/committee/")
    page.locator("details.more > summary").click()
    assert faults_in_all_looks(page) == []

    page.get_by_label("Show").select_option("apart")
    press(page, "Show")
    assert page.locator(".dossiers tbody tr").count() == 1
    press(page, "Cara Candidate 1", "link")
    for summary in page.locator("details.more > summary").all():
        summary.click()
    assert faults_in_all_looks(page) == []
    press(page, "Set it aside")
    assert page.get_by_text("There is a problem").is_visible()
    page.complaints.clear()  # the browser's word for a page that says what is wrong
    page.locator("details[open] textarea").first.fill("Scored another person.")
    go_by(page.locator("details[open]").get_by_role("button", name="Set it aside"))
    assert page.get_by_text("The review of Luis Torres is set aside. It counts no longer.").is_visible()
    assert Review.objects.get(status="void").void_reason == "Scored another person."

    press(page, "Give to Ida Nilsson", exact=False)
    assert page.get_by_text("given to Ida Nilsson").is_visible()
    assert Assignment.objects.get(reviewer__user__name="Ida Nilsson").status == "assigned"
    assert faults_in_all_looks(page) == []


def test_another_reviewer_is_one_click_away_on_a_phone_without_script(without_script, mei):
    page = without_script
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, mei.user)
    page.goto("/en/review/committee/?state=apart")

    press(page, "Give to Ida Nilsson", exact=False)

    assert page.url.endswith("?state=apart")
    assert page.get_by_text("Another review is under way.").is_visible()
