"""Letters that only the tests know."""

from copy import deepcopy
from pathlib import Path

import pytest
from django.test import Client


@pytest.fixture
def shelf(settings):
    """Puts tests/portal/letters/ before the real shelf."""
    engines = deepcopy(settings.TEMPLATES)
    [letters] = [engine for engine in engines if engine.get("NAME") == "letters"]
    letters["DIRS"].insert(0, Path(__file__).parent / "letters")
    settings.TEMPLATES = engines


@pytest.fixture
def client_factory():
    """Makes visitors who share nothing."""
    return Client


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    """Argon2 is meant to be slow; here nobody attacks."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
