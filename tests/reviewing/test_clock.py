"""What the clock tells the committee: once each, only whom it concerns, and never of what is not so any more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nominations.models import Call
from nominations.reviewing import reminders
from nominations.reviewing.models import Assignment, AssignmentRun, ReviewTally
from nominations.reviewing.models.binding import impose
from portal.lifecycle import clock, pulse
from portal.notifications.models import Message, Silence
from tests import committee
from tests.admin import enter, page_of
from tests.kept import kept
from tests.portal.pages import Page

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def hour_later():
    return clock.now() + HOUR


@kept
def two(call, amina):
    return committee.candidates(call, 2, by=amina)


@pytest.fixture
def mine(two, luis, amina, hour_later):
    """Both are Luis's, and he knows it."""
    given = [committee.given(one, luis, by=amina) for one in two]
    reminders.tell_reviewers(hour_later)
    return given


def letters(occasion) -> list[Message]:
    """Oldest first."""
    return list(Message.objects.filter(occasion=f"reviewing/{occasion}").order_by("written_at", "pk"))


def told(occasion) -> list[str]:
    return sorted(letter.to.partition("@")[0] for letter in letters(occasion))


def review(assignment, at=None):
    seat = assignment.reviewer
    assignment.save_review(**committee.words(seat.call), by=seat.user, at=at)


def move_end(call, until):
    Call.objects.filter(pk=call.pk).update(review_until=until)
    call.refresh_from_db()
    return call


# --- the digest


def test_however_many_are_given_one_letter_says_how_many_by_group(three, luis, ruth, amina):
    now = clock.now()
    for one in three:
        Assignment.give(one, luis, by=amina, at=now)
    Assignment.give(three[0], ruth, by=amina, at=now + 5 * MINUTE)

    for at in (now + 9 * MINUTE, now + 10 * MINUTE, now + 12 * MINUTE, now + 15 * MINUTE, now + DAY):
        reminders.tell_reviewers(at)

    assert told("assigned") == ["luis", "ruth"]
    text = letters("assigned")[0].text
    assert "3 nominations in the Call for experts 2026 were given to you" in text
    assert f"- {three[0].group.name}: 3" in text


def test_who_gets_more_while_the_letter_waits_gets_one_letter(three, luis, amina):
    now = clock.now()
    for minutes, one in zip((0, 8, 16), three, strict=True):
        Assignment.give(one, luis, by=amina, at=now + minutes * MINUTE)
        reminders.tell_reviewers(now + (minutes + 9) * MINUTE)
    assert not told("assigned")

    reminders.tell_reviewers(now + 26 * MINUTE)

    assert "3 nominations" in letters("assigned")[0].text


def test_what_was_taken_back_declined_or_reviewed_before_the_letter_is_not_in_it(three, luis, amina, hour_later):
    first, second, third = (committee.given(one, luis, by=amina) for one in three)
    first.release(by=amina)
    second.decline(why="other", by=luis.user)
    review(third)

    assert reminders.tell_reviewers(hour_later) == 0


def test_taking_back_is_told_to_whoever_knew_once_and_not_where_it_was_given_again(mine, two, luis, amina, hour_later):
    for one in mine:
        one.release(by=amina)
    mine[1].give_again(by=amina)
    reminders.tell_reviewers(clock.now() + 5 * MINUTE)
    assert not told("taken_back")

    for days in (0, 1):
        reminders.tell_reviewers(hour_later + days * DAY)

    assert told("taken_back") == told("assigned") == ["luis"]
    assert "took back 1 nomination" in letters("taken_back")[0].text


def test_what_is_new_and_what_was_taken_back_stand_in_one_letter(two, luis, amina, hour_later):
    first = committee.given(two[0], luis, by=amina)
    reminders.tell_reviewers(hour_later)
    first.release(by=amina)
    committee.given(two[1], luis, by=amina)
    Message.objects.all().delete()

    reminders.tell_reviewers(hour_later)

    assert [letter.occasion for letter in Message.objects.all()] == ["reviewing/assigned"]
    assert "1 nomination that was given to you before was taken back." in Message.objects.get().text


