"""A call in numbers, early and late, in both languages, with its tables open: axe, and narrow pages."""

import pytest

from nominations.deciding.models import Statistics
from tests import decisions, make
from tests.browser import faults_in_all_looks, sign_in
from tests.deciding.crowd import crowd, decided, given

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_numbers_of_a_call_are_read_by_everybody(browser_page, settings):
    settings.REQUIRE_STAFF_MFA = False
    make.groups()
    jonas, amina = (make.user(f"{role}@example.org", role.title(), role=role) for role in ("head", "officer"))
    call = decisions.judged_call(by=jonas)
    crowd(call, 300, seed=2)
    given(call, by=jonas)
    Statistics.make(call)
    page, found = browser_page, {}

    page.goto("/en/statistics/2026/")
    found["early"] = faults_in_all_looks(page)
    decided(call, by=amina, head=jonas, seed=2)
    Statistics.make(call)
    page.goto("/fr/statistics/2026/")
    for details in page.locator("main details > summary").all():
        details.click()
    found["late, in French"] = faults_in_all_looks(page)
    sign_in(page, amina)
    page.goto("/en/committee/2026/statistics/")
    found["within"] = faults_in_all_looks(page)

    assert {place: faults for place, faults in found.items() if faults} == {}
