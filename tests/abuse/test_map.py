"""The map of the abuse cases is whole."""

from . import CASES, LATER, NOT_YET
from .proofs import proofs


def test_each_case_is_proven_or_comes_with_a_later_issue():
    without = set(CASES) - set(proofs())

    assert without == NOT_YET <= set(LATER), "Write a test with the mark abuse(number), or say with what it comes."


def test_each_mark_names_a_case():
    assert set(proofs()) <= set(CASES)
