"""The secretariat's desk: what it finds, reads and does; and what stays the applicant's own."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nominations.models import Call, Nomination, NominationVersion
from nominations.questions import SECTIONS
from portal.lifecycle import clock
from portal.lifecycle.models import Event, Refused
from portal.notifications.models import Message
from tests import make, pdfs
from tests.admin import do, enter, list_of, page_of
from tests.answers import ANSWERS, complete
from tests.kept import kept
from tests.kinds import know_kinds
from tests.letters import letters

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@kept
def submitted(tomas, call):
    """Tomáš's, with an answer of his own in each field that lists show."""
    own = {"given_name": "Tomáš", "family_name": "Dvořák", "published_name": "", "residence": "CZ", "orcid": ""}
    nomination = complete(make.nomination(author=tomas, call=call), answers=own)
    nomination.submit(by=tomas)
    return nomination


@kept
def draft(leila, call):
    """Leila's, full of answers, and submitted to nobody."""
    return complete(make.nomination(author=leila, call=call))


def found(client, query=""):
    """The references on the list, as a set."""
    page = client.get(f"{list_of(Nomination)}?{query}")
    assert page.status_code == 200, (query, page.status_code)
    return {nomination.reference for nomination in page.context["cl"].result_list}


def table(response):
    """The rows of a CSV response as dicts."""
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# --- finding


def test_a_nomination_is_found_by_reference_name_and_address(client, amina, submitted, draft):
    enter(client, amina)
    own = {submitted.reference}

    for typed in (
        submitted.reference,
        submitted.reference.lower()[1:],
        "Dvořák",
        "dvorak",
        "tom dvo",
        "tomas@example.org",
        "TOMAS@exa",
    ):
        assert found(client, f"q={typed}") == own, typed
    for typed in ("Prague", "evaluation", "omas@", "nobody", "!!", "%"):
        assert found(client, f"q={typed}") == set(), typed


def test_the_filters_narrow_the_list(client, amina, submitted, draft):
    enter(client, amina)
    own, all_ = {submitted.reference}, {submitted.reference, draft.reference}
    today = timezone.now().date()

    assert found(client) == all_
    for query in (
        "state=submitted",
        "group=responsible-ai",
        "residence=CZ",
        "stakeholders=civil_society",
        f"submitted_from={today - timedelta(days=1)}",
        f"submitted_until={today + timedelta(days=1)}",
    ):
        assert found(client, query) == own, query
    for query in (
        "state=eligible",
        "group=data-governance",
        "residence=FR",
        f"submitted_until={today - timedelta(days=2)}",
        "waits=question",
    ):
        assert found(client, query) == set(), query
    assert found(client, "call=2026") == all_
    assert found(client, "call=2020&state=nonsense&residence=00") == all_


@pytest.mark.abuse(6)
def test_what_no_filter_names_cannot_be_guessed_by_the_address(client, amina, submitted):
    enter(client, amina)

    for query in (
        "answers__gender=woman",
        "answers__family_name__startswith=H",
        "person__user__password__startswith=a",
        "ineligible_reason=x",
    ):
        assert client.get(f"{list_of(Nomination)}?{query}").status_code == 400, query


@pytest.fixture
def crowd(call):
    """Makes so many submitted nominations, straight into the tables."""

    def gather(number):
        from members.models import Person

        first = Nomination.objects.count() + 1000
        people = Person.objects.bulk_create(Person(family_name=f"P{n}") for n in range(number))
        group = call.seats.first().group
        rows = Nomination.objects.bulk_create(
            Nomination(
                call=call,
                person=person,
                number=first + n,
                reference=f"N26-{first + n:05d}",
                display_name=f"P{n}",
                group=group,
            )
            for n, person in enumerate(people)
        )
        at = timezone.now()
        versions = NominationVersion.objects.bulk_create(
            NominationVersion(nomination=row, number=1, content="{}", sha256="0" * 64, received_at=at) for row in rows
        )
        for row, version in zip(rows, versions, strict=True):
            row.submitted_version, row.submitted_at, row.residence = version, at, "FR"
        Nomination.objects.bulk_update(rows, ["submitted_version", "submitted_at", "residence"])

    return gather


def test_the_list_takes_ten_statements_at_most_however_long_it_is(client, amina, crowd):
    enter(client, amina)
    client.get(list_of(Nomination))
    counts = []
    for more in (10, 50):
        crowd(more)
        counts.append({})
        for query in ("", "q=p", "state=draft&residence=FR", f"submitted_from={timezone.now().date() - timedelta(2)}"):
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{list_of(Nomination)}?{query}")
            counts[-1][query] = len(captured)

    assert counts[0] == counts[1]
    assert max(counts[1].values()) <= 10


