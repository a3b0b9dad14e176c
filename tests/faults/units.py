"""The units of deploy/systemd run without systemd: their own commands, in a folder of the tests.

What is kept of systemd: ExecStart, the READY of Type=notify, ExecStartPost, ExecStop, SIGTERM to the main process alone,
and the time that it has then.
"""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path

from portal.start.house import ROOT

UNITS = ROOT / "deploy" / "systemd"
SECONDS_TO_START = 30


def read(name: str) -> dict[str, list[str]]:
    """Key to values, whatever the section."""
    facts: dict[str, list[str]] = {}
    for line in (UNITS / name).read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            facts.setdefault(key, []).append(value)
    return facts


class Unit:
    """One instance of a template, e.g. Unit("portal-web@.service", 1, ...)."""

    def __init__(self, name, number, *, run: Path, env: dict):
        self.facts, self.number, self.folder, self.env = read(name), number, run, env
        self.log = run / f"{name.partition('@')[0]}-{number}.log"
        self.process = None

    def commands(self, key):
        """The command lines of a key, with the places of production put where the tests are."""
        here = {"%i": self.number, "%H": "tests", "/run/portal": self.folder}
        here |= {"/srv/portal/current/.venv/bin": Path(sys.executable).parent}
        for line in self.facts.get(key, ()):
            yield [re.sub("|".join(here), lambda place: str(here[place[0]]), word) for word in shlex.split(line)]

    def start(self):
        (command,) = self.commands("ExecStart")
        with self.log.open("ab") as log, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
            told = self.folder / f"notify-{self.log.stem}"
            told.unlink(missing_ok=True)
            ready.bind(str(told))
            ready.settimeout(SECONDS_TO_START)
            env = self.env | {"NOTIFY_SOCKET": str(told)}
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True, umask=0o077
            )
            while self.facts["Type"] == ["notify"] and b"READY=1" not in ready.recv(4096):
                pass
        self.also("ExecStartPost")
        return self

    def also(self, key):
        for command in self.commands(key):
            subprocess.run(command, check=True)

    def stop(self):
        self.also("ExecStop")
        self.process.terminate()
        (patience,) = self.facts["TimeoutStopSec"]
        try:
            return self.process.wait(float(patience))
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)

    def restart(self):
        end = self.stop()
        self.start()
        return end
