"""Every task comes twice and late, from two timetables at once: the same end, and no second mail."""

import json

import pytest

from . import FAULT, committees, deciders
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
    (SELECT jsonb_agg(jsonb_build_array(a.id, a.status, a.told_at, a.wave) ORDER BY a.id) FROM reviewing_assignment a),
    (SELECT jsonb_agg(jsonb_build_array(s.id, s.told_at, s.told_until) ORDER BY s.id) FROM reviewing_reviewer s),
    (SELECT jsonb_agg(jsonb_build_array(r.id, r.status, r.pairs, r.report) ORDER BY r.id) FROM reviewing_assignmentrun r),
    (SELECT jsonb_agg(jsonb_build_array(d.id, d.status, d.outcome, d.rank, d.releases_id) ORDER BY d.id) FROM deciding_decision d),
    (SELECT jsonb_agg(jsonb_build_array(p.id, p.status, p.sha256, p.head_sha256) ORDER BY p.id) FROM deciding_publication p),
    (SELECT jsonb_agg(jsonb_build_array(o.id, o.status, o.until, o.followed_at, o.next_id) ORDER BY o.id) FROM deciding_offer o),
    (SELECT jsonb_agg(jsonb_build_array(e.id, e.status, e.path, e.rows) ORDER BY e.id) FROM deciding_export e),
    (SELECT jsonb_agg(jsonb_build_array(s.id, s.status, s.outcome) ORDER BY s.id) FROM deciding_shortlist s),
    (SELECT jsonb_agg(jsonb_build_array(s.call_id, s.made_at) ORDER BY s.call_id) FROM deciding_statistics s),
    (SELECT count(*) FROM deciding_decisionrecord),
    (SELECT count(*) FROM reviewing_conflict),
    (SELECT count(*) FROM nominations_documentpage),
    (SELECT count(*) FROM lifecycle_event)
"""
DRAFTS_OF_LAST_WEEK = """
UPDATE nominations_nomination SET started_at = now() - interval '7 days'
WHERE call_id IN (SELECT id FROM nominations_call WHERE year = %s)
"""
UNREAD = "UPDATE nominations_document SET reading = 'waiting' WHERE nomination_id::text = ANY(%s)"
DOCUMENTS = "SELECT id::text FROM nominations_document WHERE reading = 'waiting' OR nomination_id::text = ANY(%s)"
READ = "SELECT count(*) FROM nominations_document WHERE reading = 'read' AND nomination_id::text = ANY(%s)"
MAILS = """
SELECT occasion, count(*) FROM notifications_message WHERE status = 'sent' AND "to" = ANY(%s) GROUP BY 1 ORDER BY 1
"""
RUN = "SELECT status || ' ' || jsonb_array_length(pairs) FROM reviewing_assignmentrun WHERE id = %s"
FOUND = "SELECT count(*) FROM reviewing_conflict"
TOLD_OF_FOUND = "SELECT count(*) FROM lifecycle_event WHERE verb = 'conflicts_found'"
# other tests publish in this house, too
HERE = f"(SELECT id FROM nominations_call WHERE year = {deciders.YEAR})"  # noqa: S608  all of it ours
OFFERS = f"decision_id IN (SELECT id FROM deciding_decision WHERE call_id IN {HERE})"  # noqa: S608  all of it ours
DECIDED = f"""
SELECT (SELECT status FROM deciding_publication WHERE call_id IN {HERE}),
    (SELECT status FROM deciding_export WHERE call_id IN {HERE}), (SELECT status FROM deciding_shortlist WHERE call_id IN {HERE}),
    (SELECT string_agg(status, ' ') FROM deciding_offer WHERE {OFFERS}),
    (SELECT count(*) FROM deciding_decision WHERE status = 'proposed' AND releases_id IS NOT NULL AND call_id IN {HERE})
