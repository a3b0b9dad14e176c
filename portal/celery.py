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

app.conf.beat_scheduler = "portal.timetable:Timetable"
app.conf.beat_schedule = {
    "send what waits in the outbox": {"task": "notifications.sweep", "schedule": EVERY_MINUTE},
    "let returns lapse": {"task": "nominations.lapse_returns", "schedule": EVERY_MINUTE},
    "remind drafts": {"task": "nominations.remind_drafts", "schedule": EVERY_FIVE_MINUTES},
    "tell applicants that the call closed": {"task": "nominations.tell_closed", "schedule": EVERY_FIVE_MINUTES},
    "let nominations by Members lapse": {"task": "nominations.lapse_endorsements", "schedule": EVERY_MINUTE},
    "remind people whom Members name": {"task": "nominations.remind_named", "schedule": EVERY_FIVE_MINUTES},
    "tell the Members' desks": {"task": "nominations.tell_desks", "schedule": EVERY_FIVE_MINUTES},
    "tell reviewers what changed": {"task": "reviewing.tell_reviewers", "schedule": EVERY_FIVE_MINUTES},
    "remind reviewers": {"task": "reviewing.remind_reviewers", "schedule": EVERY_FIVE_MINUTES},
    "tell the committee that reviews closed": {"task": "reviewing.tell_closed", "schedule": EVERY_FIVE_MINUTES},
    "put reviewers' queues in order": {"task": "reviewing.order_queues", "schedule": NIGHTLY},
    "find conflicts of interest": {"task": "reviewing.find_conflicts", "schedule": EVERY_FIVE_MINUTES},
    "read documents that were left behind": {"task": "nominations.read_documents", "schedule": EVERY_FIVE_MINUTES},
    "check versions that were left behind": {"task": "nominations.check_versions", "schedule": EVERY_FIVE_MINUTES},
    "let Members leave on their day": {"task": "members.let_leave", "schedule": EVERY_FIVE_MINUTES},
    "look after imports": {"task": "members.sweep_imports", "schedule": EVERY_MINUTE},
    "look for duplicates": {"task": "members.look_for_duplicates", "schedule": EVERY_FIVE_MINUTES},
    "remind countries of what is missing": {"task": "members.remind_accessions", "schedule": EVERY_FIVE_MINUTES},
    "let terms begin and end": {"task": "members.keep_terms", "schedule": EVERY_FIVE_MINUTES},
    "remind of terms that end": {"task": "members.remind_terms", "schedule": NIGHTLY},
    "open and close ballots": {"task": "members.keep_ballots", "schedule": EVERY_MINUTE},
    "remind those who have not voted": {"task": "members.remind_voters", "schedule": EVERY_FIVE_MINUTES},
    "look after assignment runs": {"task": "reviewing.sweep_runs", "schedule": EVERY_MINUTE},
    "look after jobs of deciding": {"task": "deciding.sweep_jobs", "schedule": EVERY_MINUTE},
    "take back what is proposed for whoever left": {"task": "deciding.take_back_gone", "schedule": EVERY_MINUTE},
    "publish lists whose moment has come": {"task": "deciding.publish_due", "schedule": EVERY_MINUTE},
    "count who came and what became of them": {"task": "deciding.make_statistics", "schedule": EVERY_MINUTE},
    "let offers lapse": {"task": "deciding.lapse_offers", "schedule": EVERY_FIVE_MINUTES},
    "verify the record of decisions": {"task": "deciding.verify_records", "schedule": NIGHTLY},
    "write letters of appointment": {"task": "deciding.write_appointments", "schedule": EVERY_FIVE_MINUTES},
    "remind of offers": {"task": "deciding.remind_offers", "schedule": EVERY_FIVE_MINUTES},
    "keep reserve lists": {"task": "deciding.keep_reserve_lists", "schedule": EVERY_FIVE_MINUTES},
    "delete old exports": {"task": "deciding.forget_exports", "schedule": NIGHTLY},
    "forget old drafts": {"task": "nominations.forget_old_drafts", "schedule": NIGHTLY},
    "sweep up loose files": {"task": "nominations.forget_loose_files", "schedule": NIGHTLY},
    "forget sessions and counts that expired": {"task": "accounts.forget_expired", "schedule": NIGHTLY},
}
