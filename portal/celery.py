"""The Celery app and the timetable: one line per job."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

EVERY_MINUTE = crontab()
EVERY_FIVE_MINUTES = crontab(minute="*/5")
NIGHTLY = crontab(hour=2, minute=40)

app.conf.beat_schedule = {
    "send what waits in the outbox": {"task": "notifications.sweep", "schedule": EVERY_MINUTE},
    "let returns lapse": {"task": "nominations.lapse_returns", "schedule": EVERY_MINUTE},
    "remind drafts": {"task": "nominations.remind_drafts", "schedule": EVERY_FIVE_MINUTES},
    "tell applicants that the call closed": {"task": "nominations.tell_closed", "schedule": EVERY_FIVE_MINUTES},
    "read documents that were left behind": {"task": "nominations.read_documents", "schedule": EVERY_FIVE_MINUTES},
    "forget old drafts": {"task": "nominations.forget_old_drafts", "schedule": NIGHTLY},
    "sweep up loose files": {"task": "nominations.forget_loose_files", "schedule": NIGHTLY},
    "forget sessions and counts that expired": {"task": "accounts.forget_expired", "schedule": NIGHTLY},
}
