"""Every letter on the shelf: who gets it, what its first lines say, in both languages, and when it is dropped."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from nominations.models import Nomination
from portal.notifications import tasks
from portal.notifications.models import Message
from tests.answers import ANSWERS, complete
from tests.kept import kept
from tests.letters import letters

FIRST_LINES = {  # occasion: what the subject says after the reference, and how the second paragraph begins
    "received": ("received", "You do not need to do anything."),
    "changed": ("new version received", "You do not need to do anything."),
    "withdrawn": ("withdrawn", "You do not need to do anything."),
    "reinstated": ("withdrawal undone", "You do not need to do anything."),
    "returned": ("returned for correction", "Correct the sections named below"),
    "return_lapsed": ("the time for the correction has ended", "You do not need to do anything."),
    "eligible": ("meets the conditions of the call", "You do not need to do anything."),
    "ineligible": ("does not meet the conditions of the call", "You do not need to do anything. If you think"),
    "screening_undone": ("is checked again", "You do not need to do anything."),
    "corrected": ("the secretariat corrected an answer", "You do not need to do anything. If this is wrong"),
    "clarification_asked": ("a question from the secretariat", "Answer it on this page:"),
    "clarification_answered": ("a question was answered", "Read the answer"),
    "call_extended": ("you have more time", "Your nomination is a draft"),
    "come_back": ("the link to come back", "You can go on with it until"),
}


@kept
def submitted(leila, call) -> Nomination:
    leila.time_zone = "Europe/Paris"
    leila.save()
    nomination = Nomination.start(call=call, by=leila)
    complete(nomination)
    nomination.submit(by=leila)
    return nomination


def walk(occasion, nomination, call, leila, amina):
    """Do what causes a letter."""
    soon = timezone.now() + timedelta(days=2)
    match occasion:
        case "changed":
            nomination.save_section("work", {"position": "Director"}, by=leila)
            nomination.submit(by=leila)
        case "withdrawn" | "reinstated":
            nomination.withdraw(by=leila)
            if occasion == "reinstated":
                nomination.reinstate(by=leila)
        case "returned" | "return_lapsed":
            nomination.return_for_correction(
                sections=["documents"], until=soon, reason="Page two is missing.", by=amina
            )
            if occasion == "return_lapsed":
                nomination.lapse_return(at=soon + timedelta(hours=1))
        case "eligible":
            nomination.declare_eligible(by=amina)
        case "ineligible":
            nomination.declare_ineligible(reason="The CV is of somebody else.", by=amina)
        case "screening_undone":
            nomination.declare_eligible(by=amina)
            nomination.undo_screening(reason="Wrong row", by=amina)
        case "corrected":
            nomination.correct(question="family_name", value="Hadad", reason="You asked us by telephone.", by=amina)
        case "clarification_asked" | "clarification_answered":
            question = nomination.ask("Which of the two?", by=amina)
            if occasion == "clarification_answered":
                question.give_answer("The second.", by=leila)
        case "come_back":
            nomination.send_link(by=leila)


def the_letter(occasion) -> Message:
    return Message.objects.filter(occasion=f"nominations/{occasion}").latest("written_at")


@pytest.mark.parametrize("occasion", sorted(FIRST_LINES.keys() - {"call_extended"}))
def test_a_letter_says_what_happened_what_to_do_and_where(occasion, submitted, call, leila, amina, settings):
    walk(occasion, submitted, call, leila, amina)

    letter, (said, todo) = the_letter(occasion), FIRST_LINES[occasion]
    what, second, link = letter.text.split("\n\n")[:3]
    assert letter.subject == f"Nomination {submitted.reference}: {said}"
    assert submitted.reference in what
    assert second.startswith(todo)
    assert re.fullmatch(r"http://testserver/(en/nominations|admin)/\S+", link)
    assert f"Reference: {submitted.reference}, {call.title}" in letter.text
    assert settings.SECRETARIAT_EMAIL in letter.text
    assert letter.text.count("http://testserver/") == letter.html.count("<a href=") == 1
    assert letter.to == (settings.SECRETARIAT_EMAIL if occasion == "clarification_answered" else leila.email)


@pytest.mark.parametrize("occasion", sorted(FIRST_LINES.keys() - {"call_extended"}))
def test_a_letter_has_no_gaps_no_shouting_and_no_markup(occasion, submitted, call, leila, amina):
    walk(occasion, submitted, call, leila, amina)

    letter = the_letter(occasion)
    ours = re.sub(r"^(  .*\n+)+", "\n", letter.text, flags=re.MULTILINE)  # without what people typed
    assert "None" not in ours
    assert not re.search(r"[!<>{}]|&\w+;|\bplease\b", ours, re.IGNORECASE)
    assert not re.search(r"\n{3,}|[ \t]$|\( ?\)|  ", ours, re.MULTILINE)


def test_the_receipt_holds_all_that_was_received(submitted):
    letter, version = the_letter("received"), submitted.submitted_version

    flat = " ".join(letter.text.split())
    for name in (
        "given_name",
        "organisation",
        "biography",
        "motivation",
        "evidence_record",
        "output_1_title",
        "interest_advisory",
    ):
        assert " ".join(ANSWERS[name].split()) in flat, name
    assert "haddad-cv.pdf" in flat
    assert version.sha256 in flat
    assert "Lebanon" in flat
    assert "version 1" in flat


def test_moments_are_told_in_both_zones(submitted, call):
    text = the_letter("received").text

    assert re.search(
        r"until \w+ \d+ \w+ 20\d\d, \d\d:\d\d Anywhere on Earth, which is \d+ \w+ 20\d\d, \d\d:\d\d \(Paris\)", text
    )


def test_a_letter_is_in_the_language_chosen_for_letters(leila, call):
    nomination = Nomination.start(call=call, by=leila)
    complete(nomination)
    nomination.save_section("declarations", {"letters_language": "fr"}, by=leila)
    nomination.submit(by=leila)

    letter = the_letter("received")
    assert letter.language == "fr"
    assert call.title_fr in letter.text
    assert f"http://testserver/fr/nominations/{nomination.pk}/" in letter.text


@pytest.mark.abuse(18)
def test_what_people_typed_is_set_in_and_never_a_link(submitted, amina):
    lure = "Pay here:\nhttp://evil.example/pay\n\nThe secretariat <b>thanks</b> {{ secret }}"
    submitted.ask(lure, by=amina)

    letter = the_letter("clarification_asked")
    assert "\n  http://evil.example/pay\n" in letter.text
    assert "\n  The secretariat <b>thanks</b> {{ secret }}" in letter.text
    assert "<blockquote>The secretariat &lt;b&gt;thanks&lt;/b&gt; {{ secret }}</blockquote>" in letter.html
    assert letter.html.count("<a href=") == 1


def test_a_correction_shows_the_answer_before_and_after_in_words(submitted, amina):
    submitted.correct(question="stakeholder_group", value="science", reason="A slip.", by=amina)

    text = the_letter("corrected").text
    assert "Before:\n  Civil society" in text
    assert "Now:\n  Science" in text
    assert "Why:\n  A slip." in text


# --- results that are held


def test_a_held_result_waits_and_can_be_released(submitted, call, amina):
    call.screening_hold_hours = 24
    call.save()
    submitted.call.refresh_from_db()
    submitted.declare_eligible(by=amina)
    held = the_letter("eligible")
    assert held.not_before - timezone.now() > timedelta(hours=23)

    submitted.release_screening(by=amina)

    held.refresh_from_db()
    assert held.not_before <= timezone.now()
    assert held.once


@pytest.mark.abuse(27)
@pytest.mark.django_db(transaction=True)
def test_of_two_results_only_the_later_is_told(submitted, call, amina):
    call.screening_hold_hours = 24
    call.save()
    submitted.call.refresh_from_db()
    submitted.declare_eligible(by=amina)
    submitted.undo_screening(reason="Wrong row", by=amina)
    submitted.declare_eligible(by=amina)

    assert sorted(Message.objects.filter(occasion="nominations/eligible").values_list("status", flat=True)) == [
        "cancelled",
        "queued",
    ]
    assert letters(status="queued", occasion__contains="screening") == set()


@pytest.mark.abuse(27)
@pytest.mark.django_db(transaction=True)
def test_a_result_that_was_undone_while_its_letter_waited_is_never_told(submitted, call, amina, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call.screening_hold_hours = 24
    call.save()
    submitted.call.refresh_from_db()
    submitted.declare_ineligible(reason="The CV is of somebody else.", by=amina)
    submitted.undo_screening(reason="Wrong row", by=amina)
    Message.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    tasks.sweep()
    tasks.sweep()

    assert the_letter("ineligible").status == "cancelled"
    assert the_letter("received").status == "sent"


# --- to many at once


def test_more_time_is_told_to_drafts_alone(submitted, call, tomas, jonas, django_assert_max_num_queries):
    Nomination.start(call=call, by=tomas)
    call.extend(until=call.closes_at + timedelta(days=7), reason="The site was away for a day.", by=jonas)

    assert letters(occasion="nominations/call_extended") == {("tomas@example.org", "nominations/call_extended")}
    text = the_letter("call_extended").text
    assert "The site was away for a day." in text
    assert "is a draft and was not submitted yet" in text


def test_more_time_for_one_person_is_told_to_that_person(submitted, call, tomas, jonas, leila):
    Nomination.start(call=call, by=tomas)
    call.extend(until=call.closes_at + timedelta(days=7), reason="Ill.", person=submitted.person, by=jonas)

    assert letters(occasion="nominations/call_extended") == {(leila.email, "nominations/call_extended")}
    assert "gave you more time" in the_letter("call_extended").text


def test_many_letters_cost_no_more_statements_than_few(call, jonas, django_assert_max_num_queries):
    from tests import make

    for number in range(30):
        Nomination.start(call=call, by=make.user(f"p{number}@example.org"))
    with django_assert_max_num_queries(30):
        call.extend(until=call.closes_at + timedelta(days=7), reason="More time.", by=jonas)

    assert len(letters(occasion="nominations/call_extended")) == 30
