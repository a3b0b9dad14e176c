"""One database is built for all processes of a run, and the others copy it: two seconds instead of fourteen."""

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from portal.notifications.apps import note_home
from portal.notifications.models import Gate

SHARED = Path(os.environ["DATA_DIR"])  # of this run, and of all its processes
COPY = "test_copied_by_all"


@contextmanager
def once():
    """Around the building: whoever comes first builds and leaves a copy, from which PostgreSQL makes those of the others."""
    with alone() as there:
        if there.exists():
            connection.settings_dict["TEST"]["TEMPLATE"] = COPY
        yield
        if there.exists():  # no letter leaves a database that was copied
            Gate.objects.all().delete()
            note_home()
        elif "PYTEST_XDIST_WORKER" in os.environ:
            own = connection.settings_dict["NAME"]
            connection.close()  # nobody may look while it is copied
            on_server(f'DROP DATABASE IF EXISTS "{COPY}"', f'CREATE DATABASE "{COPY}" TEMPLATE "{own}"')
            there.touch()


def clear():
    """After the last test of the first process that is done: whoever has no database yet builds one."""
    with alone() as there:
        if there.exists():
            on_server(f'DROP DATABASE IF EXISTS "{COPY}"')
            there.unlink()


@contextmanager
def alone():
    """One process at a time; the file that says whether the copy is there."""
    with (SHARED / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield SHARED / "database.copied"


def on_server(*statements):
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
