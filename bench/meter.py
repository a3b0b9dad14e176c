"""What a piece of work costs this process: CPU, CPU of its children, SQL statements, and the wait for them."""

import os
import time
from dataclasses import dataclass, fields
from statistics import median

from django.db import connection


@dataclass
class Cost:
    """Milliseconds and counts; `sql_ms` is the time from handing a statement over to its answer."""

    cpu_ms: float = 0.0
    child_ms: float = 0.0
    sql: float = 0
    sql_ms: float = 0.0
    requests: float = 0

    def __add__(self, other):
        return Cost(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def typical(costs: list[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*(median(getattr(cost, field.name) for cost in costs) for field in fields(Cost)))


class Meter:
    """Measures the body of a `with`; `cost` holds the figures after it."""

    def __enter__(self):
        self.cost = Cost(requests=1)
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
            self.cost.sql_ms += (time.perf_counter() - start) * 1000

    def __exit__(self, *failure):
        self.cost.cpu_ms = (time.process_time() - self.cpu) * 1000
        self.cost.child_ms = (children() - self.children) * 1000
        self.wrapped.__exit__(*failure)


def children() -> float:
    """CPU seconds of the child processes that have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system
