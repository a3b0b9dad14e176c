"""Applications in the admin: what staff read, what each role may do, and what a page costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_countries import countries

from members.models import Accession
from portal.dashboard import accession_waits
from portal.notifications.models import Message
from portal.notifications.outbox import post
from tests import make
from tests.accessions import accession_of
from tests.admin import do, enter, list_of, page_of

pytestmark = pytest.mark.django_db
SOON = (timezone.now() + timedelta(days=9)).date().isoformat()
FINDINGS = {
    name: value
    for criterion in ("values", "role", "expertise")
    for name, value in ((criterion, "met"), (f"{criterion}_evidence", "What we read."))
}


@pytest.fixture
def desk(settings, client, amina):
    settings.REQUIRE_STAFF_MFA = False
    return enter(client, amina)


def test_the_secretariat_walks_an_application_to_the_committees_word(desk, leila):
    accession = accession_of(leila, status="submitted")
    desk.post(do(accession, "return_incomplete"), {"until": SOON, "reason": "A page is missing."})
    accession.save_answers({"position": "Director"}, by=leila)
    accession.submit(by=leila)
    desk.post(do(accession, "begin_assessment"), {"until": SOON})
    desk.post(do(accession, "record_findings"), FINDINGS)
    desk.post(do(accession, "recommend"), {"assessed_on": timezone.now().date().isoformat(), "reason": "Strong."})

    assert Accession.objects.get().status == "recommended"
    page = desk.get(page_of(accession)).content.decode()
    for words in ("Kari Nordmann", "What we read.", "Strong.", "letter.pdf", "Completed and sent in again"):
        assert words in page


@pytest.mark.parametrize(
    ("verb", "words", "sentence"),
    [
        ("return_incomplete", {"until": SOON}, "Say what is missing"),
        ("return_incomplete", {"reason": "A page."}, "Give the last day."),
        ("return_incomplete", {"until": "2020-01-01", "reason": "A page."}, "must lie in the future"),
        ("begin_assessment", {"until": "soon"}, "Give the day as year"),
        ("begin_assessment", {"until": "9999-12-31"}, "Give the day as year"),
    ],
)
def test_bad_words_get_a_sentence(desk, leila, verb, words, sentence):
    accession = accession_of(leila, status="submitted")

    assert sentence in desk.post(do(accession, verb), words).content.decode()
    assert Accession.objects.get().status == "submitted"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"role": "met"}, "Write on what evidence"),
        ({"role_evidence": "Laws."}, "Choose what was found on this evidence."),
        ({"role": "grand", "role_evidence": "Laws."}, "Choose a finding of the list."),
        ({"role": "met", "role_evidence": "x" * 3001}, "1 character too long"),
        ({}, "Record at least one finding."),
    ],
)
def test_half_a_finding_gets_a_sentence(desk, leila, amina, words, sentence):
    accession = accession_of(leila, status="under_assessment", by=amina)

    assert sentence in desk.post(do(accession, "record_findings"), words).content.decode()
    assert not accession.findings.exists()


def test_a_recommendation_is_offered_when_all_three_findings_are_there(desk, leila, amina):
    accession = accession_of(leila, status="under_assessment", by=amina)
    before = desk.get(page_of(accession)).content.decode()
    desk.post(do(accession, "record_findings"), FINDINGS)
    after = desk.get(page_of(accession)).content.decode()

    assert do(accession, "recommend") not in before
    assert do(accession, "recommend") in after


def test_the_list_names_the_contact_and_the_page_their_address(desk, leila):
    accession = accession_of(leila, status="submitted")

    listed = desk.get(list_of(Accession)).content.decode()
    assert leila.name in listed[listed.index("<tbody") :]
    assert leila.email not in listed
    assert leila.email in desk.get(page_of(accession)).content.decode()


def test_the_page_lists_the_letters_to_the_contact_and_to_nobody_else(desk, leila, tomas):
    accession = accession_of(leila, status="submitted")
    for person in (leila, tomas):
        words = {"key": f"new:{person.pk}", "about": accession, "accession": accession, "reason": "", "link": "/"}
        post("members/accession_withdrawn", to=person.email, recipient=person, **words)

    letters = {
        letter.to: reverse("admin:notifications_message_change", args=[letter.pk])
        for letter in Message.objects.filter(occasion="members/accession_withdrawn")
    }
    page = desk.get(page_of(accession)).content.decode()
    assert letters[leila.email] in page
    assert letters[tomas.email] not in page


def test_an_officer_sets_an_application_aside_with_a_reason_that_the_contact_reads(desk, client, leila):
    accession = accession_of(leila, status="submitted")
    assert "Give the reason" in desk.post(do(accession, "dismiss"), {"reason": " "}).content.decode()
    desk.post(do(accession, "dismiss"), {"reason": "The ministry does not know of it."})

    assert Accession.objects.get().status == "dismissed"
    assert "Norway" in desk.get(f"{list_of(Accession)}?state=dismissed").content.decode()
    assert do(accession, "dismiss") not in desk.get(page_of(accession)).content.decode()
    page = enter(client, leila).get(accession.get_absolute_url()).content.decode()
    assert "The ministry does not know of it." in page
    assert "set the application aside" in page


def test_drafts_are_not_shown_to_staff_not_even_their_own(desk, leila, amina):
    for draft in (accession_of(leila), accession_of(amina, "KE")):
        assert desk.get(page_of(draft)).status_code == 404
    assert "0 accessions" in desk.get(list_of(Accession)).content.decode()


def test_an_auditor_reads_and_does_nothing(settings, client, auditor, leila):
    settings.REQUIRE_STAFF_MFA = False
    accession = accession_of(leila, status="submitted")
    enter(client, auditor)

    assert "Kari Nordmann" in client.get(page_of(accession)).content.decode()
    assert do(accession, "begin_assessment") not in client.get(page_of(accession)).content.decode()
    assert client.post(do(accession, "begin_assessment"), {"until": SOON}).status_code == 403


@pytest.mark.parametrize(
    ("query", "countries"),
    [
        ("?waits=secretariat", {"Norway", "Ghana"}),
        ("?waits=contact", {"Kenya"}),
        ("?waits=committee", {"Chile"}),
        ("?state=recommended", {"Ghana"}),
        ("?country=KE", {"Kenya"}),
        ("?waits=nobody", {"Norway", "Kenya", "Chile", "Ghana"}),
    ],
)
def test_the_list_is_narrowed_by_who_acts_next(desk, leila, amina, query, countries):
    for code, status in {"NO": "submitted", "KE": "incomplete", "CL": "under_assessment", "GH": "recommended"}.items():
        accession_of(leila, code, status, by=amina)
    page = desk.get(list_of(Accession) + query).content.decode()
    rows = page[page.index("<tbody") :]

    assert {name for name in ("Norway", "Kenya", "Chile", "Ghana") if f">{name}</a>" in rows} == countries


def test_the_dashboard_counts_what_waits_for_the_secretariat(leila, amina, rf):
    assert accession_waits() == []
    accession_of(leila, "NO", "submitted")
    accession_of(leila, "KE", "incomplete", by=amina)

    (wait,) = accession_waits()
    assert (wait.number, wait.now) == (1, True)
    assert wait.address == reverse("admin:members_accession_changelist") + "?waits=secretariat"


def test_a_list_costs_the_same_with_few_and_with_many(desk, settings):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert desk.get(list_of(Accession)).status_code == 200
        return len(asked)

    many(0, 5)
    statements()
    few = statements()
    many(5, 240)

    assert statements() == few


def many(first, last):
    """Applications as if sent in, one for each country."""
    codes = [code for code, _name in countries][first:last]
    now = timezone.now()
    for number, code in enumerate(codes):
        contact = make.user(f"contact{first + number}@example.org")
        Accession.objects.create(country=code, contact=contact, status="submitted", submitted_at=now, due_at=now)
