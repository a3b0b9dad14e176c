"""pg_dump, pg_restore and psql, pointed at the portal's database. Passwords travel in the environment."""

import os
import shutil
import subprocess
from pathlib import Path

from django.core.management import CommandError
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from portal.notifications.models import Gate

LAST_WORDS = f"""
    INSERT INTO public.{Gate._meta.db_table} (id, status, home, since) VALUES (1, 'shut', '', now())
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, since = excluded.since;
    COMMIT;
"""  # noqa: S608  no value is put in here


def dump(target: Path, snapshot: str):
    """Write what the snapshot shows, compressed."""
    where, env = address()
    done = subprocess.run(
        [program("pg_dump"), "--format=custom", f"--snapshot={snapshot}", f"--file={target}", *where],
        env=env,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise CommandError(told("pg_dump", done.stderr))


def load(source: Path):
    """Read a dump into the empty database and shut the gate of the outbox, in one transaction: all or nothing."""
    where, env = address()
    quiet = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    read = [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", source]
    pipes = {"stderr": subprocess.PIPE, "env": env}
    with (
        subprocess.Popen(read, stdout=subprocess.PIPE, **pipes) as reading,
        subprocess.Popen([program("psql"), *quiet, *where], stdin=subprocess.PIPE, **pipes) as writing,
    ):
        whole = relay(reading, writing)
        words = {"pg_restore": reading.stderr.read().decode(), "psql": writing.stderr.read().decode()}
        failed = [told(name, words[name]) for name, end in (("pg_restore", reading), ("psql", writing)) if end.wait()]
    if failed or not whole:
        raise CommandError(f"Nothing was restored. {' '.join(failed)}")


def relay(reading, writing) -> bool:
    """Hand the dump over, and the end of the transaction only when all of it was there."""
    try:
        writing.stdin.write(b"BEGIN;\n")
        shutil.copyfileobj(reading.stdout, writing.stdin)
        whole = reading.wait() == 0
        if whole:
            writing.stdin.write(LAST_WORDS.encode())
        writing.stdin.close()
    except BrokenPipeError:  # psql says why
        reading.stdout.close()
        return False
    return whole


def address() -> tuple[list[str], dict]:
    """The options and the surroundings that lead these programs to the portal's database."""
    facts = connection.settings_dict
    command, env = DatabaseClient.settings_to_cmd_args_env(facts, [])
    host = {"PGHOST": facts["OPTIONS"]["host"]} if "host" in facts["OPTIONS"] else {}
    return command[1:], os.environ | (env or {}) | host


def program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise CommandError(f"{name} is missing: install the package postgresql-client of your server's version.")
    return found


def told(name: str, words: str) -> str:
    """Why a program failed, in a sentence where we know one."""
    if "server version mismatch" in words:
        major = connection.pg_version // 10000
        return (
            f"This {name} is older than the server, which is PostgreSQL {major}: install postgresql-client-{major} "
            f"and put /usr/lib/postgresql/{major}/bin first in PATH."
        )
    return f"{name} said: {words.strip() or 'nothing'}"
