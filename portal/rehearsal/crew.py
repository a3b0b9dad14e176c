"""Several processes that walk through numbers, each with a connection of its own: what one machine's cores can do at once."""

import os
import traceback

from django.db import connections


def shared(work, things, *, hands=None):
    """work(slice of things), in so many forked processes; each takes every n-th. SystemExit where one of them failed."""
    things, hands = list(things), hands or os.cpu_count() or 1
    if hands == 1 or len(things) < 2 * hands:
        work(things)
        return
    connections.close_all()  # a forked connection would be used by two
    children = [begun(work, things[first::hands]) for first in range(hands)]
    failed = [pid for pid in children if os.waitpid(pid, 0)[1]]
    if failed:
        raise SystemExit("A part of the rehearsal failed; what it said stands above.")


def begun(work, things) -> int:
    """A child that does its part and leaves at once, whatever else the process had in hand."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work(things)
        connections.close_all()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
