"""The cast: Amina and Jonas of the secretariat, Leila and Tomas who nominate themselves, an auditor, a stranger."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from tests import make
from tests.browser import browser_page, chromium, without_script  # noqa: F401  fixtures for all


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """Every test writes its files into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _english():
    """A page asked for in French leaves the next test in English."""
    yield
    translation.deactivate()


@pytest.fixture
def groups(db):
    return make.groups()


@pytest.fixture
def amina(db):
    return make.user("amina@example.org", "Amina Diallo", role="officer")


@pytest.fixture
def jonas(db):
    return make.user("jonas@example.org", "Jonas Weber", role="head")


@pytest.fixture
def auditor(db):
    return make.user("auditor@example.org", "Ada Auditor", role="auditor", until=timezone.now() + timedelta(days=30))


@pytest.fixture
def leila(db):
    return make.user("leila@example.org", "Leila Haddad")


@pytest.fixture
def tomas(db):
    return make.user("tomas@example.org", "Tomáš Dvořák")


@pytest.fixture
def stranger(db):
    return make.user("stranger@example.org", "Sam Stranger")


@pytest.fixture
def call(groups, jonas):
    """This year's call, open since ten days, for nine more."""
    return make.call(by=jonas)