"""  # noqa: S608  all of it ours
OFFERS_END = f"UPDATE deciding_offer SET until = now() - interval '1 hour' WHERE {OFFERS}"  # noqa: S608  all of it ours
WAVES = "SELECT wave FROM reviewing_assignment ORDER BY wave"


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
    house.beat(1)
    house.beat(2)

    house.until(lambda: dict(house.rows(MAILS, emails)) == {"nominations/received": 4, "nominations/draft_reminder": 2})
    house.until(lambda: house.one(READ, ids) == 6)

    call_ends(-24)  # the timetable comes a day late to the end of the call
    told = {"nominations/call_closed": 4, "nominations/draft_closed": 2}
    house.until(lambda: told.items() <= dict(house.rows(MAILS, emails)).items())

    house.drain()
    everything(house, ids)
    house.drain()
    before = house.rows(SNAPSHOT)
    everything(house, ids)
    house.drain()

    assert house.rows(SNAPSHOT) == before
    assert len(house.letters.letters) == len(set(house.letters.ids))
    mine = [letter["To"] for letter in house.letters.letters if letter["To"] in emails]
    assert {email: mine.count(email) for email in emails} == dict.fromkeys(emails, 2)
    assert faults(people) == []
    agree(house, people)


@pytest.fixture
def named(house):
    """Somebody whom a Member named, an applicant who asks it, and its focal point, who is none afterwards; and a committee.

    The calls of other tests rest meanwhile: a focal point is told of each that is open.
    """
    others = [year for (year,) in house.rows("SELECT year FROM nominations_call WHERE status = 'published'")]
    house.do("UPDATE nominations_call SET status = 'concluded' WHERE year = ANY(%s)", others)
    yield json.loads(house.run("-m", "tests.faults.namings", 2032).splitlines()[-1])
    house.do("UPDATE members_delegate SET until = now()")
    house.do("UPDATE nominations_call SET status = 'published' WHERE year = ANY(%s)", others)
    over = [committees.YEAR, deciders.YEAR]
    house.do("UPDATE nominations_call SET status = 'concluded' WHERE year = ANY(%s)", over)


def test_namings_lapse_a_committee_is_served_and_a_list_is_told_once_from_two_timetables_and_late(
    house, call_ends, named
):
    addresses, committee, decided = named["addresses"], named["committee"], named["deciding"]
    bells = decided["keys"] | {"reviewing.work_run": committee["run"]}
    call_ends(20, 2032)
    everything(house, [], bells)  # nobody hears it yet
    house.mail_up()
    house.worker()
    house.beat(1)
    house.beat(2)

    def mails(address):
        return {occasion.partition("/")[2]: n for occasion, n in house.rows(MAILS, [address])}

    asked = {"named": 1, "named_reminder": 1}
    told = {"call_opened": 1, "desk_waits": 1}
    reminded = {"draft_reminder": 1}
    house.until(lambda: [mails(address) for address in addresses] == [asked, reminded, told])

    served = [{"named": 1, "assigned": 1}, {"named": 1, "terms_reminder": 1}, {"named": 1}]
    house.until(lambda: [mails(address) for address in committee["people"]] == served)
    house.until(lambda: house.one(RUN, committee["run"]) == "proposed 4")  # by the worker, from the queue
    house.until(lambda: house.one(FOUND) == house.one(TOLD_OF_FOUND) + 1 == 2)
    house.until(lambda: house.rows(WAVES) == [(0,), (0,), (1,)])

    house.until(lambda: house.rows(DECIDED) == [("published", "done", "done", "offered", 0)])
    house.do(OFFERS_END)
    house.until(lambda: house.rows(DECIDED) == [("published", "done", "done", "lapsed", 1)])  # the next is proposed

    house.do("UPDATE nominations_call SET review_until = now() - interval '1 hour' WHERE year = %s", committees.YEAR)
    served = [served[0] | {"late": 1}, served[1], served[2] | {"not_done": 1}]
    call_ends(-24, 2032)  # a day without a beat, and all is over
    over = reminded | {"request_lapsed": 1, "draft_closed": 1}
    house.until(lambda: [mails(address) for address in addresses] == [asked, over, told | {"naming_lapsed": 1}])
    house.until(lambda: [mails(address) for address in committee["people"]] == served)

    house.drain()
    everything(house, [], bells)
    house.drain()
    before = house.rows(SNAPSHOT)
    everything(house, [], bells)
    house.drain()

    assert house.rows(SNAPSHOT) == before
    mine = [letter for letter in house.letters.letters if letter["To"] in {*addresses, *committee["people"]}]
    assert len(mine) == 8 + 7
    assert [told_of_deciding(house, address) for address in decided["people"]] == [
        {"selected": 1, "lapsed": 1},
        {"reserve": 1},
    ]
    assert len(house.letters.letters) == len(set(house.letters.ids))
    assert house.one("SELECT count(*) FROM nominations_endorsement WHERE status = 'lapsed' AND email = ''") == 2


def told_of_deciding(house, address) -> dict:
    mails = house.rows(MAILS, [address])
    return {occasion.partition("/")[2]: n for occasion, n in mails if occasion.startswith("deciding/")}


def everything(house, ids, bells=None):
    """Each job of the timetable and each bell, before the worker, twice. bells: job to the key of its thing.

    Files of other tests that nobody has read are read, too: the timetable would come to them in the middle.
    """
    documents = house.rows(DOCUMENTS, ids)
    for _ in range(2):
        house.ring(*JOBS)
        for (document,) in documents:
            house.ring("nominations.read_document", args=[document])
        for job, key in (bells or {}).items():
            house.ring(job, args=[key])


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
    "deciding.sweep_jobs",
    "deciding.publish_due",
    "deciding.take_back_gone",
    "deciding.lapse_offers",
    "deciding.verify_records",
    "deciding.write_appointments",
    "deciding.remind_offers",
    "deciding.keep_reserve_lists",
    "deciding.make_statistics",
    "deciding.forget_exports",
]


def test_no_job_of_the_portal_is_left_out_here():
    from portal.celery import app

    app.loader.import_default_modules()
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    by_key = {"nominations.read_document", "nominations.check_version", "members.work_import", "reviewing.work_run"}
    by_key |= {f"deciding.{job}" for job in ("work_shortlist", "write_letters", "work_export")}
    assert ours == {*JOBS, *by_key}
