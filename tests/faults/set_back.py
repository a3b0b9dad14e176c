"""The timetable of `hurried`, whose clock is set back by an hour two seconds after its start."""

import datetime
import threading

import time_machine

from .hurried import app

__all__ = ["app"]


def set_back():
    hour_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    time_machine.travel(hour_ago, tick=True).start()
    print("An hour back.", flush=True)


threading.Timer(2, set_back).start()