def test_the_list_reads_no_answers(client, amina, submitted):
    enter(client, amina)

    with CaptureQueriesContext(connection) as captured:
        client.get(list_of(Nomination))

    assert not any('"answers"' in query["sql"] for query in captured)


# --- drafts are their authors' own


@pytest.mark.abuse(1)
def test_of_a_draft_the_secretariat_sees_that_it_is_there_and_nothing_else(client, amina, draft):
    page = enter(client, amina).get(page_of(draft)).text

    assert draft.reference in page
    assert "Leila Haddad" in page  # as her account says
    for answer in ("Dr Leïla", "Data Trust", ANSWERS["phone"], "haddad-cv.pdf", "France"):
        assert answer not in page, answer


@pytest.mark.abuse(6)
def test_no_list_search_filter_or_file_tells_what_a_draft_says(client, amina, draft):
    enter(client, amina)

    listing = client.get(list_of(Nomination)).text
    assert draft.reference in listing
    assert "Responsible AI</td>" not in " ".join(listing.split()).replace(" </td>", "</td>")
    for query in ("q=Leïla Dr", "residence=FR", "group=responsible-ai", "stakeholders=civil_society"):
        assert found(client, query) == set(), query
    (row,) = table(client.post(list_of(Nomination, "export")))
    assert (row["Reference"], row["State"], row["Country of residence"], row["First group"]) == (
        draft.reference,
        "draft",
        "",
        "",
    )


def test_a_file_of_a_draft_is_a_missing_page_to_staff_until_it_is_submitted(client, amina, leila, draft):
    address = draft.documents.get().get_absolute_url()
    enter(client, amina)

    assert client.get(address).status_code == 404
    draft.submit(by=leila)
    sent = client.get(address)
    assert sent.status_code == 200
    sent.close()


@pytest.mark.abuse(1)
def test_unsent_changes_after_submitting_stay_the_applicants_own(client, amina, tomas, submitted):
    changed = {"residence": "SK", "given_name": "Tomek", "organisation": "Secret Institute"}
    for section in ("you", "work"):
        submitted.save_section(section, changed, by=tomas)
    enter(client, amina)

    page = client.get(page_of(submitted)).text

    assert "Secret Institute" not in page
    assert "Data Trust Foundation" in page
    assert found(client, "residence=SK") == found(client, "q=Tomek") == set()
    assert found(client, "residence=CZ") == {submitted.reference}


# --- the file


@pytest.mark.abuse(15)
def test_the_list_as_a_file_has_the_filtered_rows_and_neutral_cells(client, amina, submitted, draft, call):
    Nomination.objects.filter(pk=submitted.pk).update(display_name='=HYPERLINK("http://evil")')
    enter(client, amina)

    response = client.post(list_of(Nomination, "export") + "?state=submitted")
    (row,) = table(response)

    assert response["Content-Disposition"] == 'attachment; filename="nominations.csv"'
    assert row["Name"] == '\'=HYPERLINK("http://evil")'
    assert (row["E-mail address"], row["Name of the country"]) == ("tomas@example.org", "Czech Republic")
    assert not {"Gender", "Phone number", "Answers"} & set(row)


@pytest.mark.abuse(15)
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_taken_for_a_formula(start):
    from portal.lifecycle.sheet import harmless

    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless("O'Brien") == "O'Brien"


@pytest.mark.abuse(39)
@pytest.mark.parametrize(("who", "answer"), [("amina", 200), ("jonas", 200), ("auditor", 403), ("tomas", 404)])
def test_who_takes_the_list_out_of_the_house_is_known(request, client, submitted, who, answer):
    user = request.getfixturevalue(who)

    response = enter(client, user).post(list_of(Nomination, "export") + "?state=submitted")

    assert response.status_code == answer
    told = list(
        Event.objects.filter(verb="exported_nominations").values_list("by__email", "facts__rows", "facts__filters")
    )
    assert told == ([(user.email, 1, "state=submitted")] if answer == 200 else [])


@pytest.mark.abuse(32)
def test_a_look_at_the_address_of_the_file_downloads_nothing(client, amina, submitted):
    assert enter(client, amina).get(list_of(Nomination, "export")).status_code == 302
    assert not Event.objects.filter(verb="exported_nominations").exists()


# --- the dossier


