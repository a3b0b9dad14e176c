"""Import of experts and terms: checked without writing, written whole or not at all; the same file twice does nothing."""

import re
from datetime import date, datetime

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from members.imports.example import example
from members.imports.words import SENTENCES
from members.models import Affiliation, Appointment, ConsentRecord, Import, ImportedFile, Person, PersonAddress
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import make
from tests.admin import enter
from tests.sheets import table, workbook

from .conftest import state, told

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(38)]
WHOLE = {
    "orcid": "https://orcid.org/0000-0002-1825-0097",
    "published_name": "Dr Ama Mensah",
    "organisation": "Institute of Fairness",
    "position": "Researcher",
    "stakeholder_group": "science",
    "country": "gh",
    "biography": "Works on fairness.\nTeaches.",
    "route": "member",
    "member": "ca",
    "ended_on": "2025-06-30",
    "reason": "Moved to another post.",
    "consent_publication": "yes",
    "consent_given_on": "2024-02-12",
    "consent_way": "letter",
}


def test_the_dry_run_says_what_it_would_do_and_writes_nothing(bring):
    before = state()

    taken = bring(table({}, {"email": "kofi@example.org", "given_name": "Kofi"}))

    assert (taken.status, taken.lines) == ("checked", [])
    assert (taken.counts["new_people"], taken.counts["new_terms"]) == (2, 2)
    assert state() == before


def test_a_whole_row_becomes_a_person_with_all_that_is_known_and_a_term(take_in):
    make.member()

    taken = take_in(table(WHOLE))

    person, term = Person.objects.get(), Appointment.objects.get()
    assert taken.status == "imported"
    assert (person.name, person.orcid, person.sort_name) == ("Dr Ama Mensah", "0000-0002-1825-0097", "mensah ama")
    assert person.biography == "Works on fairness.\nTeaches."
    assert PersonAddress.objects.get().email == "ama@example.org"
    there = Affiliation.objects.get()
    assert (there.organisation, there.stakeholder_group, there.country) == ("Institute of Fairness", "science", "GH")
    consent = ConsentRecord.objects.in_force().get()
    assert (consent.purpose, consent.way, consent.given_at.date()) == ("publication", "letter", date(2024, 2, 12))
    assert (term.person, term.group.slug, term.member.code) == (person, "responsible-ai", "CA")
    assert (term.starts_on, term.planned_end, term.ended_on) == (date(2024, 3, 1), date(2027, 3, 1), date(2025, 7, 1))
    assert (term.status, term.reason) == ("ended", "Moved to another post.")
    assert Person.objects.public().get() == person


def test_the_file_is_forgotten_and_nobody_gets_a_letter(take_in):
    take_in(table({}))

    assert not ImportedFile.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("days", [(-900, -10), (-10, 300), (10, 300)], ids=["past", "present", "to come"])
def test_an_imported_term_tells_the_ledger_the_same_as_one_that_was_planned(take_in, amina, days):
    today = datetime.now().astimezone().date()
    first, last = (date.fromordinal(today.toordinal() + each) for each in days)
    planned = make.term(starts_on=first, planned_end=date.fromordinal(last.toordinal() + 1), by=amina)

    take_in(table({"starts_on": first.isoformat(), "planned_end": last.isoformat()}))

    imported = Appointment.objects.exclude(pk=planned.pk).get()
    assert imported.status == planned.status
    assert stories(imported) == stories(planned)


def stories(term) -> list:
    return [(event.verb, event.by, event.facts | {"person": ""}) for event in term.story()]


def test_a_term_that_ended_early_tells_it_as_the_verb_does(take_in, amina):
    planned = make.term(starts_on=date(2024, 3, 1), planned_end=date(2027, 3, 1), by=amina)
    planned.end(on=date(2025, 7, 1), reason="Moved.", by=amina)

    take_in(table({"ended_on": "2025-06-30", "reason": "Moved."}))

    imported = Appointment.objects.exclude(pk=planned.pk).get()
    assert (imported.status, imported.ends_as, imported.reason) == (planned.status, planned.ends_as, planned.reason)
    assert stories(imported) == stories(planned)


