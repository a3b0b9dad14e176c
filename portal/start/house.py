"""The one running portal of a folder: its lock, its address and its data."""

import contextlib
import fcntl
import http.client
import json
import os
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

from portal.start.embedded import Postgres

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST_PORT, LAST_PORT = 8000, 8099
NOTED = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DEMO", "SITE_URL", "SECRET_KEY", "DATA_DIR")
LARGE = 5 * 1024**2  # bytes of a log that a new start puts aside


class Closed(Exception):
    """The portal cannot run here now; the message says why."""


class House:
    """The folder with the data, locked for as long as the portal runs."""

    def __init__(self, environ):
        self.environ = environ
        self.folder = Path(environ.get("DATA_DIR") or ROOT / ".data").resolve()
        self.lock_file = self.folder / "run.lock"
        self.door = None
        self.address = environ.get("SITE_URL") or f"http://127.0.0.1:{FIRST_PORT}"

    @classmethod
    @contextlib.contextmanager
    def opened(cls, environ):
        """Lock the folder and take a port, or say who has them."""
        house = cls(environ)
        with house.locked():
            house.door = take_port(environ.get("PORT"))
            house.address = environ.get("SITE_URL") or f"http://127.0.0.1:{house.door.getsockname()[1]}"
            house.note(environ)
            yield house

    @contextlib.contextmanager
    def locked(self):
        """Hold the lock; Closed says where the portal runs that holds it already."""
        self.make_folder()
        with os.fdopen(os.open(self.lock_file, os.O_RDWR | os.O_CREAT, 0o600), "r+") as self.lock:
            try:
                fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Closed(
                    f"The portal already runs at {self.noted().get('address', 'an unknown address')}."
                ) from None
            try:
                yield
            finally:
                self.lock.truncate(0)

    def make_folder(self):
        """Others may pass through to PostgreSQL's folder (see embedded.identity), but read nothing."""
        if self.folder.exists() and self.folder.stat().st_uid != os.geteuid():
            raise Closed(f"{self.folder} belongs to another user: run this as that user.")
        self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.folder.chmod(0o711)

    def note(self, env):
        """Write into the lock where the portal is and with what surroundings, for other commands."""
        words = {"address": self.address, "process": os.getpid(), "env": {n: env[n] for n in NOTED if n in env}}
        self.lock.seek(0)
        self.lock.truncate()
        self.lock.write(json.dumps(words))
        self.lock.flush()

    def noted(self):
        """What the running portal wrote down; empty when none does."""
        try:
            return json.loads(self.lock_file.read_text())
        except (OSError, ValueError):
            return {}

    def log(self, name):
        """The log of one program; a large one is put aside once."""
        file = self.folder / "logs" / f"{name}.log"
        file.parent.mkdir(exist_ok=True, mode=0o700)
        if file.exists() and file.stat().st_size > LARGE:
            file.replace(file.with_suffix(".old.log"))
        return file

    def answers(self):
        """Does the web server answer, whatever it says?"""
        line = http.client.HTTPConnection("127.0.0.1", self.door.getsockname()[1], timeout=30)
        try:
            line.request("GET", "/healthz", headers={"Host": urlsplit(self.address).netloc})
            return line.getresponse().status < 500
        except OSError:
            return False
        finally:
            line.close()

    def forget(self):
        """Delete the data; Closed while the portal runs."""
        with self.locked():
            Postgres(self.folder / "postgres").forget()
            shutil.rmtree(self.folder)


def take_port(wanted):
    """A listening socket on the wanted port, or on the first free one when none is wanted."""
    if wanted and not wanted.isdecimal():
        raise Closed(f"PORT is {wanted!r}: give a number.")
    for port in [int(wanted)] if wanted else range(FIRST_PORT, LAST_PORT + 1):
        try:
            return listening(port)
        except OverflowError:
            raise Closed(f"PORT is {wanted}: give a number below 65536.") from None
        except OSError as error:
            reason = error.strerror
            if not wanted and port == FIRST_PORT:
                print(f"Port {port} is taken, looking for the next free one.", flush=True)
    raise Closed(f"Port {wanted or f'{FIRST_PORT} to {LAST_PORT}'} cannot be used: {reason}.")


def listening(port):
    door = socket.socket()
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", port))
        door.listen(128)
    except BaseException:
        door.close()
        raise
    return door
