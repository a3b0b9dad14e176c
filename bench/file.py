"""A list as a file, taken in a process of its own: `python -m bench.file nominations` says what it cost, as JSON."""

import json
import subprocess
import sys
import time
from typing import NamedTuple

from .machine import told


class File(NamedTuple):
    rows: int
    columns: int
    cpu: float  # seconds
    peak: float  # MiB of the process in all
    grown: float  # MiB of that after the first rows, or by all of it where it comes in one piece

    @property
    def per_second(self) -> float:
        """Rows a second of CPU."""
        return self.rows / self.cpu


def taken(name: str) -> File:
    """Of a new process, so that its memory holds this and nothing else."""
    run = subprocess.run([sys.executable, "-m", "bench.file", name], stdout=subprocess.PIPE, text=True, check=True)
    return File(**json.loads(run.stdout))


def nominations():
    """All of them, in the order of the secretariat's list."""
    from nominations.admin.table import stream
    from nominations.models import Nomination
    from nominations.models.listing import NEWEST

    return lambda: stream(Nomination.objects.order_by(NEWEST, "-pk"))


def appointments():
    """The open data of today, as anybody reads them."""
    from django.test import RequestFactory
    from django.urls import resolve

    address = "/api/v1/appointments.csv"
    view = resolve(address).func
    view(RequestFactory().get(address, {"on": "2020-06-15"}))  # nobody sat yet: fills what is kept in memory
    return lambda: view(RequestFactory().get(address))


def read(answer) -> File:
    """`answer` makes the response; what comes is thrown away."""
    before, start = peak(), time.process_time()
    response = answer()
    parts = iter(response)
    first = next(parts)
    columns = len(first.partition(b"\r\n")[0].split(b","))
    if response.streaming:
        before = peak()
    lines = first.count(b"\r\n") + sum(part.count(b"\r\n") for part in parts)
    return File(lines - 1, columns, time.process_time() - start, peak(), peak() - before)


def peak() -> float:
    """Of this program alone: what `getrusage` says begins with the process that started it."""
    line = next(line for line in told("/proc/self/status") if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    import django

    django.setup()
    ready = {"nominations": nominations, "appointments": appointments}[sys.argv[1]]
    print(json.dumps(read(ready())._asdict()))
