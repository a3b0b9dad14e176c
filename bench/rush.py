"""A rush: whole nominations at a steady rate beside page views, against gunicorn; then the ledger."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from . import ledger
from .door import Wire
from .journey import code_for, nominate
from .machine import load
from .meter import children
from .visitor import TurnedAway, Visitor

PATIENCE = 30  # times that somebody who is filling in a form comes again
AT_ONCE = 250  # visitors of one kind; who finds none free comes late, and the report says so
VIEWED = ("/en/call/", "/en/", "/en/call/questions/", "/en/groups/")
WEB = (
    "gunicorn portal.wsgi --worker-class gthread --workers 2 --threads 4 --no-control-socket --log-level warning --bind"
)


class Watch:
    """What the visitors saw, by method: milliseconds, and how it ended; what they were told; what stopped them."""

    def __init__(self):
        self.seen, self.told, self.stopped, self.late = [], [], [], 0.0

    @contextmanager
    def __call__(self, method):
        start, got = time.perf_counter(), []
        try:
            yield got.append
        finally:
            self.seen.append(Seen(method, (time.perf_counter() - start) * 1000, end_of(*got)))

    def nominates(self):
        """One visitor, who comes again when a page is refused; every end is kept, good or bad."""
        try:
            self.told.append(nominate(Wire(port(), self, patience=PATIENCE), read_code=code_read))
        except Exception as trouble:
            self.stopped.append(f"{type(trouble).__name__}: {trouble}")

    def looks(self, number):
        try:
            Visitor(Wire(port(), self)).get(VIEWED[number % len(VIEWED)])
        except TurnedAway:
            pass  # counted by its answer
        except Exception as trouble:
            self.stopped.append(f"{type(trouble).__name__}: {trouble}")


def code_read(email) -> str:
    """The code from the outbox, without keeping a connection for each of so many visitors."""
    try:
        return code_for(email)
    finally:
        connection.close()


class Seen(NamedTuple):
    method: str
    ms: float
    end: str  # served, refused (503 with Retry-After), failed (any other 5xx, or no answer)


def end_of(answer=None) -> str:
    if answer is not None and answer.status == 503 and answer.header("retry-after"):
        return "refused"
    return "served" if answer is not None and answer.status < 500 else "failed"


def told(world, seconds, submissions, views) -> str:
    """Let them come, then say what they met and whether everything they were told is true."""
    watch = Watch()
    with web() as spent:
        start, own = time.perf_counter(), time.process_time()
        kinds = ((submissions, lambda number: watch.nominates()), (views, watch.looks))
        crowds = [threading.Thread(target=come, args=(work, rate, seconds, watch)) for rate, work in kinds if rate > 0]
        for crowd in crowds:
            crowd.start()
        for crowd in crowds:
            crowd.join()
        took, own = time.perf_counter() - start, time.process_time() - own
        calm = calm_again()
    head = f"rush: {submissions:g} whole nominations and {views:g} page views a second for {seconds} s (load {load()})"
    cores = f"CPU: visitors {own / took:.2f} cores, web with its children {spent[0] / took:.2f}; the database's is not counted"
    return "\n".join([head, *met(watch, took), cores, calm, *ledger.compared(watch.told)])


def calm_again() -> str:
    """When a page comes quickly again: five in a row within the figure of a page."""
    start, quick = time.perf_counter(), 0
    while quick < 5 and time.perf_counter() - start < 60:
        watch = Watch()
        watch.looks(0)
        quick = quick + 1 if watch.seen[0].end == "served" and watch.seen[0].ms <= 250 else 0
        time.sleep(0.2)
    return f"after the last of them: five quick pages in a row within {time.perf_counter() - start:.0f} s"


def come(work, rate, seconds, watch):
    """Each at their own moment, whether or not those before have been served."""
    begin = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        for number in range(int(rate * seconds)):
            time.sleep(max(0.0, begin + number / rate - time.perf_counter()))
            crowd.submit(late, watch, work, number, begin + number / rate)


def late(watch, work, number, due):
    watch.late = max(watch.late, time.perf_counter() - due)
    work(number)


def met(watch, took):
    """Lines on what the visitors met."""
    for method in ("GET", "POST"):
        ends = Counter(seen.end for seen in watch.seen if seen.method == method)
        times = sorted(seen.ms for seen in watch.seen if seen.method == method and seen.end == "served")
        if times:
            p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
            yield f"{method}: {len(times)} served, p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest {times[-1]:.0f} ms; " + (
                f"{ends['refused']} refused (503 with Retry-After); {ends['failed']} without an answer or with another 5xx"
            )
    yield f"visitors who were stopped: {len(watch.stopped)} {watch.stopped[:3] or ''}"
    yield f"all served after {took:.0f} s; the latest visitor waited {watch.late:.1f} s to begin"


def port() -> int:
    return urlsplit(settings.SITE_URL).port


@contextmanager
def web():
    """gunicorn as `make run` starts it; it believes what the visitors say of their network address."""
    command = [sys.executable, "-m", *WEB.split(), f"127.0.0.1:{port()}"]
    secret = {"SECRET_KEY": settings.SECRET_KEY}
    with subprocess.Popen(command, env=os.environ | secret | {"BEHIND_PROXY": "1"}) as server:
        try:
            wait_for_answer()
            spent, before = [], children()
            yield spent
        finally:
            server.terminate()
            server.wait()
            spent.append(children() - before)


def wait_for_answer():
    for _ in range(150):
        try:
            line = HTTPConnection("127.0.0.1", port(), timeout=2)
            line.request("GET", "/healthz")
            return line.getresponse().read()
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("gunicorn did not answer within 30 seconds")