def test_the_dossier_shows_the_submitted_answers_the_file_and_the_story(client, amina, submitted):
    submitted.ask("Since when?", by=amina).give_answer("Since 2019.", by=submitted.owner)
    submitted.add_note("Looked up.", by=amina)

    page = enter(client, amina).get(page_of(submitted)).text

    for words in (
        "Data Trust Foundation",
        "haddad-cv.pdf",
        "Since when?",
        "Since 2019.",
        "Looked up.",
        "Question answered",
        "Czech Republic",
    ):
        assert words in page, words
    assert f"Nomination {submitted.reference}: received" in page
    assert submitted.submitted_version.sha256 in page


def test_the_timeline_speaks_of_sections_files_and_ends_as_people_do_and_of_no_ids(client, amina, tomas, submitted):
    end = (timezone.now() + timedelta(days=5)).date()
    words = {"sections": ["work"], "until": end.isoformat(), "reason": "Your employer."}
    submitted.ask("Since when?", by=amina).give_answer("Since 2019.", by=tomas)
    submitted.add_note("Looked up.", by=amina)
    submitted.attach("cv", SimpleUploadedFile("cv.pdf", pdfs.good(pages=1), content_type="application/pdf"), by=tomas)
    enter(client, amina).post(do(submitted, "return_for_correction"), words)

    page = client.get(page_of(submitted)).text
    shown = page.partition('<ol class="timeline">')[2].partition("</ol>")[0]
    story = " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())

    assert f"Until {end.day} {end:%B %Y}, 23:59, Anywhere on Earth" in story
    assert f"Sections {SECTIONS['work'].title}" in story
    assert "Kind CV" in story
    assert " UTC" not in story.replace("(UTC)", "")
    assert not re.search(r"[0-9a-f]{8}-?[0-9a-f]{4}|\bcv\b", story)


def test_an_edited_date_of_a_call_is_named_in_the_log_by_its_label(client, amina, call):
    call.record("edited", by=amina, facts={"fields": ["closes_at", "title_en"]})

    page = enter(client, amina).get(page_of(call.story().last())).text

    assert "closes_at" not in page
    assert "Closes" in page


@pytest.mark.abuse(16)
def test_what_an_applicant_typed_is_shown_as_text(client, amina, tomas, call):
    nomination = complete(
        make.nomination(author=tomas, call=call), answers={"organisation": "<img src=x onerror=alert(1)>"}
    )
    nomination.submit(by=tomas)

    page = enter(client, amina).get(page_of(nomination)).text

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_two_versions_are_compared_question_by_question(client, amina, tomas, submitted):
    submitted.save_section("work", {"position": "Director", "discipline_2": ""}, by=tomas)
    submitted.submit(by=tomas)

    context = enter(client, amina).get(page_of(submitted) + "?before=1&after=2").context

    changes = [(change.label, change.before, change.after) for change in context["comparison"]["changes"]]
    assert ("Position", "Head of evaluation", "Director") in changes
    assert len(changes) == 2


def test_a_file_of_the_same_name_and_another_content_is_a_change(tomas, submitted):
    from nominations.models.comparing import changes

    other = SimpleUploadedFile("haddad-cv.pdf", pdfs.good() + b"\n% another\n", content_type="application/pdf")
    submitted.attach("cv", other, by=tomas)
    submitted.submit(by=tomas)
    one, two = submitted.versions.all()

    assert [change.label for change in changes(one, two)] == ["CV"]


def test_the_dossier_takes_as_many_statements_with_ten_notes_as_with_one(client, amina, submitted):
    enter(client, amina)
    client.get(page_of(submitted))
    counts = []
    for more in (1, 9):
        for number in range(more):
            submitted.add_note(f"Note {number}", by=amina)
            submitted.ask(f"Question {number}", by=amina)
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(submitted))
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 26


# --- screening


def test_a_return_names_sections_until_the_end_of_a_day_and_tells_the_applicant(client, amina, submitted):
    day = (timezone.now() + timedelta(days=5)).date()

    enter(client, amina).post(
        do(submitted, "return_for_correction"),
        {"sections": ["you"], "until": day.isoformat(), "reason": "Your second nationality."},
    )

    submitted.refresh_from_db()
    assert (submitted.status, submitted.returned_sections, submitted.return_reason) == (
        "returned",
        ["you"],
        "Your second nationality.",
    )
    assert f"{submitted.returned_until:%Y-%m-%d %H:%M}" == f"{day + timedelta(days=1)} 12:00"
    assert ("tomas@example.org", "nominations/returned") in letters()


