"""The doorbell: wakes a worker after commit. It may fail; the sweeps come all the same."""

import logging
from time import monotonic

from django.db import transaction

log = logging.getLogger(__name__)
LEFT_ALONE = 30  # seconds for a broker that did not answer, so that no request waits for it again
mute = {"until": 0.0}  # of this process, in monotonic seconds


def ring_on_commit():
    """Ring once when the present transaction commits, however many letters it writes."""
    if not any(call is ring for _, call, _ in transaction.get_connection().run_on_commit):
        transaction.on_commit(ring, robust=True)


def ring():
    """Tell a worker that there is something to send; never raises."""
    from .tasks import deliver

    wake(deliver, expires=60)


def wake(task, *args, **options):
    """Wake a worker for a task; never raises. What it would have done, a sweep must find."""
    if monotonic() < mute["until"]:
        return
    try:
        task.apply_async(args=args, retry=False, **options)
    except Exception as trouble:  # whatever the broker's client raises: the row is safe, the sweep will find it
        mute["until"] = monotonic() + LEFT_ALONE
        log.warning("The broker does not answer (%s): %s waits for its sweep.", type(trouble).__name__, task.name)


def silence():
    """Ring for nobody in this process, and in those that it forks: a rehearsal delivers nothing."""
    mute["until"] = float("inf")


def is_mute() -> bool:
    """Whether the broker did not answer a moment ago, so that mail may be some minutes late."""
    return monotonic() < mute["until"]
