"""Acts at the very same moment, each in a thread and on a line of its own."""

import threading

from django.db import connections


def at_once(*acts) -> list:
    """Do all acts at the same moment; what each returned or raised."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        start.wait()
        try:
            outcomes[index] = act()
        except Exception as trouble:
            outcomes[index] = trouble
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
