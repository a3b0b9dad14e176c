"""Every task comes twice and late, from two timetables at once: the same end, and no second mail."""

import json

import pytest

from . import FAULT
from .ledger import agree
from .people import faults, rush

pytestmark = FAULT
YEAR = 2031
SNAPSHOT = """
SELECT
    (SELECT jsonb_agg(jsonb_build_array(n.id, n.status, n.revision, n.submitted_at, n.submitted_version_id) ORDER BY n.id)
        FROM nominations_nomination n),
    (SELECT jsonb_agg(jsonb_build_array(m.key, m.status, m.sent_at, m.attempts) ORDER BY m.key) FROM notifications_message m),
    (SELECT jsonb_agg(jsonb_build_array(d.id, d.reading, d.file) ORDER BY d.id) FROM nominations_document d),
    (SELECT jsonb_agg(jsonb_build_array(e.id, e.status, e.told_at, e.place) ORDER BY e.id) FROM nominations_endorsement e),
    (SELECT count(*) FROM nominations_documentpage),
    (SELECT count(*) FROM lifecycle_event)
"""
DRAFTS_OF_LAST_WEEK = """
UPDATE nominations_nomination SET started_at = now() - interval '7 days'
WHERE call_id IN (SELECT id FROM nominations_call WHERE year = %s)
"""
UNREAD = "UPDATE nominations_document SET reading = 'waiting' WHERE nomination_id::text = ANY(%s)"
READ = "SELECT count(*) FROM nominations_document WHERE reading = 'read' AND nomination_id::text = ANY(%s)"
MAILS = """
SELECT occasion, count(*) FROM notifications_message WHERE status = 'sent' AND "to" = ANY(%s) GROUP BY 1 ORDER BY 1
"""


@pytest.fixture
def call_ends(house):
    """Sets the end of the call, in hours from now, and the drafts are a week old."""

    def end(hours, year=YEAR):
        house.do("UPDATE nominations_call SET closes_at = now() + %s * interval '1 hour' WHERE year = %s", hours, year)
        house.do(DRAFTS_OF_LAST_WEEK, year)

    return end


def test_tasks_twice_and_late_from_two_timetables_change_nothing_and_mail_nobody_twice(house, call_ends):
    people = house.people(6, year=YEAR)
    submitted, ids, emails = people[:4], [person.nomination for person in people], [person.email for person in people]
    house.do(UNREAD, ids)
    call_ends(20)
    house.web()
    everything(house, ids)  # nobody hears it yet: all of it comes late
    with rush(submitted, at_once=2):
        pass
    everything(house, ids)
    house.mail_up()
    house.worker()
    beats = house.beat(1), house.beat(2)

    house.until(lambda: dict(house.rows(MAILS, emails)) == {"nominations/received": 4, "nominations/draft_reminder": 2})
    house.until(lambda: house.one(READ, ids) == 6)

    call_ends(-24)  # the timetable comes a day late to the end of the call
    told = {"nominations/call_closed": 4, "nominations/draft_closed": 2}
    house.until(lambda: told.items() <= dict(house.rows(MAILS, emails)).items())

    for beat in beats:
        house.dismiss(beat)
    house.until(house.idle)
    before = house.rows(SNAPSHOT)
    for _ in range(2):
        everything(house, ids)
    house.until(house.idle)

    assert house.rows(SNAPSHOT) == before
    assert len(house.letters.letters) == len(set(house.letters.ids))
    mine = [letter["To"] for letter in house.letters.letters if letter["To"] in emails]
    assert {email: mine.count(email) for email in emails} == dict.fromkeys(emails, 2)
    assert faults(people) == []
    agree(house, people)


@pytest.fixture
def addresses(house):
    """Of somebody whom a Member named, of an applicant who asks it, and of its focal point; who is none afterwards.

    The calls of other tests rest meanwhile: a focal point is told of each that is open.
    """
    others = [year for (year,) in house.rows("SELECT year FROM nominations_call WHERE status = 'published'")]
    house.do("UPDATE nominations_call SET status = 'concluded' WHERE year = ANY(%s)", others)
    yield json.loads(house.run("-m", "tests.faults.namings", 2032).splitlines()[-1])
    house.do("UPDATE members_delegate SET until = now()")
    house.do("UPDATE nominations_call SET status = 'published' WHERE year = ANY(%s)", others)


def test_nominations_by_members_lapse_and_are_told_once_from_two_timetables_and_late(house, call_ends, addresses):
    call_ends(20, 2032)
    everything(house, [])  # nobody hears it yet
    house.mail_up()
    house.worker()
    beats = house.beat(1), house.beat(2)

    def mails(address):
        return {occasion.removeprefix("nominations/"): n for occasion, n in house.rows(MAILS, [address])}

    asked = {"named": 1, "named_reminder": 1}
    told = {"call_opened": 1, "desk_waits": 1}
    reminded = {"draft_reminder": 1}
    house.until(lambda: [mails(address) for address in addresses] == [asked, reminded, told])

    call_ends(-24, 2032)  # a day without a beat, and all is over
    over = reminded | {"request_lapsed": 1, "draft_closed": 1}
    house.until(lambda: [mails(address) for address in addresses] == [asked, over, told | {"naming_lapsed": 1}])

    for beat in beats:
        house.dismiss(beat)
    house.until(house.idle)
    before = house.rows(SNAPSHOT)
    everything(house, [])
    house.until(house.idle)

    assert house.rows(SNAPSHOT) == before
    assert len(house.letters.letters) == len(set(house.letters.ids)) == 8
    assert house.one("SELECT count(*) FROM nominations_endorsement WHERE status = 'lapsed' AND email = ''") == 2


def everything(house, ids):
    """Each job of the timetable and each bell, before the worker, twice."""
    documents = house.rows("SELECT id::text FROM nominations_document WHERE nomination_id::text = ANY(%s)", ids)
    for _ in range(2):
        house.ring(*JOBS)
        for (document,) in documents:
            house.ring("nominations.read_document", args=[document])


JOBS = [
    "notifications.deliver",
    "notifications.sweep",
    "members.keep_ballots",
    "members.remind_voters",
    "nominations.lapse_returns",
    "nominations.remind_drafts",
    "nominations.tell_closed",
    "nominations.lapse_endorsements",
    "nominations.remind_named",
    "nominations.tell_desks",
    "nominations.read_documents",
    "nominations.check_versions",
    "members.keep_terms",
    "members.remind_terms",
    "nominations.forget_old_drafts",
    "nominations.forget_loose_files",
    "accounts.forget_expired",
    "members.let_leave",
    "members.sweep_imports",
    "members.look_for_duplicates",
    "members.remind_accessions",
    "reviewing.tell_reviewers",
    "reviewing.remind_reviewers",
    "reviewing.tell_closed",
    "reviewing.order_queues",
    "reviewing.sweep_runs",
    "reviewing.find_conflicts",
]


def test_no_job_of_the_portal_is_left_out_here():
    from portal.celery import app

    app.loader.import_default_modules()
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    by_key = {"nominations.read_document", "nominations.check_version", "members.work_import", "reviewing.work_run"}
    assert ours == {*JOBS, *by_key}
