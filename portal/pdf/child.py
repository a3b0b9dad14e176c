"""The child's door: a job, its limits, a file on stdin, the answer on stdout.

Knows no Django, no database and no secrets; takes its limits before it reads the first byte.
"""

import math
import os
import resource
import signal
from importlib import import_module

JOBS = {  # by name: nothing above is known here but its address
    "examine": "portal.pdf.examination",
    "picture": "portal.pdf.pictures",
    "typeset": "portal.pdf.typesetting",
    "tabulate": "members.imports.sheet",
}


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


def main(job: str, seconds: float, wait: float, memory: int, answer: int):
    """Do the job. wait: seconds by the wall's clock after which we end even if nobody is left to end us."""
    signal.setitimer(signal.ITIMER_REAL, wait)
    bind(seconds, memory, answer)
    work = import_module(JOBS[job]).work
    with os.fdopen(0, "rb", closefd=False) as given, os.fdopen(1, "wb", closefd=False) as told:
        told.write(work(given.read()))
