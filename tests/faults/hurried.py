"""The portal's Celery app with a timetable that does everything every two seconds: a night of beats in a minute."""

from portal.celery import app

__all__ = ["app"]

app.conf.beat_max_loop_interval = 0.5
SELDOM = ("members.", "reviewing.", "deciding.", "nominations.check_versions")  # so that a worker is idle at times
for entry in app.conf.beat_schedule.values():
    entry["schedule"] = 6.0 if entry["task"].startswith(SELDOM) else 2.0
