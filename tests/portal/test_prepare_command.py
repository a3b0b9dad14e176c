"""`manage.py prepare`: what a start needs; data of an incompatible version are refused in words."""

import pytest
from django.core.management import CommandError
from django.db import connection

from portal.management.commands import prepare


@pytest.fixture(autouse=True)
def _tables(db):
    """The table that the note is on, also where the tests run without migrations."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS django_migrations (id bigint)")


def test_data_from_the_same_beginnings_are_brought_up_to_date():
    prepare.note_beginnings()
    prepare.refuse_other_beginnings()
    assert prepare.noted_beginnings() == prepare.beginnings()


def test_data_of_an_earlier_version_are_refused_with_what_to_do():
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE django_migrations IS 'of another version'")
    with pytest.raises(CommandError, match="make reset"):
        prepare.refuse_other_beginnings()
