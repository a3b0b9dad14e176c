"""The pages of one's own nomination: what each shows, to whom, at what cost, and what none of them tells too early."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Person
from nominations.models import Nomination
from nominations.questions import SECTIONS
from tests import make
from tests.answers import ANSWERS, complete, cv
from tests.kept import kept
from tests.letters import letters

BACKEND = "portal.accounts.signed_in.SignedIn"
PAGES = ("detail", "check", "done", "withdraw", "reinstate", "delete", "documents")


@kept
def draft(leila, call):
    return Nomination.start(call=call, by=leila)


@kept
def sent(draft, leila):
    complete(draft).submit(by=leila)
    return draft


@pytest.fixture
def window(client, leila):
    client.force_login(leila, backend=BACKEND)
    return client


def address(name, nomination, *more):
    return reverse(f"nominations:{name}", args=[nomination.pk, *more])


def read(window, name, nomination, *more) -> str:
    response = window.get(address(name, nomination, *more))
    assert response.status_code == 200
    return response.content.decode()


# --- starting


def test_a_visitor_who_starts_signs_up_first_and_comes_back(client, call):
    response = client.get("/en/nominations/start/")

    assert response.url == f"{reverse('account_signup')}?next=/en/nominations/start/"


def test_a_look_at_the_start_page_starts_nothing(window, call):
    assert "Start a nomination" in window.get("/en/nominations/start/").content.decode()
    assert not Nomination.objects.exists()


def test_starting_leads_to_the_first_section_and_happens_once(window, call):
    responses = [window.post("/en/nominations/start/") for _ in range(2)]

    nomination = Nomination.objects.get()
    assert [response.url for response in responses] == [address("section", nomination, "you")] * 2


def test_starting_what_is_begun_leads_to_the_list_of_its_sections(window, draft):
    draft.save_section("you", {"given_name": "Leila"}, by=draft.owner)

    assert window.post("/en/nominations/start/").url == draft.get_absolute_url()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_can_be_started_after_the_end(window, leila, call, jonas, method):
    past = make.call(
        by=jonas, year=2027, opens_at=timezone.now() - timedelta(9), closes_at=timezone.now() - timedelta(1)
    )

    response = getattr(window, method)("/en/nominations/start/")

    assert response.url == reverse("nominations:call")
    assert not Nomination.objects.filter(call=past).exists()


# --- who sees it


@pytest.mark.abuse(1)
@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing_and_a_visitor_signs_in(client, sent, stranger, name):
    assert client.get(address(name, sent)).url.startswith(reverse("account_login"))

    client.force_login(stranger, backend=BACKEND)
    assert client.get(address(name, sent)).status_code == 404


@pytest.mark.abuse(2)
@pytest.mark.parametrize("name", ["submit", "withdraw", "reinstate", "delete", "send_link", "documents"])
def test_nobody_acts_for_somebody_else_not_even_the_secretariat(client, draft, amina, stranger, name):
    for user in (stranger, amina):
        client.force_login(user, backend=BACKEND)
        assert client.post(address(name, draft), {"declared": "on"}).status_code == 404

    draft.refresh_from_db()
    assert draft.status == "draft"


@pytest.mark.abuse(32)
@pytest.mark.parametrize("name", ["submit", "send_link"])
def test_nothing_is_done_by_looking(window, draft, name):
    assert window.get(address(name, draft)).status_code == 405


# --- the task list


def test_the_task_list_tells_what_is_done_and_what_is_left(window, draft, leila):
    draft.save_section("you", ANSWERS, by=leila)
    draft.save_section("work", {"position": "Head"}, by=leila)
    draft.save_section("contribution", {"output_1_url": "javascript:1"}, by=leila)

    page = read(window, "detail", draft)

    assert "1 of 6 sections complete." in page
    states = re.findall(
        r"Complete|In progress|There is a problem|Not started|Cannot start yet", page.split("Prepare</h2>")[1]
    )
    assert states == [
        "Complete",
        "In progress",
        "There is a problem",
        "Not started",
        "Not started",
        "Not started",
        "Cannot start yet",
    ]


def test_a_draft_after_the_end_is_told_to_be_kept_but_not_submitted(window, draft, leila, call, jonas):
    complete(draft)
    call.closes_at = timezone.now() - timedelta(days=1)
    call.save()

    for name in ("detail", "check"):
        page = read(window, name, draft)
        assert "can no longer be submitted" in page
        assert 'action="' + address("submit", draft) not in page
    assert "Not submitted" in window.get(reverse("nominations:mine")).content.decode()


def test_in_the_last_day_every_section_says_until_when(window, draft, leila, call):
    leila.time_zone = "Africa/Tunis"
    leila.save()
    assert "Nominations close on" not in read(window, "section", draft, "work")
    call.closes_at = timezone.now() + timedelta(hours=5)
    call.save()

    last = (call.closes_at - timedelta(minutes=1)).astimezone(ZoneInfo("Africa/Tunis"))
    assert f"{last:%H:%M} (Tunis)" in read(window, "section", draft, "work").partition("Nominations close on")[2]


def test_a_returned_one_names_sections_reason_and_date(window, sent, amina):
    until = timezone.now() + timedelta(days=5)
    sent.return_for_correction(sections=["work"], until=until, reason="Your years do not fit.", by=amina)

    page = read(window, "detail", sent)

    assert "Your years do not fit." in page
    assert page.count("Not returned") == 5
    assert "To correct" in page
    assert "<fieldset disabled>" in read(window, "section", sent, "you")
    assert "<fieldset disabled>" not in read(window, "section", sent, "work")


# --- sections


@pytest.mark.parametrize("section", SECTIONS)
def test_an_empty_section_opens_without_a_complaint(window, draft, section):
    page = read(
        window,
        "section" if section != "documents" else "documents",
        draft,
        *([section] if section != "documents" else []),
    )

    assert "There is a problem</h2>" not in page
    assert "Save and continue" in page


def test_a_section_opened_from_the_check_says_what_is_wrong(window, draft):
    page = window.get(address("section", draft, "work") + "?next=check").content.decode()

    assert "There is a problem</h2>" in page


@pytest.mark.abuse(16)
def test_text_of_an_applicant_is_shown_and_never_run(window, draft, leila):
    draft.save_section(
        "work", {"position": "<script>alert(1)</script>", "profile_url": "javascript:alert(1)"}, by=leila
    )

    for page in (read(window, "section", draft, "work"), read(window, "check", draft)):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert 'href="javascript:' not in page


def test_a_refused_file_leaves_the_other_and_says_what_to_do(window, draft):
    response = window.post(address("documents", draft), {"cv": cv("cv.docx"), "statement": cv("letter.pdf")})
    assert response.status_code == 302

    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("cv.pdf", b"PK\x03\x04 not a pdf", content_type="application/pdf")
    page = window.post(address("documents", draft), {"cv": bad}).content.decode()
    assert "There is a problem</h2>" in page
    assert "letter.pdf" in page


def test_a_file_can_be_removed(window, draft):
    complete(draft)

    window.post(address("remove_document", draft, "cv"))

    assert not draft.documents.current().exists()


# --- check and submit


def test_the_check_lists_what_is_missing_with_links_that_come_back(window, draft):
    page = read(window, "check", draft)

    assert f'href="{address("section", draft, "work")}?next=check#div_id_organisation"' in page
    assert 'action="' + address("submit", draft) not in page


def test_the_declaration_is_needed(window, draft):
    complete(draft)

    page = window.post(address("submit", draft)).content.decode()

    draft.refresh_from_db()
    assert "Tick that your answers are true" in page
    assert draft.status == "draft"


def test_submitting_leads_to_the_confirmation(window, draft, leila):
    complete(draft)

    page = window.post(address("submit", draft), {"declared": "on"}, follow=True).content.decode()

    version = draft.versions.get()
    for fact in (draft.reference, version.sha256, "leila@example.org", "Anywhere on Earth", "What happens next"):
        assert fact in page
    assert reverse("nominations:receipt", args=[draft.pk, 1]) in page


def test_an_incomplete_one_goes_back_to_the_check(window, draft):
    response = window.post(address("submit", draft), {"declared": "on"}, follow=True)

    assert "Some sections are not complete yet" in response.content.decode()


def test_the_page_says_that_changes_are_not_submitted(window, sent, leila):
    assert "Nothing has changed since" in read(window, "check", sent)

    sent.save_section("work", {"position": "Chair"}, by=leila)

    for page in (read(window, "detail", sent), read(window, "check", sent)):
        assert "The version that you submitted stays valid until you submit again" in page
    assert "You changed something since" in window.get(reverse("nominations:mine")).content.decode()


def test_the_page_says_that_it_is_submitted_and_until_when_it_can_be_changed(window, sent):
    page = read(window, "detail", sent)

    assert "<b>Submitted.</b> You can change it until" in page
    assert "stays valid until you submit again" in page


def test_a_card_with_changes_to_submit_does_not_say_that_there_is_nothing_to_do(window, sent, leila, amina):
    sent.declare_eligible(by=amina)
    sent.save_section("work", {"position": "Chair"}, by=leila)

    page = window.get(reverse("nominations:mine")).content.decode()

    assert "You changed something since" in page
    assert "Nothing for you to do" not in page


def test_there_is_no_confirmation_before_there_is_something_to_confirm(window, draft):
    assert window.get(address("done", draft)).url == draft.get_absolute_url()


# --- withdrawing, deleting, coming back


def test_withdrawing_asks_first_and_can_be_undone(window, sent):
    asked = read(window, "withdraw", sent)
    assert "Withdraw it" in asked
    assert "You can undo this until your time to submit ends." in asked
    sent.refresh_from_db()
    assert sent.status == "submitted"

    window.post(address("withdraw", sent))
    assert "Undo the withdrawal" in read(window, "detail", sent)

    window.post(address("reinstate", sent))
    sent.refresh_from_db()
    assert sent.status == "submitted"

    type(sent.call).objects.filter(pk=sent.call_id).update(closes_at=timezone.now() - timedelta(days=1))
    assert "this cannot be undone" in read(window, "withdraw", sent)
    assert b"this cannot be undone" in window.post(address("withdraw", sent), follow=True).content


def test_a_draft_is_deleted_once_however_often_the_button_is_pressed(window, draft):
    assert "Delete it for good" in read(window, "delete", draft)

    assert window.post(address("delete", draft)).url == reverse("nominations:mine")
    assert window.post(address("delete", draft)).status_code == 404
    assert not Nomination.objects.exists()


def test_what_was_submitted_cannot_be_deleted(window, sent):
    assert window.get(address("delete", sent)).status_code == 404
    window.post(address("delete", sent))

    assert Nomination.objects.filter(pk=sent.pk).exists()


@pytest.mark.abuse(12)
def test_the_link_to_come_back_is_mailed_a_few_times_an_hour_at_most(window, draft):
    for _ in range(5):
        window.post(address("send_link", draft))

    assert letters() == {("leila@example.org", "nominations/come_back")}
    from portal.notifications.models import Message

    assert Message.objects.count() == 1


# --- a question of the secretariat


@pytest.mark.abuse(11)
def test_a_question_is_answered_once_by_its_applicant_alone(client, sent, amina, leila, stranger):
    asked = sent.ask("Which years?", by=amina)
    there = address("clarification", sent, asked.pk)

    client.force_login(stranger, backend=BACKEND)
    assert client.get(there).status_code == 404

    client.force_login(leila, backend=BACKEND)
    assert there in read(client, "detail", sent)
    assert "Write your answer" in client.post(there, {"answer": " "}).content.decode()
    assert "too long" in client.post(there, {"answer": "x" * 3001}).content.decode()
    client.post(there, {"answer": "2019 to 2021"})
    assert "2019 to 2021" in client.get(there).content.decode()
    page = client.post(there, {"answer": "Something else"}).content.decode()
    assert "2019 to 2021" in page

    asked.refresh_from_db()
    assert asked.answer == "2019 to 2021"


def test_an_answer_sent_after_the_session_ended_is_kept(client, sent, amina, leila):
    there = address("clarification", sent, sent.ask("Which years?", by=amina).pk)
    client.post(there, {"answer": "Typed signed out"})

    client.force_login(leila, backend=BACKEND)

    assert "Typed signed out" in client.get(there).content.decode()


# --- what no page tells before its time


def plain(page: str) -> str:
    """A page without what differs at every look."""
    page = re.sub(r'name="(csrfmiddlewaretoken|window)" value="[^"]*"', "", page)
    return re.sub(r"\d\d:\d\d|in \d+ (days|hours)", "", page)


def all_pages(window, nomination) -> dict[str, str]:
    pages = {name: read(window, name, nomination) for name in ("detail", "check", "done", "withdraw")}
    pages |= {section: read(window, "section", nomination, section) for section in SECTIONS if section != "documents"}
    pages["mine"] = window.get(reverse("nominations:mine")).content.decode()
    return {name: plain(page) for name, page in pages.items()}


@pytest.mark.abuse(9)
@pytest.mark.parametrize("result", ["eligible", "ineligible"])
def test_no_page_changes_while_the_letter_of_a_result_is_held(window, sent, amina, call, result):
    call.screening_hold_hours = 24
    call.save()
    before = all_pages(window, sent)

    if result == "eligible":
        sent.declare_eligible(by=amina)
    else:
        sent.declare_ineligible(by=amina, reason="Not an expert.")

    assert all_pages(window, sent) == before
    assert window.get(address("delete", sent)).status_code == window.get(address("reinstate", sent)).status_code == 404


def test_a_released_result_is_shown_with_its_reason(window, sent, amina):
    sent.declare_ineligible(by=amina, reason="The CV names no work on AI.")

    page = window.get(reverse("nominations:mine")).content.decode()

    assert "Not eligible" in page
    assert "The CV names no work on AI." in page
    assert "<fieldset disabled>" in read(window, "section", sent, "work")


@pytest.mark.abuse(1)
def test_notes_of_the_secretariat_are_on_no_page(window, sent, amina):
    sent.add_note("Known to two of us.", by=amina)

    assert all("Known to two of us" not in page for page in all_pages(window, sent).values())


# --- what a page costs


@pytest.mark.parametrize(
    ("name", "more", "statements"),
    [("detail", (), 8), ("section", ("contribution",), 7), ("documents", (), 7), ("check", (), 7), ("done", (), 5)],
)
def test_a_page_costs_few_statements(window, sent, django_assert_max_num_queries, name, more, statements):
    with django_assert_max_num_queries(statements):
        page = window.get(address(name, sent, *more))

    assert page.status_code == 200


def test_my_nominations_cost_as_much_beside_many_others(window, sent, call, django_assert_max_num_queries):
    for number in range(20):
        Nomination.start(call=call, by=make.user(f"other{number}@example.org"))

    with django_assert_max_num_queries(10):
        page = window.get(reverse("nominations:mine"))

    assert sent.reference in page.content.decode()


def test_saving_and_submitting_cost_few_statements(window, draft, django_assert_max_num_queries):
    complete(draft)
    sent = {"revision": draft.revision, "window": "one"} | ANSWERS | {"position": "Chair"}

    with django_assert_max_num_queries(10):
        window.post(address("section", draft, "work"), sent)
    with django_assert_max_num_queries(28):
        window.post(address("submit", draft), {"declared": "on"})

    draft.refresh_from_db()
    assert draft.status == "submitted"
    assert draft.submitted_version.answers["position"] == "Chair"


# --- my nominations


def test_without_any_the_page_says_what_to_do(window, call):
    page = window.get(reverse("nominations:mine")).content.decode()

    assert "You have no nominations" in page
    assert f'action="{reverse("nominations:start")}"' in page


def test_without_an_open_call_it_leads_to_the_call(window, call):
    call.closes_at = timezone.now() - timedelta(days=1)
    call.save()

    assert f'href="{reverse("nominations:call")}"' in window.get(reverse("nominations:mine")).content.decode()


def test_who_was_given_more_time_can_still_start(window, leila, call, jonas):
    until = timezone.now() + timedelta(days=3)
    call.closes_at = timezone.now() - timedelta(days=1)
    call.save()
    call.extend(until=until, reason="Illness", by=jonas, person=Person.of(leila))

    response = window.post("/en/nominations/start/")

    assert response.url == address("section", Nomination.objects.get(), "you")


def test_my_nominations_open_with_what_is_to_be_done(window, sent, amina, leila):
    mine = reverse("nominations:mine")
    assert "For you to do" not in window.get(mine).content.decode()

    sent.ask("Which years?", by=amina)
    assert "the secretariat has a question about your nomination" in window.get(mine).content.decode()

    sent.clarifications.get().give_answer("2019", by=leila)
    sent.save_section("work", {"position": "Chair"}, by=leila)
    assert "submit your changes" in window.get(mine).content.decode()
