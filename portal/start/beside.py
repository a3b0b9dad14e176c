"""Runs one of Django's commands with the portal's servers: beside the running portal, or for that long alone.

`python -m portal.start.beside manage.py admin someone@example.org`; with `--empty` on servers that hold nothing.
"""

import os
import secrets
import signal
import subprocess
import sys
from contextlib import ExitStack

from portal.start import embedded
from portal.start.house import Closed, House
from portal.start.run import surroundings


def main(arguments):
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as stack:
        try:
            env = empty(stack) if arguments[0] == "--empty" else lived_in(stack)
        except (embedded.Missing, Closed, RuntimeError) as reason:
            sys.exit(str(reason))
        command = [sys.executable, *(argument for argument in arguments if argument != "--empty")]
        sys.exit(subprocess.run(command, env=os.environ | env).returncode)


def empty(stack):
    """New servers, with no demo, to be forgotten at once."""
    return {"SECRET_KEY": secrets.token_urlsafe(50)} | os.environ | stack.enter_context(embedded.temporary())


def lived_in(stack):
    """The servers of `make run`: those that run, or else started on the same data."""
    house = House(os.environ)
    try:
        stack.enter_context(house.locked())
    except Closed:
        if not house.noted().get("env"):
            raise
        return house.noted()["env"]
    return surroundings(house) | stack.enter_context(embedded.started(house.folder))


if __name__ == "__main__":
    main(sys.argv[1:])
