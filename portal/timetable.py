"""The timetable's clock: Celery's own waits for the old hour to come again when the machine's clock is set back."""

import logging

from celery.beat import PersistentScheduler

log = logging.getLogger(__name__)


class Timetable(PersistentScheduler):
    """Goes on at once after the clock was set back: no job waits for a moment that it has already seen."""

    def tick(self, *args, **kwargs):
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at > entry.default_now()]
        if ahead:
            log.warning("The clock was set back: %s jobs of the timetable count from now.", len(ahead))
            for entry in ahead:
                entry.last_run_at = entry.default_now()
            self._heap = None  # the order of what comes next is made anew
        return super().tick(*args, **kwargs)
