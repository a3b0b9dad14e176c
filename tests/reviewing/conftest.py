import pytest

from tests import committee
from tests.kept import kept


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How people come in is tested by itself; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@kept
def call(groups, jonas):
    """Closed since thirty days, in review for twenty more."""
    return committee.call_in_review(by=jonas, frozen=False)


@kept
def three(call, amina):
    """Three candidates, eligible, on the open track."""
    return committee.candidates(call, 3, by=amina)


@kept
def luis(call, amina):
    return committee.reviewer(call, by=amina)


@kept
def ruth(call, amina):
    return committee.reviewer(call, "ruth@example.org", "Ruth Adeyemi", by=amina)


@kept
def mei(call, amina):
    """The chair."""
    return committee.chair(call, by=amina)
