"""Files of the secretariat: rows for each second of CPU, and how much memory a job grows by, at each size."""

import os
import resource
import time

from django.db import connections

from nominations.deciding.columns import COLUMNS
from nominations.deciding.models import Export
from portal.lifecycle import clock

from . import copies, sample, table

LEAST = {"csv": 20_000, "xlsx": 5_000}  # rows per CPU second


def told(sizes) -> str:
    """A line for each size and format; each file is written by a child of its own, whose peak memory is its own."""
    world, lines, found = sample.begin(), [], {format: [] for format in Export.Format.values}
    names = [name for name, column in COLUMNS.items() if not column.heads]
    for size in sorted(sizes):
        copies.grow(world, size)
        copies.tidy()
        for format in Export.Format.values:
            rows, cpu, grown, seconds = apart(lambda format=format: written(world, names, format))
            found[format].append((rows / cpu, grown / 1024))
            lines.append(
                f"{format:5} {rows:9,.0f} rows of {len(names)} columns: {rows / cpu:8,.0f} rows per CPU second, "
                f"{grown / 1024:5.0f} MiB grown, {seconds:5.1f} s"
            )
    lines += ["", table.PEER]
    for format, figures in found.items():
        said = [f"{speed:,.0f}; {mib:.0f}" for speed, mib in figures]
        kept = [speed >= LEAST[format] and mib <= table.FLAT for speed, mib in figures]
        lines.append(table.row(table.FILES[format], said, kept))
    return "\n".join(lines)


def written(world, names, format) -> tuple:
    """(rows, CPU seconds of this process, KiB by which it grew, seconds)."""
    export = Export(call=world.call, asked_by=world.officer, asked_at=clock.now(), columns=names, format=format)
    before, cpu, start = memory(), time.process_time(), time.perf_counter()
    found = export.do(lambda percent, step="": None)
    return found["rows"], time.process_time() - cpu, memory() - before, time.perf_counter() - start


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def apart(work) -> list[float]:
    """What work() gives, done in a forked child."""
    connections.close_all()
    reader, writer = os.pipe()
    if pid := os.fork():
        os.close(writer)
        with os.fdopen(reader) as answer:
            found = answer.read()
        os.waitpid(pid, 0)
        return [float(number) for number in found.split()]
    try:
        os.write(writer, " ".join(map(str, work())).encode())
        connections.close_all()
    finally:
        os._exit(0)
