"""The pages of a country's application: what each says, to whom, and that no word typed into them is lost."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members import facts
from members.application import Application
from members.models import Accession
from portal.lifecycle.models import Refused
from tests import make, pdfs
from tests.accessions import APPLICATION, accession_of, letter, pdf_file
from tests.admin import enter
from tests.kept import kept

pytestmark = pytest.mark.django_db
PAGES = ("accession", "accession_form", "accession_check", "accession_done", "accession_withdraw")


@pytest.fixture(autouse=True)
def _staff_without_a_second_step(settings):
    settings.REQUIRE_STAFF_MFA = False


@kept
def draft(leila):
    return accession_of(leila)


@pytest.fixture
def window(client, leila):
    return enter(client, leila)


def address(page, accession, *more):
    return reverse(f"members:{page}", args=[accession.pk, *more])


def read(window, page, accession) -> str:
    response = window.get(address(page, accession))
    assert response.status_code == 200
    return response.content.decode()


def saved(accession) -> dict:
    return Accession.objects.get(pk=accession.pk).answers


# --- how a country becomes a Member


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everybody_reads_how_a_country_becomes_a_member_with_the_sources(client, language):
    page = client.get(f"/{language}/members/join/").content.decode()

    assert "https://www.gpai.ai/community/membership-process/" in page
    assert "https://oecd.ai/fr/about/what-we-do" in page
    assert ("consensus of all Members" if language == "en" else "consensus de tous les Membres") in page


def test_a_visitor_who_starts_signs_up_first_and_comes_back(client):
    assert client.get("/en/accessions/start/").url == f"{reverse('account_signup')}?next=/en/accessions/start/"


def test_a_look_at_the_start_starts_nothing(window):
    assert window.get("/en/accessions/start/").status_code == 200
    assert not Accession.objects.exists()


def test_one_draft_for_a_contact_and_a_country_however_often_it_is_started(window, leila):
    responses = [window.post("/en/accessions/start/", {"country": "NO"}) for _ in range(2)]

    draft = Accession.objects.get()
    assert (draft.country, draft.contact) == ("NO", leila)
    assert [response.url for response in responses] == [address("accession_form", draft)] * 2


def test_what_was_begun_is_found_again(window, draft):
    draft.save_answers({"position": "Head"}, by=draft.contact)

    assert window.post("/en/accessions/start/", {"country": "NO"}).url == draft.get_absolute_url()
    assert "Norway" in window.get("/en/members/join/").content.decode()


@pytest.mark.parametrize(
    ("country", "sentence"),
    [
        ("FR", "France is a Member already, admitted on 15 June 2020."),
        ("", "Choose the country that applies"),
        ("EU", "Choose one of the answers on the list"),
        ("no", "Choose one of the answers on the list"),
        ("\x00", "Choose one of the answers on the list"),
    ],
)
def test_a_country_that_cannot_apply_gets_a_sentence(window, tomas, country, sentence):
    facts.load()

    page = window.post("/en/accessions/start/", {"country": country})

    assert sentence in page.content.decode()
    assert not Accession.objects.exists()


def test_a_start_tells_nobody_who_has_applied_or_will_be_admitted(window, leila, tomas):
    accession_of(tomas, "KE", "submitted")
    make.member("GH", "Ghana", admitted_on=timezone.now().date() + timedelta(days=20))

    for country in ("KE", "GH", "NO"):
        answer = window.post("/en/accessions/start/", {"country": country})
        assert answer.url == address("accession_form", Accession.objects.get(contact=leila, country=country))


def test_whoever_sends_in_a_whole_application_hears_that_there_is_one_or_an_admission_to_come(leila, tomas):
    accession_of(tomas, "KE", "submitted")
    make.member("GH", "Ghana", admitted_on=timezone.now().date() + timedelta(days=20))
    told = {}
    for country, name in {"KE": "Kenya", "GH": "Ghana"}.items():
        draft = accession_of(leila, country)
        with pytest.raises(Refused, match="Something is missing yet"):
            draft.submit(by=leila)
        with pytest.raises(Refused, match="with the secretariat already") as refusal:
            accession_of(leila, country, "filled").submit(by=leila)
        told[country] = str(refusal.value).replace(name, "it")

    assert told["KE"] == told["GH"]


def test_a_country_that_left_is_asked_to_write(leila):
    member = make.member("CA", "Canada", left_on="2026-01-01")
    member.move("left", verb="left", by=None)

    with pytest.raises(Refused, match="left on 1 January 2026"):
        Accession.start("CA", by=leila)


@pytest.mark.parametrize("over", ["withdrawn", "draft"])
def test_an_application_that_is_over_or_a_strangers_draft_stops_nobody(leila, tomas, over):
    accession_of(tomas, "NO", over)

    assert Accession.start("NO", by=leila).contact == leila


def test_of_two_contacts_of_a_country_the_first_to_send_in_is_its_contact(leila, tomas):
    first, second = accession_of(leila, status="filled"), accession_of(tomas, status="filled")
    first.submit(by=leila)

    with pytest.raises(Refused, match="with the secretariat already"):
        second.submit(by=tomas)


def test_a_country_that_became_a_member_meanwhile_sends_nothing_in(leila):
    accession = accession_of(leila, status="filled")
    make.member("NO", "Norway")

    with pytest.raises(Refused, match="Member already"):
        accession.submit(by=leila)


# --- who sees it


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["another contact", "delegate", "officer"])
def test_the_pages_are_their_contacts_alone(client, draft, tomas, amina, page, who):
    accession_of(tomas, "KE")
    make.delegate(tomas, make.member(), "council")
    enter(client, amina if who == "officer" else tomas)

    assert client.get(address(page, draft)).status_code == 404
    assert client.post(address(page, draft), {"position": "Mine"}).status_code == 404
    assert saved(draft) == {}


def test_a_letter_is_its_contacts_until_it_is_sent_in_and_then_the_secretariats_too(client, leila, tomas, amina):
    accession = accession_of(leila, status="filled")
    file, answers = accession.letter.get_absolute_url(), {}
    for moment in ("before", "after"):
        for who in (leila, tomas, amina):
            answer = enter(Client(), who).get(file)
            answers[moment, who.name] = answer.status_code
            assert not answer.streaming or b"".join(answer.streaming_content).startswith(b"%PDF")
        if moment == "before":
            accession.submit(by=leila)

    assert answers == {
        ("before", "Leila Haddad"): 200,
        ("before", "Tomáš Dvořák"): 404,
        ("before", "Amina Diallo"): 404,
        ("after", "Leila Haddad"): 200,
        ("after", "Tomáš Dvořák"): 404,
        ("after", "Amina Diallo"): 200,
    }


def test_a_letter_leaves_as_a_file_that_no_browser_runs(window, leila):
    accession = accession_of(leila, status="filled")
    answer = window.get(accession.letter.get_absolute_url())

    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


# --- where it stands


@pytest.mark.parametrize(
    ("status", "who", "dated"),
    [
        ("draft", "You", False),
        ("submitted", "The secretariat", True),
        ("incomplete", "You", True),
        ("under_assessment", "The Steering Committee", True),
        ("recommended", "The secretariat", True),
        ("not_recommended", "The secretariat", True),
        ("withdrawn", None, False),
        ("dismissed", None, False),
    ],
)
def test_the_page_says_who_acts_next_and_by_when_in_both_zones(window, leila, amina, status, who, dated):
    page = read(window, "accession", accession_of(leila, status=status, by=amina))

    assert ("Who acts next</h2>" in page) == bool(who)
    assert who is None or f"<b>{who}.</b>" in page
    assert (page.count("Anywhere on Earth (UTC−12)") == 1 and "23:59" in page) == dated
    assert ("In Coordinated Universal Time (UTC)" in page) == dated


def test_what_the_committee_said_is_on_the_page_and_its_findings_are_not(window, leila, amina):
    page = read(window, "accession", accession_of(leila, status="recommended", by=amina))

    assert "The Committee&#x27;s reasons." in page
    assert "Evidence on" not in page


# --- saving


def test_every_post_saves_what_came_before_it_judges_it(window, draft):
    page = window.post(address("accession_form", draft), {"position": "Head", "signed_on": "soon", "revision": "0"})

    assert saved(draft)["position"] == "Head"
    assert saved(draft)["signed_on"] == "soon"
    assert "Give the day as year, month and day" in page.content.decode()


WRONG = {
    "a day to come": ("signed_on", "2999-01-01", "still to come"),
    "a day of old": ("signed_on", "2019-01-01", "after the founding"),
    "no day": ("signed_on", "31/12/2025", "Give the day as year"),
    "a power nobody has": ("signatory_power", "king", "Choose one of the answers on the list"),
    "an adherence nobody knows": ("adherence", "<b>", "Choose one of the answers on the list"),
    "a long name": ("institution", "x" * 161, "1 character too long"),
    "long reasons": ("reasons", "x" * 3001, "1 character too long"),
    "blank reasons": ("reasons", " \n ", "Write why your country wants to join"),
    "a sign that turns text": ("position", "Head\u202e", "cannot be seen"),
    "what cannot be stored": ("position", "Head\x00", "did not arrive"),
}


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_answer_is_kept_and_gets_a_sentence(window, draft, name, value, sentence):
    letter(draft)
    page = window.post(address("accession_form", draft), APPLICATION | {name: value, "revision": "0"})

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert saved(draft)[name] == value.replace("\x00", "\ufffd")
    with pytest.raises(Refused):
        draft.submit(by=draft.contact)


def test_a_text_beyond_all_measure_is_cut_and_said_to_be(window, draft):
    page = window.post(address("accession_form", draft), {"reasons": "y" * 9_001, "revision": "0"})

    assert len(saved(draft)["reasons"]) == 9_000
    assert "too long to keep whole" in page.content.decode()


def test_two_windows_never_overwrite_each_other(window, draft):
    window.post(address("accession_form", draft), {"position": "First", "revision": "0", "window": "a"})
    answer = window.post(address("accession_form", draft), {"position": "Second", "revision": "0", "window": "b"})

    assert answer.status_code == 409
    assert saved(draft)["position"] == "First"
    page = answer.content.decode()
    assert "First" in page
    assert "Second" in page


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Second"), ("other", "First")])
def test_the_reader_chooses_between_two_windows(window, draft, choice, kept):
    draft.save_answers({"position": "First"}, by=draft.contact, revision=0, window="a")
    sent = {"position": "Second", "keep-position": choice, "revision": "1", "window": "c"}
    window.post(address("accession_form", draft), sent)

    assert saved(draft)["position"] == kept


def test_typing_is_saved_on_the_way(window, draft):
    answer = window.post(address("accession_autosave", draft), {"position": "Head", "revision": "0", "window": "a"})

    assert json.loads(answer.content)["revision"] == 1
    assert saved(draft)["position"] == "Head"


@pytest.mark.parametrize("status", ["submitted", "recommended", "withdrawn"])
def test_what_was_sent_in_is_not_changed(window, leila, amina, status):
    accession = accession_of(leila, status=status, by=amina)
    sent = {"position": "Another", "revision": str(accession.revision)}

    assert window.post(address("accession_form", accession), sent).status_code == 409
    assert window.post(address("accession_autosave", accession), sent).status_code == 409
    assert saved(accession)["position"] == APPLICATION["position"]


def test_words_typed_after_the_session_ended_come_back_after_signing_in(client, draft):
    away = client.post(address("accession_form", draft), {"position": "Head", "revision": "0"})
    assert away.status_code == 302
    assert saved(draft) == {}

    client.force_login(draft.contact, backend="portal.accounts.signed_in.SignedIn")
    page = client.get(address("accession_form", draft), follow=True).content.decode()

    assert saved(draft)["position"] == "Head"
    assert "What you typed then is here" in page


def test_another_account_gets_no_words_of_a_session_that_ended(client, draft, tomas):
    client.post(address("accession_form", draft), {"position": "Head", "revision": "0"})
    enter(client, tomas)

    assert client.get(address("accession_form", draft)).status_code == 404
    assert saved(draft) == {}


def test_what_a_form_without_its_token_brought_is_shown_again(draft, leila):
    client = enter(Client(enforce_csrf_checks=True), leila)
    sent = {"reasons": "Many words.", "revision": "0"}
    answer = client.post(address("accession_form", draft), sent, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 403
    assert "Many words." in answer.content.decode()


# --- the letter


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"MZ not a PDF", "PDF"),
        (pdfs.good(11), "10 pages"),
        (b"%PDF-1.7" + b"0" * 6 * 1024**2, "5 MB"),
    ],
)
def test_a_letter_that_is_not_fit_is_refused_and_the_words_beside_it_are_kept(window, draft, content, sentence):
    sent = {"position": "Head", "revision": "0", "letter": pdf_file(content)}
    if not content:  # a browser sends an empty file as this
        sent["letter"] = pdf_file(b" ", name="letter.pdf")
        sentence = "PDF"
    page = window.post(address("accession_form", draft), sent).content.decode()

    assert sentence in page
    assert saved(draft)["position"] == "Head"
    assert not draft.letters.exists()


def test_another_letter_takes_the_place_of_one_that_was_never_sent_in(draft):
    first = draft.attach_letter(pdf_file(pdfs.good(1)), by=draft.contact)
    path = first.file.path
    second = draft.attach_letter(pdf_file(pdfs.good(2)), by=draft.contact)

    assert [each.pk for each in draft.letters.all()] == [second.pk]
    assert path != second.file.path


def test_a_letter_that_was_sent_in_is_kept_when_another_takes_its_place(leila, amina):
    accession = accession_of(leila, status="incomplete", by=amina)
    before = accession.letter
    after = accession.attach_letter(pdf_file(), by=leila)
    accession.submit(by=leila)

    assert [version.letter_id for version in accession.versions.all()] == [before.pk, after.pk]
    assert before.file.storage.exists(before.file.name)


# --- sending in


def test_a_filled_form_leads_to_the_check_and_from_there_to_the_confirmation(window, draft):
    sent = APPLICATION | {"revision": "0", "letter": pdf_file()}
    assert window.post(address("accession_form", draft), sent).url == address("accession_check", draft)
    assert "Send in the application" in read(window, "accession_check", draft)
    answer = window.post(address("accession_submit", draft), {"declared": "on"})

    assert answer.url == address("accession_done", draft)
    version = draft.versions.get()
    assert version.sha256 in read(window, "accession_done", draft)


def test_the_columns_hold_what_was_submitted_and_not_what_is_typed_now(leila, amina):
    accession = accession_of(leila, status="incomplete", by=amina)
    accession.save_answers({"position": "Minister"}, by=leila)
    accession = Accession.objects.get()

    assert accession.position == APPLICATION["position"]
    assert accession.signed_on.isoformat() == APPLICATION["signed_on"]
    assert accession.versions.get().data["answers"] == APPLICATION


def test_nothing_is_sent_in_without_the_declaration(window, leila):
    accession = accession_of(leila, status="filled")
    page = window.post(address("accession_submit", accession), {}).content.decode()

    assert "Tick that you may speak for your country" in page
    assert Accession.objects.get().status == "draft"


def test_what_is_missing_is_listed_with_links_to_it(window, draft):
    page = read(window, "accession_check", draft)

    assert page.count("?next=check#div_id_") >= len(Application.base_fields)
    assert "Now send the application in" not in page
    assert window.post(address("accession_submit", draft), {"declared": "on"}).url == address("accession_check", draft)


def test_an_application_is_withdrawn_by_a_button_and_can_begin_anew(window, leila):
    accession = accession_of(leila, status="submitted")
    assert "cannot be undone" in read(window, "accession_withdraw", accession)
    window.post(address("accession_withdraw", accession))

    assert Accession.objects.get().status == "withdrawn"
    assert window.get(address("accession_withdraw", accession)).status_code == 404
    assert Accession.start("NO", by=leila).status == "draft"


def test_the_date_on_the_page_may_have_passed(window, leila, amina):
    accession = accession_of(leila, status="incomplete", by=amina)
    Accession.objects.update(due_at=timezone.now() - timedelta(days=1))

    assert "you can still send it in" in read(window, "accession", accession)
    accession.save_answers({"position": "Director"}, by=leila)
    accession.submit(by=leila)
    assert accession.status == "submitted"


def test_whoever_completes_it_reads_what_is_missing_and_afterwards_what_was(window, leila, amina):
    accession = accession_of(leila, status="incomplete", by=amina)
    assert "The letter is not signed." in read(window, "accession_check", accession)

    accession.save_answers({"position": "Director"}, by=leila)
    accession.submit(by=leila)

    assert "The letter is not signed." not in read(window, "accession_check", accession)
    assert "The letter is not signed." in read(window, "accession", accession)


@pytest.mark.parametrize(("status", "council"), [("draft", False), ("submitted", True)])
def test_who_withdraws_a_draft_does_not_hear_of_the_council(window, leila, status, council):
    page = read(window, "accession_withdraw", accession_of(leila, status=status))

    assert ("the Council does not vote on it" in page) == council
    assert ("nobody but you has read it" in page) != council


def test_the_done_page_says_the_zone_once_where_it_is_the_readers(window, leila):
    leila.time_zone = "UTC"
    leila.save()
    page = read(window, "accession_done", accession_of(leila, status="submitted"))
    words = page[page.index("We received the application for membership (Norway) on") :]

    assert words[: words.index("</p>")].count("UTC") == 1


def test_who_signs_up_to_apply_reads_of_applications_too(client):
    page = client.get(f"{reverse('account_signup')}?next=/en/accessions/start/").content.decode()

    assert "send in a nomination or an application" in page
