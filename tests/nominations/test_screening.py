"""The screening page: one decision after the other, what can be undone, and two officers at once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import copies
from nominations.models import Call, Nomination, VersionCheck
from nominations.reviewing.models import Conflict
from portal.notifications.models import Message
from tests import make
from tests.admin import do, enter
from tests.kept import kept
from tests.nominations.screened import SCREENING, decision, handed_in, one

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@kept
def held(call):
    """The call holds its letters for a day."""
    Call.objects.filter(pk=call.pk).update(screening_hold_hours=24)
    return Call.objects.get(pk=call.pk)


def opened(response):
    """The nomination that the page shows, after wherever it was led."""
    assert response.status_code == 200
    return response.context["nomination"]


def queue(response) -> list:
    return [row.reference for row in response.context["screen"].rows]


def state(nomination) -> str:
    return Nomination.objects.get(pk=nomination.pk).status


# --- the queue


def test_the_first_of_the_queue_opens_by_itself_and_each_decision_leads_to_the_next(client, amina, held):
    first, second, third = (handed_in(held, number) for number in (1, 2, 3))
    page = enter(client, amina).get(SCREENING)
    assert (opened(page), queue(page)) == (first, [first.reference, second.reference, third.reference])

    page = client.post(one(first), decision(first), follow=True)
    assert (opened(page), queue(page)) == (second, [second.reference, third.reference])
    page = client.get(page.context["screen"].following and one(third))
    page = client.post(one(third), decision(third), follow=True)
    assert opened(page) == second
    page = client.post(one(second), decision(second), follow=True)
    assert opened(page) is None
    assert "Nothing waits to be screened in this call." in page.text
    assert [state(each) for each in (first, second, third)] == ["eligible"] * 3


def test_whoever_comes_back_from_a_correction_waits_behind_all_others_and_who_is_undone_where_they_were(
    client, amina, held
):
    first, second, third = (handed_in(held, number) for number in (1, 2, 3))
    first.return_for_correction(
        sections=["work"], until=timezone.now() + timedelta(days=3), reason="The year.", by=amina
    )
    first.save_section("work", {"position": "Director"}, by=first.owner)
    first.submit(by=first.owner, at=timezone.now() + timedelta(minutes=1))
    second.declare_eligible(by=amina)
    second.undo_screening(reason="By slip.", by=amina)

    order = [second.reference, third.reference, first.reference]
    assert queue(enter(client, amina).get(SCREENING)) == order
    assert queue(client.get(one(third))) == [order[1], order[2], order[0]]


def test_the_queue_is_searched_by_name_reference_and_address(client, amina, call):
    first, second = handed_in(call, 1, family="Okafor"), handed_in(call, 2)
    enter(client, amina)

    for typed in ("okafor", first.reference, "author.1@example.org"):
        page = client.get(SCREENING, {"q": typed})
        assert (opened(page), queue(page)) == (first, [first.reference]), typed
    page = client.get(SCREENING, {"q": "nobody"})
    assert opened(page) is None
    assert "Nothing in the queue fits what you typed." in page.text
    page = client.post(f"{one(second)}?q=author", decision(second), follow=True)
    assert page.context["screen"].typed == "author"


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"call": "9" * 40}, {"call": "²"}, {"tab": "x"}, {"done": "x"}])
def test_nonsense_in_the_address_opens_what_there_is(client, amina, call, query):
    handed_in(call)
    assert enter(client, amina).get(SCREENING, query).status_code == 200


# --- the document


def test_tabs_are_pages_of_their_own_and_work_without_script(client, amina, call):
    nomination = handed_in(call)
    nomination.add_note("Looked up.", by=amina)
    enter(client, amina)

    for tab, words in {
        "cv": "haddad-cv.pdf",
        "statements": "A registry of public algorithms",
        "answers": "Data Trust Foundation",
        "history": "Looked up.",
    }.items():
        page = client.get(one(nomination), {"tab": tab}).text
        assert words in page, tab
        assert re.search(rf'\?tab={tab}" aria-current="page"', page)


def test_what_the_applicant_changed_since_is_not_shown(client, amina, call):
    nomination = handed_in(call)
    nomination.save_section("work", {"organisation": "Secret Institute"}, by=nomination.owner)

    assert "Secret Institute" not in enter(client, amina).get(one(nomination), {"tab": "answers"}).text


# --- decisions


def test_no_letter_leaves_before_the_hold_and_undoing_drops_it(client, amina, held):
    first = handed_in(held, 1)
    handed_in(held, 2)
    page = enter(client, amina).post(one(first), decision(first), follow=True)

    assert page.context["done"] == first
    letter = Message.objects.get(occasion="nominations/eligible")
    assert letter.not_before - timezone.now() > timedelta(hours=23)
    page = client.post(f"{one(first)}undo/", follow=True)
    assert opened(page) == first
    assert state(first) == "submitted"
    assert not Nomination.letter_holds(letter.occasion, state(first))  # so the sender drops it, unsent


def test_after_the_letter_has_left_undoing_asks_for_a_reason(client, amina, call):
    nomination = handed_in(call)
    nomination.declare_eligible(by=amina)

    answer = enter(client, amina).post(f"{one(nomination)}undo/")
    assert answer.url.startswith(do(nomination, "undo_screening"))
    assert state(nomination) == "eligible"
    page = client.post(answer.url, {"reason": "The wrong person."}, follow=True)
    assert (opened(page), state(nomination)) == (nomination, "submitted")


def test_ineligible_asks_for_its_reason_and_leads_on_to_the_next(client, amina, held):
    first, second = handed_in(held, 1), handed_in(held, 2)
    asked = enter(client, amina).post(one(first), decision(first, "ineligible"))
    assert asked.url.startswith(do(first, "declare_ineligible"))
    assert state(first) == "submitted"

    empty = client.post(asked.url, {"reason": ""})
    assert "Give the reason: the applicant reads it." in empty.text
    page = client.post(asked.url, {"reason": "No evidence of experience."}, follow=True)
    assert (opened(page), page.context["done"]) == (second, first)
    assert Nomination.objects.get(pk=first.pk).ineligible_reason == "No evidence of experience."


def test_returning_and_asking_lead_on_to_the_next(client, amina, call):
    first, second, third = (handed_in(call, number) for number in (1, 2, 3))
    back = enter(client, amina).post(one(first), decision(first, "ask")).url
    until = (timezone.now() + timedelta(days=5)).date().isoformat()
    page = client.post(back, {"sections": ["work"], "until": until, "reason": "The year."}, follow=True)
    assert (opened(page), state(first)) == (second, "returned")

    ask = client.post(one(second), decision(second, "question")).url
    page = client.post(ask, {"question": "Since when?"}, follow=True)
    assert (opened(page), state(second)) == (third, "submitted")
    assert second.clarifications.get().question == "Since when?"


def test_a_note_is_kept_with_whatever_is_decided_and_one_too_long_stays_on_the_page(client, amina, call):
    first, second = handed_in(call, 1), handed_in(call, 2)
    enter(client, amina)
    for what in ("note", "ineligible", "eligible"):
        client.post(one(first), decision(first, what, note=f"Seen before {what}."))
    assert [note.text for note in first.notes.order_by("at", "pk")] == [
        "Seen before note.",
        "Seen before ineligible.",
        "Seen before eligible.",
    ]

    page = client.post(one(second), decision(second, note="x" * 3001))
    assert page.status_code == 200
    assert "x" * 3001 in page.text
    assert state(second) == "submitted"


@pytest.mark.parametrize("sent", [{}, {"decision": "delete"}, {"decision": "eligible", "version": "x"}])
def test_what_no_button_sends_changes_nothing(client, amina, call, sent):
    nomination = handed_in(call)

    page = enter(client, amina).post(one(nomination), sent)
    assert page.status_code == 200
    assert state(nomination) == "submitted"


def test_a_version_that_came_meanwhile_is_looked_at_before_it_is_decided(client, amina, call):
    nomination = handed_in(call)
    seen = decision(nomination)
    nomination.save_section("work", {"position": "Director"}, by=nomination.owner)
    nomination.submit(by=nomination.owner)

    page = enter(client, amina).post(one(nomination), seen, follow=True)
    assert (opened(page), state(nomination)) == (nomination, "submitted")
    assert "A new version was submitted meanwhile. Look at it before you decide." in page.text


@pytest.mark.parametrize("what", ["ineligible", "ask"])
def test_nor_is_it_refused_or_returned_by_words_on_the_version_before(client, amina, call, what):
    nomination = handed_in(call)
    asked = enter(client, amina).post(one(nomination), decision(nomination, what)).url
    nomination.save_section("work", {"position": "Director"}, by=nomination.owner)
    nomination.submit(by=nomination.owner)

    shown = client.get(asked).context["form"]["seen"].value()
    until = (timezone.now() + timedelta(days=5)).date().isoformat()
    page = client.post(asked, {"reason": "No position.", "sections": ["work"], "until": until, "seen": shown})

    assert "A new version was submitted meanwhile. Look at it before you decide." in page.text
    assert state(nomination) == "submitted"


# --- two at once


def test_who_comes_second_is_told_by_whom_and_gets_the_next(client, client_factory, amina, jonas, held):
    first, second = handed_in(held, 1), handed_in(held, 2)
    faster = enter(client_factory(), jonas)
    enter(client, amina).get(one(first))
    faster.post(f"{one(first)}", decision(first))

    page = client.post(one(first), decision(first), follow=True)
    assert opened(page) == second
    assert f"{first} is “eligible” already, by Jonas Weber. Here is the next one." in page.text
    page = client.post(one(second), decision(second), follow=True)
    again = client.post(one(second), decision(second), follow=True)
    assert "already, by you." in again.text
    assert Message.objects.filter(occasion="nominations/eligible", to=first.owner.email).count() == 1


# --- who may not know


def bar(nomination, user):
    return Conflict.objects.create(
        nomination=nomination, user=user, kind="declared", reason="A friend.", since=timezone.now()
    )


def test_what_a_conflict_hides_from_staff_is_nowhere_on_these_pages(client, amina, jonas, held):
    hidden, other = handed_in(held, 1, family="Hidden"), handed_in(held, 2)
    VersionCheck.objects.update(orcid="0000-0002-1825-0097")  # and may be of the same human as the other one
    enter(client, amina)
    assert opened(client.get(SCREENING)) == hidden
    assert client.get(SCREENING).context["screen"].passing == 0
    bar(hidden, amina)

    page = client.get(SCREENING)
    assert (opened(page), queue(page)) == (other, [other.reference])
    screen = page.context["screen"]
    assert (screen.numbers, screen.passing) == ({"screened": 0, "waiting": 1, "returned": 0, "all": 1}, 1)
    for address in (SCREENING, f"{SCREENING}passing/", one(other), f"{SCREENING}?q=hidden"):
        assert "Hidden" not in client.get(address).text.replace("?q=hidden", "")
        assert hidden.reference not in client.get(address).text
    for address in (one(hidden), f"{one(hidden)}undo/"):
        assert client.post(address, decision(hidden)).status_code == 404
    assert client.get(one(hidden)).status_code == 404
    assert state(hidden) == "submitted"
    sent = {"key": "00000000-0000-4000-8000-000000000001", "things": f"{hidden.pk} {other.pk}"}
    client.post(f"{SCREENING}passing/", sent)
    assert (state(hidden), state(other)) == ("submitted", "eligible")
    assert opened(enter(client, jonas).get(SCREENING)) == hidden


def test_an_auditor_reads_and_decides_nothing(client, auditor, call):
    nomination = handed_in(call)
    page = enter(client, auditor).get(SCREENING)

    assert opened(page) == nomination
    assert 'data-key="e"' not in page.text
    assert client.post(one(nomination), decision(nomination)).status_code == 403
    assert state(nomination) == "submitted"


def test_a_draft_is_a_missing_page(client, amina, leila, call):
    draft = make.nomination(author=leila, call=call)

    assert enter(client, amina).get(one(draft)).status_code == 404


# --- how much work it is


LEADS_TO = re.compile(r"/screening/([0-9a-f-]{36})/")
KEYED = re.compile(r'<button type="submit" name="decision" value="(\w+)"[^>]* data-key="e"')


@pytest.mark.slow
def test_a_hundred_are_screened_with_at_most_a_hundred_and_ten_keystrokes(client, amina, held):
    """Each stroke is one press of E on the page that the last one led to: what the browser's script does with it."""
    sample = handed_in(held)
    world = type("World", (), {"call": held, "nomination": sample})
    sample.add_note("Looked up.", by=amina)
    sample.ask("Since when?", by=amina)
    copies.grow(world, 345)  # some of them drafts, some screened
    waiting = Nomination.objects.filter(status="submitted").count()
    assert waiting >= 100

    nomination, strokes = opened(enter(client, amina).get(SCREENING)), 0
    while nomination is not None and strokes <= waiting:
        answer, strokes = client.post(one(nomination), decision(nomination)), strokes + 1
        pk = LEADS_TO.search(answer.url)
        nomination = Nomination.objects.get(pk=pk[1]) if pk else None
        if strokes % 10 == 0 and nomination:  # the page that it leads to has this one under the key
            page = client.get(answer.url)
            assert (opened(page), KEYED.search(page.text)[1]) == (nomination, "eligible")

    assert not Nomination.objects.filter(status="submitted").exists()
    assert strokes * 100 <= waiting * 110


# --- what it costs


def test_a_longer_queue_asks_no_more_statements(client, amina, held):
    counts = []
    enter(client, amina)
    for numbers in (range(1, 3), range(3, 7)):
        for number in numbers:
            handed_in(held, number)
        client.get(SCREENING)
        with CaptureQueriesContext(connection) as captured:
            client.get(SCREENING)
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 25