def test_the_same_file_again_changes_nothing(take_in):
    make.member()
    content = table(
        WHOLE, WHOLE | {"starts_on": "2027-03-01", "planned_end": "2030-02-28", "ended_on": "", "reason": ""}
    )
    take_in(content)
    before = state()

    again = take_in(content)

    assert (again.counts["new_terms"], again.counts["terms_there"], again.counts["found_people"]) == (0, 2, 1)
    assert state() == before


def test_a_file_changes_nothing_either_after_its_term_was_ended_in_the_portal(take_in, amina):
    take_in(table({}))
    Appointment.objects.get().end(on=date(2025, 7, 1), reason="Moved.", by=amina)
    before = state()

    again = take_in(table({}))

    assert told(again) == ["2 ended_on: This term is there already and is over after 2025-06-30. It stays as it is."]
    assert state() == before


# --- who is found again


def test_a_person_is_found_by_the_address_of_an_account_and_by_one_of_old(take_in):
    account, old = make.person(user=make.user("ama@example.org")), make.person("Kofi", "Mensah")
    PersonAddress.objects.create(person=old, email="kofi@example.org")

    taken = take_in(table({"email": "AMA@example.org"}, {"given_name": "Kofi", "email": "kofi@example.org"}))

    assert taken.counts["found_people"] == 2
    assert {term.person for term in Appointment.objects.all()} == {account, old}


def test_what_was_missing_is_added_to_a_person_found_again_and_nothing_is_overwritten(take_in):
    there = make.person("Ama", "Mensah")
    Person.objects.filter(pk=there.pk).update(orcid="0000-0002-1825-0097", biography="As it was.")

    take_in(table(WHOLE | {"route": "self", "member": "", "biography": "Another."}))

    there.refresh_from_db()
    assert (there.published_name, there.biography) == ("", "As it was.")
    assert there.addresses.get().email == "ama@example.org"
    assert not Affiliation.objects.exists()


def test_a_stub_of_a_merge_leads_to_the_person_that_was_kept(take_in):
    kept, stub = make.person("Ama", "Mensah"), make.person("Ama", "Mensa")
    PersonAddress.objects.create(person=stub, email="ama@example.org")
    Person.objects.filter(pk=stub.pk).update(merged_into=kept)

    take_in(table({}))

    assert Appointment.objects.get().person == kept


def test_a_consent_that_was_withdrawn_stays_withdrawn(take_in):
    there = make.person("Ama", "Mensah", consent=True)
    PersonAddress.objects.create(person=there, email="ama@example.org")
    ConsentRecord.settle(there, {"publication": False}, text_version="test", way="test")

    taken = take_in(table({"consent_publication": "yes", "consent_given_on": "2024-02-12", "consent_way": "letter"}))

    assert told(taken) == ["2 consent_publication: The person has withdrawn this consent. It stays withdrawn."]
    assert not ConsentRecord.objects.in_force().exists()


# --- all or nothing


def test_one_bad_row_among_a_thousand_leaves_nothing(bring, amina):
    before = state()
    rows = [{"given_name": f"Ama {n}", "email": f"ama{n}@example.org"} for n in range(1000)]
    rows[640]["planned_end"] = "28/02/2027"

    taken = bring(table(*rows))

    assert told(taken) == [
        "642 planned_end: “28/02/2027” may be read in two ways. Write year, month and day: 2026-03-01."
    ]
    assert taken.status == "refused"
    with pytest.raises(Refused):
        taken.carry_out(by=amina)
    assert state() == before


def test_what_changed_between_check_and_import_is_found_by_the_import_which_then_writes_nothing(bring, amina):
    taken = bring(table({"email": "kofi@example.org"}, {}))
    there = make.person("Ama", "Mensah")
    PersonAddress.objects.create(person=there, email="ama@example.org")
    make.term(there, starts_on=date(2025, 1, 1))
    before = state()

    taken.carry_out(by=amina)
    taken.work()

    assert taken.status == "refused"
    assert told(taken)[0].startswith("3 starts_on: The days overlap with a term that is there already, from 2025-01-01")
    assert state() == before


