"""One house for all faults that a test process tries: built once, put in order after each."""

import pytest

from .house import House


@pytest.fixture(scope="session")
def built():
    with House.built() as house:
        yield house


@pytest.fixture
def house(built):
    built.letters.__init__()  # an empty mailbox that takes everything
    yield built
    built.rest()