@pytest.mark.abuse(9)
def test_a_held_result_is_shown_with_its_moment_undone_or_released(client, amina, tomas, submitted):
    Call.objects.update(screening_hold_hours=24)
    enter(client, amina)
    client.post(do(submitted, "declare_ineligible"), {"reason": "Not five years."})
    submitted.refresh_from_db()

    page = client.get(page_of(submitted)).text
    assert "The applicant sees this result from" in page
    assert submitted.shown_status(clock.now()) == "submitted"
    assert "Otherwise it leaves on" in client.get(do(submitted, "release_screening")).text

    client.post(do(submitted, "release_screening"))
    submitted.refresh_from_db()
    assert submitted.shown_status(clock.now()) == "ineligible"
    assert Message.objects.get(occasion="nominations/ineligible").not_before <= clock.now()
    assert client.post(do(submitted, "release_screening")).status_code == 200  # a second click is refused in words

    client.post(do(submitted, "undo_screening"), {"reason": "It was seven."})
    submitted.refresh_from_db()
    assert submitted.status == "submitted"
    assert ("tomas@example.org", "nominations/screening_undone") in letters()


def test_a_typing_error_is_corrected_in_a_new_version_that_the_applicant_is_told_of(client, amina, submitted):
    enter(client, amina)
    address = do(submitted, "correct")

    assert "Head of evaluation" in client.get(address + "?question=position").text
    client.post(address, {"question": "position", "value": "Head of Evaluation", "reason": "A capital letter."})

    submitted.refresh_from_db()
    assert submitted.submitted_version.number == 2
    assert submitted.submitted_version.answers["position"] == "Head of Evaluation"
    assert ("tomas@example.org", "nominations/corrected") in letters()


def test_a_correction_asks_for_the_answer_first_and_shows_its_own_text_then(client, amina, submitted):
    enter(client, amina)
    address = do(submitted, "correct")

    first = client.get(address).text
    second = client.get(address + "?question=position").text

    assert '<form method="get"' in first
    assert '<option value="position">' in first
    assert 'name="value"' not in first
    assert '<input type="hidden" name="question" value="position"' in second
    assert ">Position</label>" in second
    assert "Head of evaluation</textarea>" in second
    assert "<select" not in second.partition('class="words"')[2]


def test_answers_of_the_same_name_are_told_apart_by_their_output(client, amina, tomas, call):
    titles = {"honorific": "Dr", "output_1_title": "Auditing", "output_2_title": "Measuring"}
    nomination = complete(make.nomination(author=tomas, call=call), answers=titles)
    nomination.submit(by=tomas)
    enter(client, amina)

    page = client.get(do(nomination, "correct")).text
    words = dict(re.findall(r'<option value="(\w+)">([^<]*)</option>', page))

    assert words["honorific"] == "Title: Dr"
    assert words["output_1_title"] == "Output 1, Title: Auditing"
    assert words["output_2_title"] == "Output 2, Title: Measuring"
    assert ">Output 2, Title</label>" in client.get(do(nomination, "correct") + "?question=output_2_title").text


@pytest.mark.parametrize("query", ["?question=", "?question=residence", "?question=nonsense"])
def test_a_correction_of_what_is_not_on_the_list_asks_for_another(client, amina, submitted, query):
    page = enter(client, amina).get(do(submitted, "correct") + query).text

    assert "<select" in page
    assert 'name="value"' not in page
    assert ("Choose one of the list." in page) == (query != "?question=")


@pytest.mark.parametrize("value", ["Head of evaluation", " Head of evaluation\r\n"])
def test_a_correction_that_changes_nothing_is_refused(client, amina, submitted, value):
    words = {"question": "position", "value": value, "reason": "So."}

    page = enter(client, amina).post(do(submitted, "correct"), words)

    assert "This is the answer as it stands." in page.text
    assert submitted.versions.count() == 1


@pytest.mark.parametrize("question", ["residence", "consent_publication", "cv", "gender", "nonsense"])
def test_only_what_was_typed_can_be_corrected(client, amina, submitted, question):
    response = enter(client, amina).post(
        do(submitted, "correct"), {"question": question, "value": "FR", "reason": "So."}
    )

    assert response.status_code == 200
    assert submitted.versions.count() == 1


def test_a_correction_that_the_form_would_refuse_is_refused(client, amina, submitted):
    page = enter(client, amina).post(
        do(submitted, "correct"), {"question": "family_name", "value": "x" * 200, "reason": "So."}
    )

    assert "too long" in page.text
    assert submitted.versions.count() == 1


def test_a_name_that_is_corrected_is_found_by_its_new_spelling(client, amina, submitted):
    submitted.correct(question="family_name", value="Novák", reason="As in the passport.", by=amina)

    assert found(enter(client, amina), "q=novak") == {submitted.reference}


