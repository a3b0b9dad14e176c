"""Letters on an application: each once, in the contact's language, with what happened, what to do, and one link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members import accession_clock
from members.models import Accession
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests.accessions import EVIDENCE, accession_of
from tests.letters import letters

pytestmark = pytest.mark.django_db
LEILA, HOUSE = "leila@example.org", "secretariat@example.org"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OCCASIONS = {  # state to which an application was walked: the letters on the way
    "draft": set(),
    "submitted": {(LEILA, "received"), (HOUSE, "to_check")},
    "incomplete": {(LEILA, "received"), (HOUSE, "to_check"), (LEILA, "incomplete")},
    "under_assessment": {(LEILA, "received"), (HOUSE, "to_check"), (LEILA, "assessment")},
    "recommended": {(LEILA, "received"), (HOUSE, "to_check"), (LEILA, "assessment"), (LEILA, "recommended")},
    "not_recommended": {(LEILA, "received"), (HOUSE, "to_check"), (LEILA, "assessment"), (LEILA, "not_recommended")},
    "dismissed": {(LEILA, "received"), (HOUSE, "to_check"), (LEILA, "dismissed")},
    "withdrawn": {
        (LEILA, "received"),
        (HOUSE, "to_check"),
        (LEILA, "withdrawn"),
        (HOUSE, "withdrawn_told"),
    },
}


@pytest.fixture(autouse=True)
def _house(settings):
    settings.SECRETARIAT_EMAIL = HOUSE


def told() -> set:
    return {(to, occasion.removeprefix("members/accession_")) for to, occasion in letters()}


@pytest.mark.parametrize("status", OCCASIONS)
def test_everybody_concerned_is_told_on_the_way(leila, amina, status):
    accession_of(leila, status=status, by=amina)

    assert told() == OCCASIONS[status]
    assert Message.objects.count() == len(OCCASIONS[status])


def test_a_draft_that_is_withdrawn_is_the_contacts_own_affair(leila):
    accession_of(leila, status="draft").withdraw(by=leila)

    assert told() == {(LEILA, "withdrawn")}


def test_acts_done_twice_write_once(leila, amina):
    accession = accession_of(leila, status="filled")
    again = Accession.objects.get()
    for each in (accession, again):
        each.submit(by=leila)
    soon = timezone.now() + DAY
    for act, words in (
        ("begin_assessment", {"until": soon}),
        ("record_findings", {"findings": EVIDENCE}),
        ("recommend", {"reason": "Good.", "assessed_on": timezone.now().date()}),
    ):
        getattr(accession, act)(by=amina, **words)
        if act != "record_findings":
            with pytest.raises(Refused):
                getattr(again, act)(by=amina, **words)
    for each in (accession, again):
        each.withdraw(by=leila)

    assert Message.objects.count() == len(letters()) == 6
    assert accession.story().filter(verb__in=["submitted", "withdrew"]).count() == 2


def test_a_receipt_repeats_every_word_and_names_the_hashes(leila):
    accession = accession_of(leila, status="submitted")
    version = accession.versions.get()
    text = Message.objects.get(occasion="members/accession_received").text

    assert {"We want to work on safe systems together.", "Kari Nordmann", "15 January 2026"} <= {
        line.strip() for line in text.splitlines()
    }
    assert version.sha256 in text
    assert version.letter.sha256 in text


@pytest.mark.parametrize("status", ["incomplete", "recommended", "not_recommended", "withdrawn", "dismissed"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_letter_says_what_happened_and_for_which_country_and_has_one_link(leila, amina, status, language):
    leila.language = language
    leila.save()
    accession_of(leila, status=status, by=amina)

    for letter in Message.objects.filter(to=LEILA):
        country = {"en": "Norway", "fr": "Norvège"}[language]
        first, second, third = letter.text.split("\n\n")[:3]
        assert country in letter.subject
        assert country in first
        assert {"en": ("You do not need", "Complete it"), "fr": ("Vous n’avez rien", "Complétez-la")}[language][
            letter.occasion.endswith("incomplete")
        ] in second
        assert third.endswith(f"/{language}/accessions/{letter.about_id}/")
        assert letter.text.count("://") == 1


def test_what_the_secretariat_and_the_committee_wrote_stands_set_in(leila, amina):
    accession_of(leila, status="incomplete", by=amina)

    assert "\n  The letter is not signed.\n" in Message.objects.get(occasion="members/accession_incomplete").text


# --- reminders


def returned(leila, amina, days=20):
    accession = accession_of(leila, status="submitted")
    until = timezone.now() + timedelta(days=days)
    accession.return_incomplete(reason="A page is missing.", until=until, by=amina)
    return accession


def reminders():
    return Message.objects.filter(occasion="members/accession_reminder")


@pytest.mark.parametrize(
    ("before", "number"),
    [(7 * DAY + HOUR, 0), (7 * DAY, 1), (3 * DAY, 1), (2 * DAY, 1), (HOUR, 1), (0 * HOUR, 0), (-HOUR, 0)],
)
def test_the_contact_is_reminded_in_the_last_seven_days(leila, amina, before, number):
    accession = returned(leila, amina)
    for _ in range(2):
        accession_clock.remind_incomplete(accession.due_at - before)

    assert reminders().count() == number


def test_two_reminders_in_all_however_often_the_clock_ticks(leila, amina):
    accession = returned(leila, amina)
    at = accession.due_at - 8 * DAY
    while at < accession.due_at + DAY:
        accession_clock.remind_incomplete(at)
        at += 5 * HOUR

    assert reminders().count() == 2
    assert all(letter.reminder for letter in reminders())


def test_one_returned_for_three_days_is_reminded_two_days_before_alone(leila, amina):
    accession = returned(leila, amina, days=3)
    accession_clock.remind_incomplete(accession.due_at - 3 * DAY + HOUR)
    assert reminders().count() == 0
    accession_clock.remind_incomplete(accession.due_at - DAY)

    assert reminders().count() == 1


def test_who_has_sent_it_in_again_is_not_reminded_any_more(leila, amina):
    accession = returned(leila, amina)
    due = accession.due_at
    accession_clock.remind_incomplete(due - 6 * DAY)
    accession.save_answers({"position": "Director"}, by=leila)
    accession.submit(by=leila)
    accession_clock.remind_incomplete(due - DAY)

    assert [letter.status for letter in reminders()] == ["cancelled"]
