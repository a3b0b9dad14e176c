"""Checks a file before it is taken: its size, then its inside (in a child), then for viruses."""

import hashlib
import json
import threading
from typing import NamedTuple

from . import scanner
from .apart import MB, Failed, Limits, Unborn, apart
from .refusals import refusal, too_large, too_many_pages

LIMITS = Limits(seconds=2, memory=290 * MB, answer=4096)
TURN = threading.BoundedSemaphore(1)  # children of one web process at once: each may take all of LIMITS.memory
PATIENCE = 10  # seconds that one upload waits for its turn


class Checked(NamedTuple):
    content: bytes
    sha256: str
    pages: int


def check(file, *, bytes_at_most: int, pages_at_most: int) -> Checked:
    """Read an uploaded file (anything with `read`) and say that it is fit; raises Refused with what to do."""
    file.seek(0)
    content = file.read(bytes_at_most + 1)
    if not content:
        raise refusal("empty")
    if len(content) > bytes_at_most:
        raise too_large(bytes_at_most)
    pages = count_pages(content)
    if pages > pages_at_most:
        raise too_many_pages(pages, pages_at_most)
    scanner.scan(content)
    return Checked(content, hashlib.sha256(content).hexdigest(), pages)


def count_pages(content: bytes) -> int:
    """How many pages a fit PDF has; a child that gave up means that the file asked for too much."""
    if not TURN.acquire(timeout=PATIENCE):
        raise refusal("unchecked")
    try:
        answer = json.loads(apart("examine", content, LIMITS))
    except Unborn as failure:
        raise refusal("unchecked") from failure
    except (Failed, ValueError) as failure:
        raise refusal("heavy") from failure
    finally:
        TURN.release()
    if "problem" in answer:
        raise refusal(**answer)
    return answer["pages"]
