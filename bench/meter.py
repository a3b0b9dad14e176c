"""What a piece of work costs this process: CPU, CPU of its children, SQL statements, and the wait for them."""

import os
import time
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

from django.db import connection

from portal.pdf.apart import nursery


@dataclass
class Cost:
    """Milliseconds and counts; `sql_ms` is the time from handing a statement over to its answer.

    `best_ms` is the least that this took in all repeats; `server_ms` what PostgreSQL says of the page's statements.
    """

    cpu_ms: float = 0.0
    child_ms: float = 0.0
    sql: float = 0
    sql_ms: float = 0.0
    requests: float = 0
    best_ms: float = 0.0
    server_ms: float = 0.0

    def __add__(self, other):
        return Cost(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def typical(costs: list[Cost]) -> Cost:
    """The median of each figure; and the least of one, for a busy machine only ever adds to it."""
    usual = Cost(*(median(getattr(cost, field.name) for cost in costs) for field in fields(Cost)))
    usual.best_ms = min(cost.sql_ms for cost in costs)
    return usual


class Meter:
    """Measures the body of a `with`; after it `cost` holds the figures, `told` each statement with its rows.

    `asked` is each statement with its values, so that PostgreSQL can be asked about it again; `took` the milliseconds of each.
    """

    def __enter__(self):
        self.cost, self.told, self.asked, self.took = Cost(requests=1), [], [], []
        self.wrapped = connection.execute_wrapper(self.statement)
        self.wrapped.__enter__()
        self.children, self.cpu = children(), time.process_time()
        return self

    def statement(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.cost.sql += 1
            self.took.append((time.perf_counter() - start) * 1000)
            self.cost.sql_ms += self.took[-1]
            self.told.append((sql, context["cursor"].rowcount))
            self.asked.append((sql, params))

    def __exit__(self, *failure):
        self.cost.cpu_ms = (time.process_time() - self.cpu) * 1000
        self.cost.child_ms = (children() - self.children) * 1000
        self.wrapped.__exit__(*failure)


def children() -> float:
    """CPU seconds of the child processes that have ended, and of the nursery with the children it had."""
    spent = os.times()
    return spent.children_user + spent.children_system + in_nursery()


def in_nursery() -> float:
    if nursery.process is None:
        return 0.0
    ticks = Path(f"/proc/{nursery.process.pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def of_server(asked, repeats=5) -> float:
    """Milliseconds that PostgreSQL says it plans and runs these SELECTs, at best: without Python, socket and other load."""
    return sum(min(explained(sql, values) for _ in range(repeats)) for sql, values in asked if sql.startswith("SELECT"))


def explained(sql, values) -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", values)
        [[[told]]] = cursor.fetchall()
    return told["Planning Time"] + told["Execution Time"]