def test_one_person_gets_more_time_and_the_file_says_so(client, amina, draft, call):
    day = (call.closes_at + timedelta(days=3)).date()

    enter(client, amina).post(do(draft, "extend"), {"until": day.isoformat(), "reason": "An illness."})

    draft.refresh_from_db()
    assert draft.deadline() > call.closes_at
    assert [event.verb for event in draft.story()][-1] == "extended"
    assert ("leila@example.org", "nominations/call_extended") in letters()


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("declare_eligible", {}),
        ("declare_ineligible", {"reason": "x"}),
        ("return_for_correction", {"sections": ["you"], "reason": "x"}),
    ],
)
def test_screening_brings_no_withdrawn_nomination_back(amina, tomas, submitted, verb, words):
    submitted.withdraw(by=tomas)
    if verb == "return_for_correction":
        words |= {"until": timezone.now() + timedelta(days=3)}

    with pytest.raises(Refused, match="This is “withdrawn”"):
        getattr(submitted, verb)(by=amina, **words)

    submitted.refresh_from_db()
    assert submitted.status == "withdrawn"


def test_nobody_is_asked_about_a_draft(amina, draft):
    with pytest.raises(Refused):
        draft.ask("Since when?", by=amina)


def test_from_eligible_it_goes_on_to_the_next_to_screen_in_the_order_they_came(client, amina, leila, submitted, draft):
    draft.submit(by=leila)
    enter(client, amina)

    first = client.post(do(submitted, "declare_eligible"), follow=True)
    last = client.post(do(draft, "declare_eligible"))

    assert first.redirect_chain[-1][0] == page_of(draft)
    assert f"{submitted}: Declared eligible." in first.text
    assert last["Location"] == page_of(draft)


# --- what waits


def test_each_number_of_the_first_page_is_the_length_of_the_list_behind_it(client, amina, jonas, submitted, draft):
    submitted.ask("Since when?", by=amina)
    Message.objects.create(key="x", occasion="nominations/received", to="a@example.org", language="en", status="failed")
    enter(client, amina)

    waits = client.get("/admin/").context["waits"]

    assert {wait.words: wait.number for wait in waits if wait.number} == {
        "to screen": 1,
        "with a question unanswered": 1,
        "drafts open": 1,
        "letters that need a person": 1,
    }
    for wait in waits:
        assert client.get(wait.address).context["cl"].result_count == wait.number, wait.words


def test_what_is_to_screen_in_a_call_in_review_is_named_beside_the_newest_calls(client, amina, jonas, submitted):
    make.call(by=jonas, year=submitted.call.year + 1)
    enter(client, amina)

    [wait] = [wait for wait in client.get("/admin/").context["waits"] if wait.number]

    assert (wait.words, wait.now) == (f"to screen in the call of {submitted.call.year}", True)
    assert client.get(wait.address).context["cl"].result_count == 1


def lit(client, name) -> list[str]:
    """The entries of the side bar that say where one is."""
    page = client.get(reverse(f"admin:nominations_nomination_{name}")).text
    return re.findall(r'<a href="([^"]+)" class="[^"]*\bactive"', page)


def test_the_side_bar_says_one_place_at_a_time(client, amina, submitted):
    enter(client, amina)
    places = ("screening", "changelist")

    assert {name: lit(client, name) for name in places} == {
        name: [reverse(f"admin:nominations_nomination_{name}")] for name in places
    }


def test_the_first_page_takes_as_many_statements_however_many_there_are(client, amina, crowd):
    enter(client, amina)
    know_kinds()
    counts = []
    for more in (5, 100):
        crowd(more)
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/")
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 19


def test_the_first_page_stands_without_a_call(client, jonas):
    assert "No call is published yet" in enter(client, jonas).get("/admin/").text


def test_the_first_page_counts_ballots_duplicates_and_terms_that_end_soon(client, amina):
    today = clock.day_of(clock.now())
    make.council(3)
    make.ballot(make.recommended(), by=amina)
    make.twins()
    for days, fields in ((89, {}), (90, {"role": "co_chair"}), (91, {}), (50, {"renewed": True})):
        term = make.term(
            make.person(f"P{days}"),
            starts_on=today - timedelta(days=200),
            planned_end=today + timedelta(days=days),
            role=fields.get("role", "expert"),
        )
        if "renewed" in fields:
            term.renew(by=amina)
    enter(client, amina)

    waits = {wait.words: wait for wait in client.get("/admin/").context["waits"]}

    assert waits["ballots open"].number == waits["possible duplicates"].number == 1
    assert waits["terms end within 90 days"].number == 2
    assert client.get(waits["ballots open"].address).context["cl"].result_count == 1
    assert client.get(waits["terms end within 90 days"].address).context["cl"].result_count == 2
    assert client.get(waits["possible duplicates"].address).context["page"].paginator.count == 1
