"""The cast: Amina and Jonas of the secretariat, Leila and Tomas who nominate themselves, an auditor, a stranger."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests import make
from tests.browser import browser_page, chromium, without_script  # noqa: F401  fixtures for all


def pytest_collection_modifyitems(items):
    """The faults come first, so that one of the two processes does them all, in the one house that is built for them."""
    items.sort(key=lambda item: "faults" not in item.path.parts)


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
def client_factory():
    """Makes visitors who share nothing."""
    return Client


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    """Argon2 is meant to be slow; here nobody attacks."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def lean(monkeypatch):
    """Pages whose contexts nobody asks for: Django's client would copy one for each template, a tenth of a crawl's time."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)


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
