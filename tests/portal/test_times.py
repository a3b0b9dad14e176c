"""Moments in words: Anywhere on Earth is UTC−12, an end is told by its last minute, time left is rounded down."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from portal.templatetags import times

END = datetime(2026, 12, 2, 12, 0, tzinfo=UTC)  # 1 December 23:59 AoE, as stored


def shown(source, zone="UTC", **context):
    with timezone.override(ZoneInfo(zone)):
        return Template("{% load times %}" + source).render(Context(context))


def test_an_end_is_shown_as_the_last_minute_anywhere_on_earth():
    html = shown("{% aoe_end end weekday=True %}", end=END)
    assert html == '<time datetime="2026-12-02T11:59:00Z">Tuesday 1 December 2026, 23:59</time>'


def test_a_moment_anywhere_on_earth_is_twelve_hours_behind_utc():
    assert "2 December 2026, 00:00" in shown("{% aoe end %}", end=END)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Paris", "Wednesday 2 December 2026, 12:59 (Paris)"),
        ("Pacific/Auckland", "Thursday 3 December 2026, 00:59 (Auckland)"),
        ("Asia/Kolkata", "Wednesday 2 December 2026, 17:29 (Kolkata)"),
        ("America/Argentina/Buenos_Aires", "Wednesday 2 December 2026, 08:59 (Buenos Aires)"),
    ],
)
def test_an_end_is_shown_in_the_readers_zone_by_its_city(zone, words):
    assert f">{words}</time>" in shown("{% local_end end weekday=True %}", zone, end=END)


def test_a_summer_end_follows_the_readers_clock():
    end = datetime(2026, 7, 2, 12, 0, tzinfo=UTC)
    assert "2 July 2026, 13:59 (Paris)" in shown("{% local_end end %}", "Europe/Paris", end=end)


def test_before_sign_in_a_moment_is_in_utc_and_waits_for_the_browsers_zone():
    html = shown("{% local_end end %}", end=END)
    assert 'data-local="zone"' in html
    assert "2 December 2026, 11:59 (UTC)" in html


def test_a_signed_in_persons_zone_is_not_replaced_by_the_browsers():
    assert "data-local" not in shown("{% local_end end %}", "Europe/Paris", end=END)


def test_the_first_of_a_month_is_an_ordinal_in_french():
    with translation.override("fr"):
        assert times.day_words(date(2026, 12, 1)) == "1er décembre 2026"
        assert times.day_words(date(2026, 12, 11)) == "11 décembre 2026"
        assert times.moment_words(datetime(2026, 12, 1, 23, 59), weekday=True).startswith("mardi 1er décembre 2026")


@pytest.mark.parametrize(
    ("rest", "level", "words"),
    [
        (timedelta(days=9, hours=23), "far", "in 9 days"),
        (timedelta(hours=48), "far", "in 2 days"),
        (timedelta(hours=47, minutes=59), "far", "in 47 hours"),
        (timedelta(hours=24), "far", "in 24 hours"),
        (timedelta(hours=23, minutes=59), "soon", "in 23 hours"),
        (timedelta(hours=1), "soon", "in 1 hour"),
        (timedelta(minutes=59, seconds=59), "last", "in 59 minutes"),
        (timedelta(minutes=1), "last", "in 1 minute"),
        (timedelta(seconds=59), "last", "in less than a minute"),
        (timedelta(0), "over", ""),
        (timedelta(days=-3), "over", ""),
    ],
)
def test_time_left_counts_days_then_hours_then_minutes_and_never_too_much(rest, level, words):
    assert times.left(END, END - rest) == (level, words)


@pytest.mark.parametrize(
    ("rest", "tone"), [(timedelta(days=3), "far"), (timedelta(hours=5), "soon"), (timedelta(minutes=30), "last")]
)
def test_the_deadline_card_is_toned_by_the_time_left(rest, tone):
    html = shown(
        '{% include "components/deadline_card.html" with deadline=end %}', "Europe/Paris", end=END, now=END - rest
    )
    assert f'class="deadline {tone}"' in html
    assert "Tuesday 1 December 2026, 23:59" in html
    assert "In your time zone (Paris)" in html


def test_the_deadline_card_says_when_nominations_open_and_when_they_closed():
    card = '{% include "components/deadline_card.html" with deadline=end opens=opens %}'
    opens = END - timedelta(days=30)
    assert "Nominations open in 3 days" in shown(card, end=END, opens=opens, now=opens - timedelta(days=3, hours=1))
    assert "Nominations closed" in shown(card, end=END, opens=opens, now=END)


def test_what_was_saved_today_is_told_by_the_clock():
    moment, now = datetime(2026, 11, 22, 17, 4, tzinfo=UTC), datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    assert ">today at 18:04<" in shown("{% saved moment now %}", "Europe/Paris", moment=moment, now=now)
    assert ">22 November 2026, 18:04<" in shown(
        "{% saved moment now %}", "Europe/Paris", moment=moment, now=now + timedelta(days=1)
    )


def test_a_receipt_tells_the_moment_in_both_zones():
    moment = datetime(2026, 11, 22, 17, 12, tzinfo=UTC)
    assert ">22 November 2026, 18:12 (Paris), 17:12 UTC<" in shown(
        "{% received moment %}", "Europe/Paris", moment=moment
    )
    auckland = shown("{% received moment %}", "Pacific/Auckland", moment=moment)
    assert ">23 November 2026, 06:12 (Auckland), 22 November 2026, 17:12 UTC<" in auckland
    assert ">22 November 2026, 17:12 UTC<" in shown("{% received moment %}", moment=moment)