def test_every_code_has_its_sentence_and_says_it_in_the_readers_language():
    folder = settings.BASE_DIR / "members" / "imports"
    source = "".join(path.read_text() for path in folder.glob("*.py"))
    codes = set(re.findall(r"(?:[Ww]rong|say|line|Unfit)\(\"([a-z_]+)\"", source)) - {"unseen"}
    assert len(codes) > 50

    assert codes <= set(SENTENCES)
    for code, words in SENTENCES.items():
        with translation.override("en"):
            english = str(words)
        with translation.override("fr"):
            assert str(words) != english, code


def test_the_lines_are_capped_and_the_rest_is_counted(bring):
    taken = bring(table(*({"email": f"a{n}@example.org", "role": "chair"} for n in range(1200))))

    assert (len(taken.lines), taken.lines_beyond, taken.counts["problems"]) == (1000, 200, 1200)


# --- the pages


@pytest.fixture
def client(client_factory, amina, settings):
    settings.REQUIRE_STAFF_MFA = False
    return enter(client_factory(), amina)


def send(client, content, name="experts.csv"):
    return client.post(reverse("admin:members_import_add"), {"file": SimpleUploadedFile(name, content)})


def test_an_officer_uploads_a_file_reads_what_is_wrong_and_what_is_right(client, groups):
    sent = send(client, table({"role": "chair"}))
    taken = Import.objects.get()
    assert "being checked" in client.get(sent.url).content.decode()

    taken.work()

    page = client.get(sent.url).content.decode()
    assert "“chair” is not known here" in page
    assert "carry_out" not in page


def test_an_officer_imports_by_two_buttons(client, groups):
    sent = send(client, table({}))
    Import.objects.get().work()
    address = reverse("admin:members_import_do", args=[Import.objects.get().pk, "carry_out"])
    assert address in client.get(sent.url).content.decode()

    client.post(address)
    assert "being imported" in client.get(sent.url).content.decode()
    Import.objects.get().work()

    assert "All rows were imported" in client.get(sent.url).content.decode()


def test_the_example_to_download_can_be_imported(client, take_in):
    make.member()

    downloaded = client.get(reverse("admin:members_import_example")).content
    taken = take_in(downloaded)

    assert downloaded == example()
    assert (taken.status, taken.counts["new_people"]) == ("imported", 2)


UPLOADS = {
    "too large": (b"given_name\n" + b"x" * 10 * 1024**2, "a.csv", "The file is larger than 10 MB."),
    "larger than a document": (b"given_name\n" + b"x" * 6 * 1024**2, "a.csv", None),
    "empty": (b"", "a.csv", "The file is empty."),
    "macros": (b"PK", "a.xlsm", "This workbook may contain macros."),
    "another kind": (b"%PDF", "a.pdf", "The name of the file must end with .csv or .xlsx."),
    "a CSV called XLSX": (table({}), "a.xlsx", "This file is called XLSX and is none."),
    "an XLSX called CSV": (workbook({}), "a.csv", "This file is called CSV and is none."),
    "a long name": (table({}), "x" * 300 + ".csv", None),
    "a name that turns round": (table({}), "a\u202etxt.csv", None),
}


@pytest.mark.parametrize(("content", "name", "sentence"), UPLOADS.values(), ids=list(UPLOADS))
def test_a_file_that_cannot_be_one_is_refused_at_the_door(client, groups, content, name, sentence):
    answer = send(client, content, name)

    if sentence is None:
        assert answer.status_code == 302
        assert len(Import.objects.get().name) <= 120
        assert "\u202e" not in Import.objects.get().name
    else:
        assert answer.status_code == 200
        assert sentence in answer.content.decode()
        assert not Import.objects.exists()


def test_without_a_file_the_page_asks_for_one(client, groups):
    assert "Choose a file." in client.post(reverse("admin:members_import_add")).content.decode()
