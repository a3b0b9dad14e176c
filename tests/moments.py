"""Acts at the very same moment, each in a thread and on a line of its own."""

import threading
import time

from django.db import connections, transaction

A_MOMENT = 0.3  # seconds, in which the other side comes as far as it can


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


def held_for_a_moment(act):
    """The act is done, and its transaction stays open for a moment."""

    def held():
        with transaction.atomic():
            done = act()
            time.sleep(A_MOMENT)
        return done

    return held


def while_held(first, later) -> list:
    """The later act begins when the first is done, whose transaction stays open for a moment; what each returned or raised."""
    done = threading.Event()

    def held():
        with transaction.atomic():
            try:
                outcome = first()
            finally:
                done.set()
            time.sleep(A_MOMENT)
        return outcome

    def waiting():
        done.wait()
        return later()

    return at_once(held, waiting)
