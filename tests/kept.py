"""What the tests of a file begin from is built once: each layer of it on a savepoint, and every test gets copies of its own.

`@kept` stands before a fixture that only writes rows (and files), from nothing but other kept fixtures. All tests of a file lie in
one transaction. The next test keeps the layers that it has in common with the one before, the others are rolled back; what a test
itself does is undone as ever. Tests that commit know nothing of all this: for them a kept fixture is a fixture.
"""

import shutil
from collections import Counter
from copy import deepcopy
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import connection
from django.test import TestCase, override_settings

from portal.lifecycle import clock
from tests import emptying

HELPERS = {"db", "_django_db_helper"}  # pytest-django's: whoever asks for these has a database


def kept(build):
    """A fixture whose rows outlive a test; unless the test commits, or asks for it by its name in the middle."""

    @pytest.fixture
    @wraps(build)
    def own(**parts):
        return world.copy_of(build) if build in world else build(**parts)

    own._get_wrapped_function().build = build
    return own


class Layer(NamedTuple):
    build: Any  # which fixture
    values: dict  # what it and those below returned, as they were when it stood: nobody touches them
    block: Any  # its savepoint
    files: Path  # all that were there when it stood


class World:
    """The layers that stand; the lowest is the transaction itself."""

    def __init__(self):
        self.file, self.layers, self.ground, self.memo = None, [], None, {}
        self.tested = Counter()

    def __contains__(self, build):
        return any(layer.build is build for layer in self.layers)

    def copy_of(self, build):
        """One memory for all of a test: what was the same thing stays the same thing."""
        return deepcopy(self.layers[-1].values[build], self.memo)

    def expect(self, items):
        """How many tests of a file want what: the most wanted lies lowest."""
        for item in items:
            if shares(item):
                self.tested.update((item.path, build) for build, _parts, _depth in wanted(item))

    def stand(self, item, folders):
        """What this test wants and nothing else; the folder of the test has the files."""
        self.memo = {}
        if self.file != item.path:
            self.leave()
        if not self.file:
            self.file, self.ground = item.path, TestCase._enter_atomics()
        layers, self.layers = self.layers, []
        needed = sorted(wanted(item), key=lambda one: (-self.tested[item.path, one[0]], one[2], one[0].__name__))
        while layers and [layer.build for layer in layers] != [build for build, *_ in needed[: len(layers)]]:
            TestCase._rollback_atomics(layers.pop().block)
        self.layers = layers
        for build, parts, _depth in needed[len(layers) :]:
            self.lay(build, parts, next(folders))
        if self.layers and self.layers[-1].files.exists():
            shutil.copytree(self.layers[-1].files, settings.MEDIA_ROOT, dirs_exist_ok=True)

    def lay(self, build, parts, files):
        below = self.layers[-1].values if self.layers else {}
        values = deepcopy(below)  # to build one may change what it is built from
        if self.layers and self.layers[-1].files.exists():
            shutil.copytree(self.layers[-1].files, files)
        block = TestCase._enter_atomics()
        try:
            with override_settings(MEDIA_ROOT=files):
                values[build] = build(**{name: values.get(part) for name, part in parts.items()})
            connection.check_constraints()  # once, instead of after each test
        except BaseException:
            TestCase._rollback_atomics(block)
            raise
        self.layers.append(Layer(build, values, block, files))

    def leave(self):
        if self.file:
            for layer in reversed(self.layers):
                TestCase._rollback_atomics(layer.block)
            TestCase._rollback_atomics(self.ground)
            self.file, self.layers = None, []
            if connection.connection:
                emptying.make_room()


world = World()


def shares(item) -> bool:
    """It has a database and commits nothing to it: as pytest-django finds it."""
    marker, names = item.get_closest_marker("django_db"), set(item.fixturenames)
    said = marker and (marker.kwargs.get("transaction") or marker.kwargs.get("reset_sequences"))
    commits = said or {"transactional_db", "live_server", "django_db_reset_sequences"} & names
    return bool(marker or "db" in names) and not commits


def wanted(item) -> list[tuple]:
    """(build, what it is built from, depth) for each kept fixture of a test, also those on which others stand."""
    known, found = item._fixtureinfo.name2fixturedefs, {}

    def look(name, above=0):
        """The one of this name that is nearest to the test, or `above` it where it asks for its own name."""
        one = known[name][-1 - above]
        build = getattr(one.func, "build", None)
        if build and build not in found:
            parts = {part: look(part, above + 1 if part == name else 0) for part in one.argnames}
            strange = [part for part, built in parts.items() if not built and part not in HELPERS]
            assert not strange, f"{name} is kept and stands on what is not: {strange}"
            found[build] = parts, 1 + max((found[part][1] for part in parts.values() if part), default=0)
        return build

    for name in item.fixturenames:
        if name in known:
            look(name)
    return [(build, parts, depth) for build, (parts, depth) in found.items()]


def set_up_before(item) -> list[str]:
    """Fixtures that come to every test by themselves and need no database: settings and the like, which hold while layers are built."""
    known = item._fixtureinfo.name2fixturedefs

    def needs_rows(name):
        parts = {part for one in known.get(name, ()) for part in one.argnames} - {name}
        return name in HELPERS or "_django" in name or any(needs_rows(part) for part in parts)

    return [name for name in item.session._fixturemanager._getautousenames(item) if not needs_rows(name)]


BEGAN = "greatest(now(), nullif(current_setting('tests.began', true), '')::timestamptz)"


def now():
    """The moment at which a test began stands for its transaction's, which here is that of the file."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {BEGAN}")
        return cursor.fetchone()[0]


clock.now, TransactionNow.template = now, BEGAN


def begin():
    """A test's own moment, by the database's clock; forgotten with the file's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tests.began', clock_timestamp()::text, false)")