def test_a_deployment_is_one_letter_each_and_taken_back_at_once_it_is_none(two, luis, ruth, call, amina, monkeypatch):
    monkeypatch.setattr(pulse, "BEAT", 600)  # it beats on a connection that sees nothing of a test's transaction
    at = clock.now()
    deployed(call, by=amina, at=at).undo(by=amina, at=at + 5 * MINUTE)
    for minutes in (4, 9, 20):
        reminders.tell_reviewers(at + minutes * MINUTE)
    assert not Message.objects.filter(occasion__in=["reviewing/assigned", "reviewing/taken_back"]).exists()

    run = deployed(call, by=amina, at=at + HOUR)
    reminders.tell_reviewers(at + 2 * HOUR)
    run.undo(by=amina, at=at + 3 * HOUR)
    deployed(call, by=amina, at=at + 3 * HOUR).undo(by=amina, at=at + 3 * HOUR)
    reminders.tell_reviewers(at + 4 * HOUR)

    assert told("assigned") == told("taken_back") == ["luis", "ruth"]
    assert all("2 nominations" in letter.text for letter in letters("assigned") + letters("taken_back"))


def deployed(call, *, by, at):
    """Both dossiers to both reviewers, by the solver."""
    run = AssignmentRun.ask(call, {"reviews": 2}, by=by, seed=7)
    run.work()
    run.deploy(by=by, at=at)
    return run


def test_after_the_end_nobody_is_given_work_by_letter_until_it_is_moved(two, luis, amina, call):
    committee.given(two[0], luis, by=amina)
    end = call.review_until
    reminders.tell_reviewers(end)
    assert not told("assigned")

    move_end(call, end + 3 * DAY)
    reminders.tell_reviewers(end)

    assert told("assigned") == ["luis"]


# --- the terms


def test_who_has_not_accepted_the_terms_is_reminded_twice(call, two, amina, luis, hour_later):
    seat = committee.reviewer(call, "new@example.org", by=amina, accepted=False)
    committee.given(two[0], seat, by=amina)
    reminders.tell_reviewers(hour_later)
    assert "\n\nAccept the terms of confidentiality first" in letters("assigned")[0].text
    for days in (2, 3, 4, 9, 10, 11, 19):
        reminders.remind_of_terms(seat.named_at + days * DAY)

    assert told("terms_reminder") == ["new", "new"]
    seat.accept_terms(by=seat.user)
    assert all(letter.untrue() for letter in letters("terms_reminder"))


# --- the week


def test_on_mondays_whoever_has_work_is_told_how_much_is_done(call, mine, two, luis, ruth, amina, hour_later):
    committee.reviewed(two[1], ruth, by=amina)
    review(mine[0])
    monday = reminders.last_monday(hour_later + 10 * DAY)
    move_end(call, monday + 12 * DAY)
    reminders.tell_reviewers(hour_later)
    at = monday - DAY
    while at < monday + 6 * DAY:
        reminders.remind_weekly(at)
        at += 7 * HOUR

    assert told("progress") == ["luis"]
    [letter] = letters("progress")
    assert letter.subject == "Call for experts 2026: 1 of 2 reviews done"
    assert letter.expires_at == monday + 4 * DAY

    letter.delete()  # the clock was down on Monday: it is of use until Thursday
    assert reminders.remind_weekly(monday + 4 * DAY) == 0
    assert reminders.remind_weekly(monday + 3 * DAY) == 1


def test_no_weekly_letter_in_the_first_days_nor_in_the_last_seven(mine, call, hour_later):
    monday = reminders.last_monday(hour_later + 10 * DAY)
    mine[0].reviewer.call.reviewers.update(told_at=monday - 2 * DAY)
    assert reminders.remind_weekly(monday) == 0

    call.reviewers.update(told_at=monday - 3 * DAY)
    move_end(call, monday + 7 * DAY)
    assert reminders.remind_weekly(monday) == 0
    move_end(call, monday + 8 * DAY)
    assert reminders.remind_weekly(monday) == 1


def test_a_monday_is_one_in_every_zone():
    assert reminders.last_monday(datetime(2026, 11, 30, 5, 59, tzinfo=UTC)).day == 23
    assert reminders.last_monday(datetime(2026, 11, 30, 6, 0, tzinfo=UTC)).day == 30


# --- the end


def test_three_times_in_all_and_after_three_days_without_a_clock_only_the_last(mine, call):
    at = call.review_until - 8 * DAY
    while at < call.review_until + DAY:
        reminders.remind_of_end(at)
        at += 5 * HOUR
    assert len(told("closing_soon")) == 3

    for before, number in ((7 * DAY + MINUTE, 0), (7 * DAY, 1), (2 * DAY, 1), (HOUR, 1), (0 * DAY, 0)):
        Message.objects.all().delete()
        assert reminders.remind_of_end(call.review_until - before) == number, before

    Message.objects.all().delete()
    reminders.remind_of_end(call.review_until - 8 * DAY)
    reminders.remind_of_end(call.review_until - 4 * DAY)
    reminders.remind_of_end(call.review_until - HOUR)
    assert [letter.key.split(":")[2] for letter in letters("closing_soon")] == ["7 days", "24 hours"]


