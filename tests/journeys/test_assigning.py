"""The secretariat assigns three hundred nominations to twenty reviewers: asks, watches, inspects, deploys, undoes."""

from collections import Counter

import pytest

from nominations.reviewing.models import Assignment, AssignmentRun, Reviewer
from portal.accounts.models import User
from tests import committee, make
from tests.admin import list_of
from tests.browser import A_AND_AA, faults, press, sign_in
from tests.reviewing.crowd import crowd
from tests.worker import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
COUNTRIES = ("BR", "CA", "DE", "ES", "FR", "JP", "KE")


@pytest.fixture
def call(settings, groups):
    settings.REQUIRE_STAFF_MFA = False
    head = make.user("head@example.org", "Hans Head", role="head")
    call = committee.call_in_review(by=head, frozen=False)
    groups = make.groups()
    crowd(*[committee.candidates(call, 1, by=head)[0], 300, groups])
    for number in range(20):
        country = COUNTRIES[number % len(COUNTRIES)]
        user = User.objects.create_user(f"reviewer.{number}@example.org", name=f"Rita Reviewer {number + 1}")
        seat = Reviewer.objects.create(
            call=call,
            user=user,
            order=number + 1,
            languages=["en"],
            most=40,
            nationalities=[country],
            residence=country,
        )
        seat.groups.set([groups[number % len(groups)], groups[(number + 1) % len(groups)]])
    return call


def test_three_hundred_nominations_are_assigned_to_twenty_reviewers(browser_page, call):
    page = browser_page
    sign_in(page, make.user("amina@example.org", "Amina Diallo", role="officer"))
    page.goto(list_of(AssignmentRun, "add"))
    assert faults(page, A_AND_AA) == []
    page.get_by_label("Nominations that everybody scores").fill("2")
    press(page, "Find an assignment")
    assert "waits for its turn" in page.content()
    assert faults(page, A_AND_AA) == []
    run = AssignmentRun.objects.get()
    run.work()
    press(page, "Look again", "link")

    assert "Weakest panels" in page.content() or "Each pair, and why" in page.content()
    assert faults(page, A_AND_AA) == []
    page.get_by_label("Reference, name or reviewer").fill("Rita Reviewer 7")
    press(page, "Search")
    assert page.locator("table tbody tr th a").count() > 0
    press(page, "Assign as proposed", "link")
    press(page, "Assign as proposed")
    wait_for(lambda: Assignment.objects.filter(status="assigned").count() == 298 * 2 + 2 * 20)
    panels, loads = Counter(), Counter()
    for nomination, reviewer in Assignment.objects.values_list("nomination", "reviewer"):
        panels[nomination] += 1
        loads[reviewer] += 1
    assert sorted(Counter(panels.values()).items()) == [(2, 298), (20, 2)]
    assert max(loads.values()) <= 40

    press(page, "Undo the assignment", "link")
    press(page, "Undo the assignment")
    assert not Assignment.objects.filter(status="assigned").exists()
    assert faults(page, A_AND_AA) == []
