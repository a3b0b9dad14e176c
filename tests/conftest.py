"""The cast: Amina and Jonas of the secretariat, Leila and Tomas who nominate themselves, an auditor, a stranger."""

import gc
from copy import copy
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from django.test import client as windows
from django.test.utils import ContextList
from django.utils import timezone, translation
from pytest_django.plugin import blocking_manager_key

from tests import built, emptying, make
from tests import kept as worlds
from tests.browser import browser_page, chromium, without_script  # noqa: F401  fixtures for all
from tests.kept import kept

TransactionTestCase._fixture_teardown = emptying.empty  # django.test.TestCase has its own: it rolls back


def keep_contexts_of_pages(store, signal, sender, template, context, **_more):
    """What `response.context` is read from. Django's client would keep those of all their parts too, a copy of each."""
    if context.template is template:
        store.setdefault("templates", []).append(template)
        store.setdefault("context", ContextList()).append(copy(context))


windows.store_rendered_templates = keep_contexts_of_pages


def pytest_collection_finish(session):
    """What is there by now stays: nobody needs to look through it for rubbish again."""
    worlds.world.expect(session.items)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(items):
    """The faults come first, so that one of the processes does them all, in the one house that is built for them."""
    items.sort(key=lambda item: "faults" not in item.path.parts)


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    """Folders that are made when something is put into them; pytest's own would be made, numbered and linked each time."""
    top = tmp_path_factory.mktemp("own")
    return (top / str(number) for number in count())


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_modify_db_settings, django_db_blocker):
    """pytest-django's, in its turn."""
    with django_db_blocker.unblock(), built.once():
        request.getfixturevalue("django_db_setup")
        emptying.leave_uncounted()
    yield
    with django_db_blocker.unblock():
        built.clear()


@pytest.fixture
def _django_db_helper(request, django_db_setup, django_db_blocker, folders):
    """pytest-django's, upon what the tests of this file have in common."""
    for name in worlds.set_up_before(request.node):
        request.getfixturevalue(name)
    with django_db_blocker.unblock():
        if worlds.shares(request.node):
            worlds.world.stand(request.node, folders)
            worlds.begin()
        else:
            worlds.world.leave()
    request.getfixturevalue("_django_db_helper")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """The last of a file, or the last before others, clears away what all had in common."""
    done = yield
    broken = worlds.world.file and connection.closed_in_transaction
    if broken or not nextitem or nextitem.path != item.path or not worlds.shares(nextitem):
        with item.config.stash[blocking_manager_key].unblock():
            worlds.world.leave()
    return done


@pytest.fixture
def counted(db):
    """For a test that has PostgreSQL count its tables."""
    yield
    emptying.forget_counts()


@pytest.fixture(autouse=True)
def _own_files(settings, folders):
    """Every test writes its files into a folder of its own."""
    settings.MEDIA_ROOT = next(folders) / "files"


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


@kept
def groups(db):
    return make.groups()


@kept
def amina(db):
    return make.user("amina@example.org", "Amina Diallo", role="officer")


@kept
def jonas(db):
    return make.user("jonas@example.org", "Jonas Weber", role="head")


@kept
def auditor(db):
    return make.user("auditor@example.org", "Ada Auditor", role="auditor", until=timezone.now() + timedelta(days=30))


@kept
def leila(db):
    return make.user("leila@example.org", "Leila Haddad")


@kept
def tomas(db):
    return make.user("tomas@example.org", "Tomáš Dvořák")


@kept
def stranger(db):
    return make.user("stranger@example.org", "Sam Stranger")


@kept
def call(groups, jonas):
    """This year's call, open since ten days, for nine more."""
    return make.call(by=jonas)
