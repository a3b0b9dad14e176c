"""Whose names may be one human's: a table, as the database finds them and as the words are compared."""

import pytest
from anyascii import anyascii
from django.db import connection

from members.alike import LIKE, alike
from portal.lifecycle.text import plain

ONE_HUMAN = [
    ("Hans Müller", "Hans Mueller"),
    ("Hans Müller", "Hans Muller"),
    ("Hans Müller", "Müller Hans"),
    ("Hans Müller", "H. Müller"),
    ("Hans-Peter Müller", "Hans Peter Mueller"),
    ("王晓梅", "Wang Xiaomei"),
    ("王晓梅", "Xiaomei Wang"),
    ("王晓梅", "Wang Xiao Mei"),
    ("Ngũgĩ wa Thiong’o", "Ngugi wa Thiongo"),
    ("Ngũgĩ wa Thiong'o", "Ngugi Thiong’o"),
    ("Ana Silva", "Ana Maria Silva"),
    ("José García Márquez", "Jose Garcia"),
    ("Алексей Иванов", "Aleksey Ivanov"),
    ("J. R. Smith", "John Robert Smith"),
    ("Mohamed El-Sayed", "Mohammed El Sayed"),
    ("Søren Ødegård", "Soren Odegard"),
    ("Lê Văn Nam", "Le Van Nam"),
    ("Παπαδόπουλος Νίκος", "Nikos Papadopoulos"),
]
TWO_HUMANS = [
    ("Maria Garcia", "Mario Garcia"),
    ("Hans Müller", "Anna Müller"),
    ("Hans Müller", "Hans Meier"),
    ("Wang Wei", "Wang Li"),
    ("Kim Min-jun", "Kim Seo-yeon"),
    ("H. Müller", "A. Müller"),
    ("Ngũgĩ", "Ngũgĩ wa Thiong’o"),
    ("A. B.", "Anna Berg"),
    ("Sana Khan", "Sana Malik"),
    ("", "Hans Müller"),
]


def latin(name):
    return plain(anyascii(name))


def nearness(one, other):
    """As PostgreSQL reckons it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity(%s, %s)", [latin(one), latin(other)])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "other"), ONE_HUMAN, ids="=".join)
def test_names_of_one_human_are_found_and_alike(one, other):
    assert nearness(one, other) >= LIKE
    assert alike(latin(one), latin(other))
    assert alike(latin(other), latin(one))


@pytest.mark.parametrize(("one", "other"), TWO_HUMANS, ids="≠".join)
def test_names_of_two_humans_are_not_alike(one, other):
    assert not alike(latin(one), latin(other))
    assert not alike(latin(other), latin(one))
