"""A database and a folder of the bench's own, so that no measured portal holds anything that somebody needs."""

import os
import socket
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg


@contextmanager
def laid_out():
    """A new database beside the one that DATABASE_URL names, tables and facts in it; forgotten at the end."""
    given = os.environ["DATABASE_URL"]
    parts = urlsplit(given)
    name = f"{parts.path.strip('/')}_measured"
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        renew(given, name)
        os.environ |= {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")), "DATA_DIR": folder}
        os.environ |= {"SITE_URL": f"http://127.0.0.1:{free_port()}", "DJANGO_SETTINGS_MODULE": "portal.settings"}
        os.environ.setdefault("SECRET_KEY", "of the bench, kept nowhere")
        os.environ.pop("DEMO", None)
        try:
            prepare()
            yield Path(folder)
        finally:
            forget(given, name)


def renew(address, name):
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')


def forget(address, name):
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def prepare():
    """Tables, facts and static files, as a start makes them."""
    import logging

    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.WARNING)
    call_command("prepare", verbosity=0)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
