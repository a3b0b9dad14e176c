"""Kept fixtures: built once for all tests of a file, and no test sees what another did."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from nominations.models import Call
from portal.accounts.models import User
from portal.lifecycle import clock
from tests import committee
from tests.kept import kept

pytestmark = pytest.mark.django_db
BUILT = []


@kept
def one(call, amina):
    BUILT.append("one")
    return committee.candidate(committee.call_in_review(by=amina, year=2025), by=amina)


@kept
def late(one):
    BUILT.append("late")
    one.call.title_en = "Late"
    one.call.save()
    return one.call


def spoil(one, call):
    """Whatever a test may do to what it was given."""
    [document] = one.documents.all()
    with document.file.open() as file:
        assert file.read()
    default_storage.delete(document.file.name)
    one.call.title_en = "Spoilt"
    one.call.save()
    call.delete()
    User.objects.all().update(name="Nobody")


def test_what_stands_on_it_is_the_same_thing_in_one_test(one, late):
    assert late is one.call
    assert Call.objects.filter(title_en="Late").exists()


@pytest.mark.parametrize("time", [1, 2])
def test_each_test_finds_rows_files_and_instances_as_they_were_built(one, call, time):
    assert one.call.title_en == Call.objects.get(pk=one.call_id).title_en != "Spoilt"
    assert Call.objects.count() == 2
    assert not User.objects.filter(name="Nobody").exists()
    spoil(one, call)


def test_who_does_not_ask_for_it_does_not_see_it(call):
    assert Call.objects.get() == call


def test_each_was_built_once_in_a_row_of_tests():
    assert len(BUILT) <= 3  # one process may have had only some of them
    assert BUILT.count("late") <= 1


def test_now_is_when_the_test_began_not_the_file():
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        assert clock.now() > cursor.fetchone()[0]
    assert clock.now() == clock.now() > timezone.now() - timedelta(seconds=20)


@pytest.mark.django_db(transaction=True)
def test_whoever_commits_begins_from_nothing(one, call):
    assert Call.objects.count() == 2
    assert connection.in_atomic_block is False
    assert default_storage.exists(one.documents.get().file.name)
