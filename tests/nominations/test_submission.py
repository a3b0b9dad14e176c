"""From the first answer to the receipt."""

import pytest

from nominations.models import Nomination
from portal.lifecycle.models import Refused
from tests.answers import ANSWERS, complete
from tests.letters import letters


@pytest.fixture
def draft(leila, call):
    return Nomination.start(call=call, by=leila)


def test_a_complete_nomination_is_received_and_its_author_told(draft, leila):
    complete(draft)

    version = draft.submit(by=leila)

    assert draft.status == "submitted"
    assert version.answers["family_name"] == "Haddad"
    assert letters() == {("leila@example.org", "nominations/received")}


def test_a_second_click_makes_no_second_version_and_no_second_receipt(draft, leila):
    complete(draft)

    versions = {draft.submit(by=leila), draft.submit(by=leila)}

    assert len(versions) == 1
    assert draft.versions.count() == 1
    assert len(letters()) == 1


def test_what_is_missing_refuses_the_submission(draft, leila):
    draft.save_section("you", ANSWERS, by=leila)

    with pytest.raises(Refused):
        draft.submit(by=leila)

    assert draft.status == "draft"
    assert set(draft.missing()) == {"work", "contribution", "documents", "interests", "declarations"}
