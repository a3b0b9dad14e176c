"""What the clock does: once each, also when it ticks twice, late, or not at all for a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nominations import reminders
from nominations.models import Nomination
from portal.notifications.models import Message, Silence
from tests import make
from tests.answers import complete
from tests.kept import kept
from tests.letters import letters

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@kept
def draft(leila, call) -> Nomination:
    return Nomination.start(call=call, by=leila, at=call.opens_at + DAY)


@kept
def submitted(tomas, call) -> Nomination:
    nomination = Nomination.start(call=call, by=tomas)
    complete(nomination)
    nomination.submit(by=tomas)
    return nomination


def told(occasion) -> list[str]:
    """To whom, oldest first."""
    return list(
        Message.objects.filter(occasion=f"nominations/{occasion}").order_by("written_at").values_list("to", flat=True)
    )


# --- drafts are reminded


@pytest.mark.parametrize(
    ("before", "number"),
    [(7 * DAY + HOUR, 0), (7 * DAY, 1), (6 * DAY, 1), (2 * DAY, 1), (DAY, 1), (HOUR, 1), (0 * HOUR, 0), (-HOUR, 0)],
)
def test_a_draft_is_reminded_in_the_last_seven_days(draft, call, before, number):
    reminders.remind_drafts(call.closes_at - before)

    assert len(told("draft_reminder")) == number


def test_three_reminders_in_all_however_often_the_clock_ticks(draft, call):
    at = call.closes_at - 8 * DAY
    while at < call.closes_at + DAY:
        reminders.remind_drafts(at), reminders.remind_drafts(at)
        at += 5 * HOUR

    assert len(told("draft_reminder")) == 3


def test_after_a_night_without_a_clock_only_the_last_reminder_is_written(draft, call):
    reminders.remind_drafts(call.closes_at - 10 * HOUR)

    [reminder] = Message.objects.filter(occasion="nominations/draft_reminder")
    assert "24 hours" in reminder.key
    assert reminder.reminder
    assert reminder.expires_at == call.closes_at


def test_a_reminder_is_of_use_until_the_next_one(draft, call):
    reminders.remind_drafts(call.closes_at - 5 * DAY)

    assert Message.objects.get().expires_at == call.closes_at - 2 * DAY


def test_who_starts_in_the_last_days_is_not_reminded_at_once(call, leila):
    Nomination.start(call=call, by=leila, at=call.closes_at - 3 * DAY)

    reminders.remind_drafts(call.closes_at - 3 * DAY + HOUR)
    assert told("draft_reminder") == []
    reminders.remind_drafts(call.closes_at - 2 * DAY)
    assert told("draft_reminder") == ["leila@example.org"]


def test_only_drafts_are_reminded_and_only_of_those_who_want_it(draft, submitted, call, stranger, leila):
    Nomination.start(call=call, by=stranger, at=call.opens_at)
    Silence.objects.create(user=leila)

    reminders.remind_drafts(call.closes_at - DAY)

    assert told("draft_reminder") == ["stranger@example.org"]


def test_more_time_for_all_reminds_afresh_and_drops_what_waits(draft, call, jonas):
    reminders.remind_drafts(call.closes_at - DAY)
    old_end = call.closes_at
    call.extend(until=old_end + 14 * DAY, reason="The site was away.", by=jonas)
    assert Message.objects.get(occasion="nominations/draft_reminder").status == "cancelled"

    reminders.remind_drafts(old_end)
    assert len(told("draft_reminder")) == 1
    reminders.remind_drafts(old_end + 7 * DAY)
    assert len(told("draft_reminder")) == 2


def test_more_time_for_one_person_moves_the_reminders_of_that_person(draft, call, jonas, stranger):
    Nomination.start(call=call, by=stranger, at=call.opens_at)
    end = call.closes_at
    call.extend(until=end + 14 * DAY, reason="Ill.", person=draft.person, by=jonas)

    reminders.remind_drafts(end - DAY)
    assert told("draft_reminder") == ["stranger@example.org"]
    reminders.remind_drafts(end + 14 * DAY - HOUR)
    assert told("draft_reminder") == ["stranger@example.org", "leila@example.org"]


def test_many_drafts_cost_no_more_statements_than_few(call, django_assert_max_num_queries):
    for number in range(40):
        Nomination.start(call=call, by=make.user(f"p{number}@example.org"), at=call.opens_at)

    with django_assert_max_num_queries(6):
        assert reminders.remind_drafts(call.closes_at - DAY) == 40
    with django_assert_max_num_queries(2):
        assert reminders.remind_drafts(call.closes_at - DAY) == 0


# --- the call has closed


def test_when_the_call_has_closed_everybody_learns_what_became_of_theirs(draft, submitted, call):
    end = call.closes_at
    reminders.tell_closed(end + HOUR / 10)  # within the grace
    assert told("call_closed") == told("draft_closed") == []

    for _ in range(2):
        reminders.tell_closed(end + call.grace)

    assert told("call_closed") == ["tomas@example.org"]
    assert told("draft_closed") == ["leila@example.org"]


def test_who_has_more_time_is_told_at_their_own_end(draft, submitted, call, jonas):
    end = call.closes_at
    call.extend(until=end + 3 * DAY, reason="Ill.", person=draft.person, by=jonas)

    reminders.tell_closed(end + DAY)
    assert told("draft_closed") == []
    reminders.tell_closed(end + 4 * DAY)
    assert told("draft_closed") == ["leila@example.org"]


def test_a_result_that_is_held_does_not_show_in_who_is_told(submitted, call, amina):
    call.screening_hold_hours = 24 * 30
    call.save()
    submitted.call.refresh_from_db()
    submitted.declare_ineligible(reason="The CV is of somebody else.", by=amina)

    reminders.tell_closed(call.closes_at + HOUR)

    assert told("call_closed") == ["tomas@example.org"]


def test_who_withdrew_is_told_nothing_more(submitted, call, tomas):
    submitted.withdraw(by=tomas)

    reminders.tell_closed(call.closes_at + HOUR)

    assert told("call_closed") == []


def test_weeks_later_nobody_is_told(draft, submitted, call):
    reminders.tell_closed(call.closes_at + 15 * DAY)

    assert letters(occasion__contains="closed") == set()


# --- returns lapse


def test_a_return_that_nobody_answered_lapses_once(submitted, amina, call):
    until = timezone.now() + DAY
    submitted.return_for_correction(sections=["documents"], until=until, reason="Page two is missing.", by=amina)
    reminders.lapse_returns(until)
    submitted.refresh_from_db()
    assert submitted.status == "returned"  # the grace

    for _ in range(2):
        reminders.lapse_returns(until + call.grace)

    submitted.refresh_from_db()
    assert submitted.status == "submitted"
    assert told("return_lapsed") == ["tomas@example.org"]


def test_one_that_cannot_be_brought_up_to_date_stops_no_other(submitted, leila, call, amina, monkeypatch):
    other = Nomination.start(call=call, by=leila)
    complete(other)
    other.submit(by=leila)
    until = timezone.now() + DAY
    for nomination in (submitted, other):
        nomination.return_for_correction(sections=["documents"], until=until, reason="Page two is missing.", by=amina)
    lapse = Nomination.lapse_return
    monkeypatch.setattr(Nomination, "lapse_return", lambda self, at: 1 / 0 if self == submitted else lapse(self, at=at))

    reminders.lapse_returns(until + HOUR)

    other.refresh_from_db()
    assert other.status == "submitted"


# --- drafts are forgotten


def test_a_draft_is_kept_for_ninety_days_and_then_erased(draft, submitted, call):
    reminders.forget_old_drafts(call.closes_at + 89 * DAY)
    assert Nomination.objects.count() == 2

    reminders.forget_old_drafts(call.closes_at + 91 * DAY)
    assert list(Nomination.objects.all()) == [submitted]


def test_a_withdrawn_draft_is_erased_like_any_other(draft, leila, call):
    draft.withdraw(by=leila)

    reminders.forget_old_drafts(call.closes_at + 91 * DAY)

    assert not Nomination.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_files_of_a_forgotten_draft_are_gone(draft, call):
    from pathlib import Path

    complete(draft)
    [file] = [Path(document.file.path) for document in draft.documents.all()]
    assert file.exists()

    reminders.forget_old_drafts(call.closes_at + 91 * DAY)

    assert not file.exists()
