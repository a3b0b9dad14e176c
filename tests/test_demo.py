"""The demo builds on an empty database, by the verbs, and leaves real people alone."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from nominations.models import Call, Nomination
from portal.accounts.models import User
from portal.notifications.models import Message
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def demo(db):
    call_command("facts", verbosity=0)
    call_command("demo", verbosity=0)


def test_the_demo_tells_sixty_nominations_in_two_calls(demo):
    states = Counter(Nomination.objects.values_list("call__status", "status"))

    assert sum(states.values()) == 60
    assert {status for _, status in states} == {"draft", "submitted", "returned", "eligible", "ineligible", "withdrawn"}
    assert sorted(Call.objects.values_list("status", flat=True)) == ["concluded", "published"]
    assert Call.objects.open().count() == 1


def test_everything_submitted_in_the_demo_is_complete_and_has_its_cv(demo):
    for nomination in Nomination.objects.exclude(submitted_version=None):
        assert nomination.missing() == {}, nomination.reference
        assert nomination.submitted_version.documents.filter(kind="cv").exists()


def test_only_the_receipt_of_tomas_waits_to_be_delivered(demo):
    waiting = Message.objects.filter(status="queued", not_before__lte=timezone.now())

    assert list(waiting.values_list("to", "occasion")) == [("tomas@example.org", "nominations/received")]


def test_the_cast_signs_in_with_the_password_demo(demo):
    cast = User.objects.filter(email__endswith="@example.org")

    assert {user.email.partition("@")[0] for user in cast} == {"amina", "jonas", "leila", "tomas", "auditor"}
    assert all(user.check_password("demo") for user in cast)


def test_a_second_demo_changes_nothing(demo):
    call_command("demo", verbosity=0)

    assert Nomination.objects.count() == 60


def test_the_demo_refuses_a_database_with_real_people(db):
    make.user("somebody@ministry.gov", "Somebody Real")

    with pytest.raises(CommandError, match="real people"):
        call_command("demo", verbosity=0)

    assert not Call.objects.exists()
