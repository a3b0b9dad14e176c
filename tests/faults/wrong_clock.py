"""gunicorn's settings for web servers whose clocks are off: one two minutes fast, the next two minutes slow."""

import datetime

import time_machine

timeout = 0  # the heartbeat compares clocks of master and worker


def post_fork(server, worker):
    """Move the whole clock of this worker."""
    off = datetime.timedelta(minutes=2 if worker.age % 2 else -2)
    time_machine.travel(datetime.datetime.now(datetime.UTC) + off, tick=True).start()
