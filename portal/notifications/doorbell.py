"""The doorbell: wakes the sender after commit. It may fail; the sweep comes every minute all the same."""

import logging
from time import monotonic

from django.db import transaction

log = logging.getLogger(__name__)
SILENCE = 30  # seconds during which a broker that did not answer is left alone, so that no request waits for it again

quiet_until = 0.0


def ring_on_commit():
    """Ring once when the present transaction commits, however many letters it writes."""
    if not any(call is ring for _, call, _ in transaction.get_connection().run_on_commit):
        transaction.on_commit(ring, robust=True)


def ring():
    """Tell a worker that there is something to send; never raises."""
    global quiet_until
    from .tasks import deliver

    if monotonic() < quiet_until:
        return
    try:
        deliver.apply_async(expires=60, retry=False)
    except Exception as trouble:  # whatever the broker's client raises: the row is safe, the sweep will find it
        quiet_until = monotonic() + SILENCE
        log.warning("The broker does not answer (%s): mail leaves with the next sweep.", type(trouble).__name__)
