"""Runs one job of the child (see child.py) away from us: what it reads may be hostile, so it gets little to harm with."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
MB = 1024**2


class Failed(Exception):
    """The child gave no answer: it took too long, wanted too much memory or broke."""


class Limits(NamedTuple):
    seconds: float  # by the wall's clock; the processor's seconds are the same number rounded up
    memory: int  # bytes of address space
    answer: int  # bytes that it may write


def apart(job: str, content: bytes, limits: Limits) -> bytes:
    """Give `content` to the child's `job` and return what it answers, or raise Failed.

    The child inherits neither our environment (it holds secrets) nor our open files.
    """
    with contextlib.ExitStack() as stack:
        given, answer = (stack.enter_context(os.fdopen(os.memfd_create("document"), "r+b")) for _ in range(2))
        given.write(content)
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-m", "nominations.pdf.child", job, *map(str, limits)],
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"MALLOC_ARENA_MAX": "1", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        code = finish(child, limits.seconds)
        if code:
            raise Failed(f"{job} ended with {code}")
        answer.seek(0)
        return answer.read(limits.answer)


def finish(child, seconds: float) -> int:
    """The child's exit code; -SIGKILL if it had to be ended."""
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL
    finally:
        child.kill()
        child.wait()
