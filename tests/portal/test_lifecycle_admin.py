"""The buttons of the admin: open to the right role, in the right state, by POST alone."""

import pytest

from nominations.models import Nomination
from portal.lifecycle.models import Event
from tests import make
from tests.admin import do, enter, page_of
from tests.answers import complete


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def submitted(tomas, call):
    nomination = complete(make.nomination(author=tomas, call=call))
    nomination.submit(by=tomas)
    return nomination


def test_an_officer_declares_a_nomination_eligible(client, amina, submitted):
    enter(client, amina)

    response = client.post(do(submitted, "declare_eligible"))

    assert response.status_code == 302
    submitted.refresh_from_db()
    assert submitted.status == Nomination.Status.ELIGIBLE
    assert Event.objects.about(submitted).last().by == amina


def test_an_auditor_declares_nothing(client, auditor, submitted):
    enter(client, auditor)

    assert client.get(do(submitted, "declare_eligible")).status_code == 403
    assert client.post(do(submitted, "declare_eligible")).status_code == 403
    submitted.refresh_from_db()
    assert submitted.status == Nomination.Status.SUBMITTED


def test_the_page_of_a_nomination_has_the_button(client, amina, submitted):
    enter(client, amina)

    page = client.get(page_of(submitted))

    assert page.status_code == 200
    assert "Declare eligible" in page.content.decode()
