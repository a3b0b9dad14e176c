"""A rush: whole nominations at a steady rate beside page views, against gunicorn; then the ledger."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from . import ledger
from .door import Wire
from .journey import nominate
from .machine import load
from .visitor import Visitor

AT_ONCE = 64  # visitors of one kind; who finds none free comes late, and the report says so
VIEWED = ("/en/call/", "/en/", "/en/call/questions/", "/en/groups/")
WEB = (
    "gunicorn portal.wsgi --worker-class gthread --workers 2 --threads 4 --no-control-socket --log-level warning --bind"
)


class Watch:
    """What the visitors saw: milliseconds and status by method; what they were told; what stopped them."""

    def __init__(self):
        self.seen, self.told, self.stopped, self.late = [], [], [], 0.0

    @contextmanager
    def __call__(self, method):
        start, status = time.perf_counter(), []
        try:
            yield status.append
        finally:
            self.seen.append((method, (time.perf_counter() - start) * 1000, status[0] if status else 0))

    def nominates(self):
        """One visitor; every end is kept, good or bad."""
        try:
            self.told.append(nominate(Wire(port(), self)))
        except Exception as trouble:
            self.stopped.append(f"{type(trouble).__name__}: {trouble}")
        finally:
            connection.close()

    def looks(self, number):
        try:
            Visitor(Wire(port(), self)).get(VIEWED[number % len(VIEWED)])
        except Exception as trouble:
            self.stopped.append(f"{type(trouble).__name__}: {trouble}")


def told(world, seconds, submissions, views) -> str:
    """Let them come, then say what they met and whether everything they were told is true."""
    watch = Watch()
    with web():
        start = time.perf_counter()
        kinds = ((submissions, lambda number: watch.nominates()), (views, watch.looks))
        crowds = [threading.Thread(target=come, args=(work, rate, seconds, watch)) for rate, work in kinds if rate > 0]
        for crowd in crowds:
            crowd.start()
        for crowd in crowds:
            crowd.join()
        took = time.perf_counter() - start
    head = f"rush: {submissions:g} whole nominations and {views:g} page views a second for {seconds} s (load {load()})"
    return "\n".join([head, *met(watch, took), *ledger.compared(watch.told)])


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
        times = sorted(ms for kind, ms, _ in watch.seen if kind == method)
        if times:
            p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
            yield f"{method}: {len(times)} requests, p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest {times[-1]:.0f} ms"
    wrong = [status for _, _, status in watch.seen if status == 0 or status >= 500]
    yield f"no answer or 5xx: {len(wrong)}; visitors who were stopped: {len(watch.stopped)} {watch.stopped[:3] or ''}"
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
            yield
        finally:
            server.terminate()


def wait_for_answer():
    for _ in range(150):
        try:
            line = HTTPConnection("127.0.0.1", port(), timeout=2)
            line.request("GET", "/healthz")
            return line.getresponse().read()
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("gunicorn did not answer within 30 seconds")
