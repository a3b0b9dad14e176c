"""The child's door: `python -m nominations.pdf.child JOB SECONDS MEMORY ANSWER`, a file on stdin, the answer on stdout.

Knows no Django, no database and no secrets; takes its limits before it reads the first byte.
"""

import math
import resource
import sys
from importlib import import_module

JOBS = {"examine": "examination", "picture": "pictures", "typeset": "typesetting"}


def bind(seconds: float, memory: int, answer: int):
    """Give up for good what the job does not need."""
    processor = math.ceil(seconds)
    for kind, limit in {
        resource.RLIMIT_CPU: processor,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: answer,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }.items():
        resource.setrlimit(kind, (limit, limit))


def main(job, seconds, memory, answer):
    bind(float(seconds), int(memory), int(answer))
    work = import_module(f"nominations.pdf.{JOBS[job]}").work
    sys.stdout.buffer.write(work(sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