def test_the_end_is_told_to_nobody_who_has_done_all_wants_no_reminders_is_closed_or_out(
    mine, two, luis, ruth, mei, amina, call, hour_later
):
    people = {name: committee.reviewer(call, f"{name}@example.org", by=amina) for name in ("silent", "closed", "out")}
    for seat in people.values():
        committee.given(two[0], seat, by=amina)
    committee.reviewed(two[1], ruth, by=amina)
    reminders.tell_reviewers(hour_later)
    Silence.objects.create(user=people["silent"].user)
    people["closed"].user.is_active = False
    people["closed"].user.save()
    people["out"].end(reason="Ill.", by=amina)

    reminders.remind_of_end(call.review_until - DAY)

    assert told("closing_soon") == ["luis"]


def test_who_heard_of_it_after_a_reminder_fell_due_gets_none_of_it(two, luis, amina, call):
    committee.given(two[0], luis, by=amina)
    reminders.tell_reviewers(call.review_until - 5 * DAY)

    assert reminders.remind_of_end(call.review_until - 4 * DAY) == 0
    assert reminders.remind_of_end(call.review_until - 2 * DAY) == 1


def test_what_is_hidden_by_a_conflict_or_withdrawn_is_in_no_letter(mine, two, luis, amina, call):
    impose(mine[0].nomination, luis.user, reason="Cousins.", by=amina, at=clock.now())
    nomination = mine[1].nomination
    nomination.withdraw(by=nomination.person.user)

    assert reminders.remind_of_end(call.review_until - DAY) == 0
    assert letters("assigned")[0].untrue()


def test_another_end_is_told_reminds_afresh_and_drops_what_names_the_old_one(mine, two, luis, ruth, amina, call):
    committee.reviewed(two[1], ruth, by=amina)
    reminders.remind_of_end(call.review_until - DAY)
    old = call.review_until
    move_end(call, old + 14 * DAY)

    for _beat in range(2):
        reminders.tell_reviewers(old - HOUR)
    assert told("date_moved") == ["luis"]
    assert {one.status for one in [*letters("closing_soon"), *letters("assigned")]} == {"cancelled"}

    reminders.remind_of_end(old)
    assert len(told("closing_soon")) == 1
    reminders.remind_of_end(old + 7 * DAY)
    assert len(told("closing_soon")) == 2


def test_the_secretariat_moves_the_end_on_the_calls_page_and_reviewers_hear_of_it(mine, call, amina, client):
    page = enter(client, amina).get(page_of(call)).text
    fields = next(form.fields for form in Page(page).forms if "title_en" in form.fields)
    sent = {name: field.values[-1] for name, field in fields.items() if field.values}

    answer = client.post(page_of(call), sent | {"review_until": "2030-12-01T23:59"})
    reminders.tell_reviewers(clock.now())

    assert answer.status_code == 302
    assert told("date_moved") == ["luis"]
    assert "1 December 2030, 23:59 Anywhere on Earth" in letters("date_moved")[0].text


# --- after the end, and the chair


def test_after_the_end_each_is_told_once_what_was_not_done_and_the_chair_of_all(
    mine, two, luis, ruth, mei, amina, call, hour_later
):
    committee.given(two[0], ruth, by=amina)
    reminders.tell_reviewers(hour_later)
    review(mine[0])
    for days in (0, 1, 3):
        reminders.tell_closed(call.review_until + days * DAY)

    assert told("late") == ["luis", "ruth"]
    assert told("not_done") == ["mei"]
    text = letters("not_done")[0].text
    assert "- Luis Torres: 1 of 2 not done" in text
    assert "- Ruth Adeyemi: 1 of 1 not done" in text
    assert not letters("not_done")[0].untrue()

    Message.objects.all().delete()
    assert reminders.tell_closed(call.review_until + 14 * DAY) == 0  # nobody wants to hear of it any more


def test_a_review_that_is_set_aside_after_the_end_makes_nobody_late(mine, mei, call):
    for one in mine:
        review(one)
    mine[0].void_review(reason="Scores of another person.", by=mei.user, at=call.review_until + HOUR)

    assert reminders.tell_closed(call.review_until + DAY) == 0
    assert told("set_aside") == ["luis"]
    assert "reviews are closed" in letters("set_aside")[0].text


