"""What was measured on: figures mean little without it."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

import django
from django.db import connection


def described() -> str:
    cpus = [line.partition(":")[2].strip() for line in told("/proc/cpuinfo") if line.startswith("model name")]
    memory = next((int(line.split()[1]) for line in told("/proc/meminfo") if line.startswith("MemTotal")), 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        server, fsync = cursor.fetchone()
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores ({cpus[0] if cpus else 'unknown'}), "
        f"{memory / 1024**2:.0f} GiB, {platform.system()} {platform.release()}\n"
        f"Python {platform.python_version()}, Django {django.__version__}, PostgreSQL {server} (fsync {fsync})"
    )


def load() -> str:
    """The machine's load of the last minute: CPU ms bear it, wall times do not."""
    return f"{os.getloadavg()[0]:.1f}"


def told(path) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []
