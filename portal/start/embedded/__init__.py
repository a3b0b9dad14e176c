"""PostgreSQL and Valkey from their wheels, for the first run and for the tests.

Nothing here reads Django's settings: the servers' addresses are handed on through the environment,
under the same names that point the portal at real servers (DATABASE_URL, REDIS_URL).
"""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from .missing import Missing
from .postgres import Postgres
from .valkey import Valkey

__all__ = ["Missing", "Postgres", "Valkey", "needed", "started", "temporary"]


def needed(folder, environ=os.environ, *, durable=True):
    """The servers to start below `folder`: one for each address that the environment does not give."""
    if not environ.get("DATABASE_URL"):
        yield Postgres(Path(folder) / "postgres", durable=durable)
    if not environ.get("REDIS_URL"):
        yield Valkey(Path(folder) / "valkey", durable=durable)


@contextmanager
def started(folder, environ=os.environ, *, durable=True):
    """Run the needed servers for the length of a `with`; gives what to add to the environment."""
    servers, addresses = [], {}
    try:
        for server in needed(folder, environ, durable=durable):
            servers.append(server)
            server.start()
            addresses |= server.address
        yield addresses
    finally:
        for server in reversed(servers):
            server.stop()
            if not durable:
                server.forget()


@contextmanager
def temporary(environ=os.environ):
    """Servers that hold nothing and are forgotten with their folder, which is the DATA_DIR of that time."""
    with tempfile.TemporaryDirectory(prefix="gpai-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # noqa: S103  PostgreSQL may run under another name and has to pass through
        with started(folder, environ, durable=False) as addresses:
            yield {"DATA_DIR": folder} | addresses