def test_two_days_before_the_chair_hears_who_has_not_begun(mine, two, luis, ruth, mei, amina, call, hour_later):
    committee.given(two[0], ruth, by=amina)
    reminders.tell_reviewers(hour_later)
    mine[0].keep_draft(**committee.words(call), by=luis.user)

    for hours in (49, 48, 47, 1, 0):
        reminders.warn_chairs(call.review_until - hours * HOUR)

    assert told("not_begun") == ["mei"]
    assert "- Ruth Adeyemi, 1 nomination" in letters("not_begun")[0].text
    assert "Luis" not in letters("not_begun")[0].text


def test_a_chair_is_told_nothing_of_what_a_conflict_hides(mine, mei, amina, call):
    for one in mine:
        impose(one.nomination, mei.user, reason="Sisters.", by=amina, at=clock.now())

    assert reminders.warn_chairs(call.review_until - DAY) == 0
    reminders.tell_closed(call.review_until)
    assert not told("not_done")


def test_of_a_committee_without_a_chair_the_secretariats_mailbox_is_told(mine, two, luis, amina, jonas, call, settings):
    settings.SECRETARIAT_EMAIL = "house@example.org"
    waits = committee.chair(call, by=amina, accepted=False)  # reads nothing yet
    impose(two[0], jonas, reason="Sisters.", by=amina, at=clock.now())

    for _beat in range(2):
        reminders.warn_chairs(call.review_until - DAY)
        reminders.tell_closed(call.review_until)

    assert (told("not_begun"), told("not_done")) == (["house"], ["house"])
    [begun], [done] = letters("not_begun"), letters("not_done")
    assert ("- Luis Torres, 1 nomination" in begun.text, "- Luis Torres: 1 of 1 not done" in done.text) == (True, True)
    assert "has no chair who accepted the terms" in done.text
    assert "/admin/reviewing/reviewer/?call=" in done.text
    assert (begun.untrue(), done.untrue(), waits.chairs) == ("", "", True)


def test_letters_that_wait_are_not_sent_when_nothing_waits_any_more(mine, luis, amina, call, hour_later):
    reminders.remind_of_end(call.review_until - DAY)
    waiting = [*letters("assigned"), *letters("closing_soon"), *letters("named")]
    assert not any(letter.untrue() for letter in waiting)

    for one in mine:
        review(one)
    assert [bool(letter.untrue()) for letter in waiting] == [True, True, False]

    luis.end(reason="Ill.", by=amina)
    assert all(letter.untrue() for letter in waiting)


# --- queues, and what it costs


def test_at_night_the_dossiers_with_the_fewest_reviews_come_first(
    mine, two, ruth, luis, amina, django_assert_num_queries
):
    committee.reviewed(mine[0].nomination, ruth, by=amina)
    ReviewTally.objects.filter(nomination=mine[1].nomination).delete()

    with django_assert_num_queries(5):  # the moment, which are free, and one for all, in a transaction
        assert reminders.order_queues() == 1

    queue = Assignment.objects.visible_to(luis.user).in_order()
    assert list(queue.values_list("pk", "wave")) == [(mine[1].pk, 0), (mine[0].pk, 1)]
    assert reminders.order_queues() == 0


def beat(at):
    """Everything the clock does at a moment."""
    number = reminders.tell_reviewers(at)
    for act in ("remind_of_terms", "remind_weekly", "remind_of_end", "warn_chairs", "tell_closed"):
        number += getattr(reminders, act)(at)
    return number


def test_a_large_committee_costs_no_more_statements_than_a_small_one(two, call, amina, mei):
    costs = []
    for size in (2, 12):
        for number in range(size):
            seat = committee.reviewer(call, f"r{size}.{number}@example.org", by=amina)
            committee.given(two[0], seat, by=amina)
        given = cost_of(clock.now() + HOUR, size)
        move_end(call, call.review_until + DAY)
        costs.append([given, *(cost_of(call.review_until - before, size) for before in (9 * DAY, DAY, 0 * DAY))])

    assert all(large <= small for small, large in zip(*costs, strict=True)), costs


def cost_of(at, letters) -> int:
    """How many statements a beat takes that writes at least so many letters."""
    with CaptureQueriesContext(connection) as seen:
        assert beat(at) >= letters
    return len(seen)
