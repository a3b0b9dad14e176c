"""Runs one job of the child (see child.py) away from us: what it reads may be hostile, so it gets little to harm with."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
MB = 1024**2
BIRTH = 5  # seconds after which a nursery that bore no child counts as stuck
BUSY = 2  # times as long by the wall's clock as by the processor's: a busy machine is no fault of the document's


class Failed(Exception):
    """The child gave no answer: it took too long, wanted too much memory or broke."""


class Unborn(Failed):
    """No child could be had, twice: nothing is known about the document."""


class Limits(NamedTuple):
    seconds: float  # of the processor, rounded up
    memory: int  # bytes of address space
    answer: int  # bytes that it may write


def apart(job: str, content: bytes, limits: Limits) -> bytes:
    """Give `content` to the child's `job` and return what it answers, or raise Failed (Unborn if it was not even begun).

    The child inherits neither our environment (it holds secrets) nor our open files.
    """
    wait = limits.seconds * BUSY
    order = json.dumps({"job": job, "wait": wait, **limits._asdict()}).encode()
    with contextlib.ExitStack() as stack:
        given, answer = (stack.enter_context(os.fdopen(os.memfd_create("document"), "r+b")) for _ in range(2))
        given.write(content)
        given.seek(0)
        done, asked = reared(order, given, answer, wait)
        if done is None:  # the nursery died, or is stuck, before a child was born
            nursery.end(asked)
            done, asked = reared(order, given, answer, wait)
        if done is None:
            nursery.end(asked)
            raise Unborn(f"{job} was not begun")
        if not done:
            raise Failed(f"{job} gave no answer")
        answer.seek(0)
        return answer.read(limits.answer)


def reared(order: bytes, given, answer, wait: float):
    """Whether a child did the job in time (None if none was born), and the process that was asked for one.

    After this the child does nothing any more.
    """
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            try:
                asked = nursery.send(order, [given.fileno(), answer.fileno(), theirs.fileno()])
            except OSError:  # a new one died at once, or could not be started
                return None, None
        ours.settimeout(BIRTH)
        handles = []
        try:
            _plus, handles, _flags, _address = socket.recv_fds(ours, 1, 1)
            ours.settimeout(wait)
            return ours.recv(1) == b"." if handles else None, asked
        except (TimeoutError, ConnectionError):
            return False if handles else None, asked
        finally:
            for handle in handles:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(handle, signal.SIGKILL)
                os.close(handle)


class Nursery:
    """Ours of this process, started when it is first needed, and again when it died."""

    def __init__(self):
        self.process, self.control, self.lock = None, None, threading.Lock()

    def send(self, order: bytes, files: list[int]):
        """Give it an order; returns the process that took it."""
        with self.lock:
            if self.process is None:
                self.start()
            try:
                socket.send_fds(self.control, [order], files)
            except (TimeoutError, ConnectionError):  # it is stuck, or died
                self.forget()
                self.start()
                socket.send_fds(self.control, [order], files)
            return self.process

    def start(self):
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with contextlib.ExitStack() as failing, theirs:
            failing.enter_context(control)
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal.pdf.nursery"],
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env={"MALLOC_ARENA_MAX": "1", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            )
            failing.pop_all()
        control.settimeout(BIRTH)
        self.control = control

    def end(self, process):
        """Forget this one, if nobody has meanwhile."""
        with self.lock:
            if process and self.process is process:
                self.forget()

    def forget(self):
        self.control.close()
        self.process.kill()
        self.process.wait()
        self.process = None


nursery = Nursery()
