"""The queue of a reviewer: its order, how far they are, how long the rest may take, and its honest end."""

from datetime import timedelta

import pytest

from nominations.reviewing.models import Assignment
from nominations.reviewing.progress import pace_of, progress_of
from portal.lifecycle import clock
from tests import committee
from tests.admin import enter

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def reading(client, luis):
    enter(client, luis.user)
    return lambda query="": text(client.get(f"/en/review/{query}"))


def test_nothing_is_given_yet(reading, call, jonas):
    assert "Reviews have not begun." in reading()

    call.freeze_tracks(by=jonas)

    assert "Nothing is given to you yet." in reading()


def test_the_queue_is_in_the_order_of_the_reviewer(reading, three, luis, amina):
    for one in three:
        committee.given(one, luis, by=amina)
    first = Assignment.objects.visible_to(luis.user).in_order().first()
    first.skip(by=luis.user)

    page = reading()

    places = [page.index(f"{one.get_absolute_url()}") for one in Assignment.objects.visible_to(luis.user).in_order()]
    assert places == sorted(places)
    assert "skipped" in page
    assert "0 of 3 done" in page


def test_what_is_done_is_listed_with_its_total_and_can_be_opened_again(reading, three, luis, amina):
    done = committee.reviewed(three[0], luis, by=amina)
    committee.given(three[1], luis, by=amina)

    page = reading()

    assert "1 of 2 done" in page
    assert "80 of 100&nbsp;· Select" in page
    assert done.get_absolute_url() in page


def test_the_end_is_said_with_the_date_until_which_reviews_can_be_changed(reading, three, luis, amina):
    committee.reviewed(three[0], luis, by=amina)

    page = reading()

    assert "You are done: nothing waits." in page
    assert "Reviews close" in page


def test_after_the_close_nothing_waits_any_more_and_the_page_says_since_when(reading, three, luis, amina):
    committee.given(three[0], luis, by=amina)
    luis.call.review_until = clock.now()
    luis.call.save()

    page = reading()

    assert "Reviews closed on" in page
    assert "nothing waits" not in page
    assert "Begin to review" not in page


def test_nobody_is_told_how_long_it_takes_before_three_reviews(three, luis, amina):
    for one in three[:2]:
        committee.reviewed(one, luis, by=amina)
    committee.given(three[2], luis, by=amina)

    assert progress_of(luis) == (2, 1, None)


@pytest.mark.parametrize(
    ("minutes", "pace"),
    [
        ([0, 10, 20], 10),
        ([0, 10, 200, 210, 225], 10),  # the pause between is no work
        ([0, 10], None),  # two reviews
        ([0, 100, 200], None),  # nothing but pauses
        ([], None),
    ],
)
def test_the_pace_is_the_usual_time_between_reviews_without_pauses(minutes, pace):
    assert pace_of([MINUTE * n for n in reversed(minutes)]) == (pace and pace * MINUTE)


def test_the_time_left_is_told_in_round_words(call, amina):
    luis = committee.reviewer(call, by=amina)
    for number, one in enumerate(committee.candidates(call, 5, by=amina)):
        given = committee.given(one, luis, by=amina)
        if number < 3:
            at = clock.now() - timedelta(minutes=20 * (3 - number))
            given.save_review(**committee.words(call), by=luis.user, at=at)

    progress = progress_of(luis)

    assert tuple(progress) == (3, 2, timedelta(minutes=40))
    assert progress.words == "About 40 minutes left at your pace."


def test_another_call_opens_by_its_year_and_a_seat_that_is_none_does_not(client, luis, amina, jonas):
    older = committee.call_in_review(by=jonas, year=2025)
    committee.reviewer(older, user=luis.user, by=amina)
    enter(client, luis.user)

    assert "Call for experts 2026" in text(client.get("/en/review/"))
    assert '<p class="eyebrow">Call for experts 2025' in text(client.get("/en/review/?call=2025"))
    assert client.get("/en/review/?call=2024").status_code == 404


def test_the_masthead_leads_there_whoever_has_a_seat_and_nobody_else(client, luis, stranger):
    enter(client, luis.user)
    assert 'href="/en/review/"' in text(client.get("/en/members/"))
    enter(client, stranger)
    assert 'href="/en/review/"' not in text(client.get("/en/members/"))


def test_signing_in_leads_a_reviewer_to_the_queue_and_an_applicant_to_their_nominations(client, luis, tomas):
    for user, onward in ((luis.user, "/en/review/"), (tomas, "/en/nominations/")):
        user.set_password("a long enough word")
        user.save()

        page = client.post("/en/accounts/login/", {"login": user.email, "password": "a long enough word"})

        assert page["location"] == onward
        client.logout()
