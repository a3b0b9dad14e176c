"""The one door: what a move writes, what it refuses, and what stays when something goes wrong."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Member
from portal.lifecycle import clock
from portal.lifecycle.aoe import AoeEndField, AoeMomentField, EndOfDayField, end_of
from portal.lifecycle.models import Event, Refused, move_many
from portal.lifecycle.templatetags.lifecycle import status_badge, timeline

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 15)


def member(code="SN", status="active", **fields):
    return Member.objects.create(
        code=code,
        name_en=f"Land {code}",
        name_fr=f"Pays {code}",
        region="Africa",
        admitted_on=DAY,
        status=status,
        **fields,
    )


def test_a_move_writes_the_status_the_stamps_and_who_did_it_in_which_capacity(amina):
    senegal = member()

    event = senegal.move("left", verb="left", by=amina, left_on=date(2026, 1, 1), facts={"reason": "by letter"})

    senegal.refresh_from_db()
    assert (senegal.status, senegal.left_on) == ("left", date(2026, 1, 1))
    assert (event.verb, event.by, event.capacity) == ("left", amina, "officer")
    assert event.facts == {"from": "active", "to": "left", "reason": "by letter"}


def test_a_move_that_is_not_in_the_table_is_refused_in_the_words_of_both_states(amina):
    gone = member(status="left", left_on=DAY)

    with pytest.raises(Refused, match="This is “left” at present and cannot become “active”"):
        gone.move("active", verb="came_back", by=amina)

    gone.refresh_from_db()
    assert gone.status == "left"
    assert not Event.objects.exists()


@pytest.mark.parametrize(("now", "then"), [(a, b) for a in Member.Status for b in Member.Status])
def test_every_move_from_every_state_follows_the_table(now, then):
    thing = member(status=now, left_on=DAY if now == "left" else None)
    stamps = {"left_on": DAY} if then == "left" else {}

    try:
        thing.move(then, verb="moved", by=None, **stamps)
        moved = True
    except Refused:
        moved = False

    assert moved is (then in Member.MOVES.get(now, set()))


def test_locked_reads_the_row_afresh_so_that_an_old_page_decides_nothing():
    old = member()
    Member.objects.get(pk=old.pk).move("suspended", verb="suspended", by=None)
    old.name_en = "unsaved"

    with old.locked():
        assert (old.status, old.name_en) == ("suspended", "Land SN")


def test_the_lock_tells_the_moment_by_the_databases_clock_without_asking_once_more(django_assert_num_queries):
    senegal = member()

    with django_assert_num_queries(3), senegal.locked() as at:  # a savepoint, the row, and the savepoint's end
        pass

    assert at == clock.now()
    with senegal.locked(yesterday := at - timedelta(days=1)) as at:
        assert at == yesterday


def test_what_fails_inside_the_lock_leaves_nothing_behind():
    senegal = member()

    def suspend_and_fail():
        with senegal.locked():
            senegal.move("suspended", verb="suspended", by=None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        suspend_and_fail()

    senegal.refresh_from_db()
    assert senegal.status == "active"
    assert not Event.objects.exists()


def test_move_many_moves_those_that_may_and_leaves_the_others(amina):
    active, gone = member("SN"), member("XX", status="left", left_on=DAY)

    moved = move_many(Member.objects.all(), "suspended", verb="suspended", by=amina, facts={"reason": "dues"})

    assert moved == [active.pk]
    assert dict(Member.objects.values_list("code", "status")) == {"SN": "suspended", "XX": "left"}
    event = active.story().get()
    assert event.facts == {"from": "active", "to": "suspended", "reason": "dues"}
    assert not gone.story().exists()


def test_move_many_takes_as_many_statements_for_ten_as_for_two():
    member("A0").record("warmed", by=None)  # the content type is cached now
    counts = []
    for letter, number in (("B", 2), ("C", 10)):
        for index in range(number):
            member(f"{letter}{index}")
        with CaptureQueriesContext(connection) as captured:
            move_many(Member.objects.filter(code__startswith=letter), "suspended", verb="suspended", by=None)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_story_is_told_oldest_first_and_shown_newest_first():
    senegal = member()
    senegal.move("suspended", verb="suspended", by=None, facts={"until": "2026-12-02T12:00:00+00:00", "sha256": "abc"})
    senegal.move("active", verb="came_back", by=None)

    assert [event.verb for event in senegal.story()] == ["suspended", "came_back"]
    shown = timeline(senegal, {"came_back": "Came back"})["moments"]
    assert [moment["what"] for moment in shown] == ["Came back", "Suspended"]
    assert shown[1]["facts"] == [("Until", "1 December 2026, 23:59, Anywhere on Earth")]


def test_what_somebody_typed_is_told_as_it_is_whatever_it_looks_like():
    senegal = member()
    for typed in ("left", "2026-13-45T99:99:99 is no moment"):
        senegal.record("left", by=None, facts={"reason": typed, "document": "0a1b", "at": "2026-12-02T12:00:00+00:00"})

    shown = [dict(moment["facts"]) for moment in timeline(senegal, {"left": "Left the Partnership"})["moments"]]

    assert [facts["Reason"] for facts in shown] == ["2026-13-45T99:99:99 is no moment", "left"]
    assert shown[0].keys() == {"Reason", "At"}
    assert shown[0]["At"] == datetime(2026, 12, 2, 12, tzinfo=UTC)


def test_a_badge_says_the_state_in_words_and_escapes_them():
    senegal = member()

    assert status_badge(senegal) == '<span class="badge">Active</span>'
    assert "badge-waiting" in status_badge(senegal, {"active"})


def test_the_last_day_is_over_when_it_is_over_anywhere_on_earth():
    assert end_of(date(2026, 12, 1)) == datetime(2026, 12, 2, 12, tzinfo=UTC)
    assert EndOfDayField().clean("2026-12-01") == datetime(2026, 12, 2, 12, tzinfo=UTC)


def test_an_end_is_typed_as_its_last_minute_and_stored_as_the_first_instant_outside():
    field, end = AoeEndField(), datetime(2026, 12, 2, 12, tzinfo=UTC)

    assert field.clean("2026-12-01T23:59") == end
    assert field.prepare_value(end) == "2026-12-01T23:59"
    assert not field.has_changed(end, "2026-12-01T23:59")
    assert field.has_changed(end, "2026-12-01T23:58")


def test_seconds_that_nobody_typed_are_no_change():
    odd = datetime(2026, 12, 2, 12, 0, 37, tzinfo=UTC)

    assert not AoeMomentField().has_changed(odd, AoeMomentField().prepare_value(odd))


@pytest.mark.parametrize("typed", ["9999-12-31", "0001-01-01T00:00", "soon", "2026-02-30", "2026-12-01T25:00", "\x00"])
@pytest.mark.parametrize("field", [EndOfDayField, AoeEndField, AoeMomentField])
def test_an_odd_date_is_an_error_on_the_form_or_a_date_and_nothing_else(field, typed):
    with suppress(ValidationError):
        assert field().clean(typed).tzinfo is not None
