"""Moments in words: Anywhere on Earth is UTC−12, an end is told by its last minute, time left is rounded down."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from nominations.deciding.models import Export, Publication, Shortlist
from nominations.models import Call
from nominations.reviewing.models import AssignmentRun
from portal.lifecycle.aoe import AoeEndField
from portal.templatetags import times
from portal.templatetags.browsers import browser

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


@pytest.mark.parametrize(
    ("zone", "utc", "last_minute"),
    [  # the hour that comes twice in autumn, and the one that does not come in spring
        ("Europe/Paris", (2026, 10, 25, 0, 30), "25 October 2026, 02:29 (Paris, UTC+2)"),
        ("Europe/Paris", (2026, 10, 25, 1, 30), "25 October 2026, 02:29 (Paris, UTC+1)"),
        ("Europe/Paris", (2026, 10, 25, 2, 1), "25 October 2026, 03:00 (Paris)"),
        ("Europe/Paris", (2027, 3, 28, 1, 0), "28 March 2027, 01:59 (Paris)"),
        ("Europe/Paris", (2027, 3, 28, 1, 1), "28 March 2027, 03:00 (Paris)"),
        ("America/New_York", (2026, 11, 1, 5, 30), "1 November 2026, 01:29 (New York, UTC−4)"),
        ("America/New_York", (2026, 11, 1, 6, 30), "1 November 2026, 01:29 (New York, UTC−5)"),
        ("America/St_Johns", (2026, 11, 1, 4, 0), "1 November 2026, 01:29 (St. John’s, UTC−2:30)"),
        ("America/Santiago", (2026, 9, 6, 4, 30), "6 September 2026, 01:29 (Santiago)"),
        ("Australia/Lord_Howe", (2027, 4, 3, 15, 15), "4 April 2027, 01:44 (Lord Howe Island, UTC+10:30)"),
        ("Pacific/Kiritimati", (2026, 10, 25, 1, 0), "25 October 2026, 14:59 (Kiritimati)"),
        ("Etc/GMT+12", (2026, 10, 25, 1, 0), "24 October 2026, 12:59 (GMT+12)"),
    ],
)
def test_on_a_night_of_clock_change_an_end_is_told_by_the_clock_on_the_wall_and_which_hour_is_meant(
    zone, utc, last_minute
):
    end = datetime(*utc, tzinfo=UTC)
    assert f">{last_minute}</time>" in shown("{% local_end end %}", zone, end=end)
    assert AoeEndField().clean(AoeEndField().prepare_value(end)) == end  # and nothing moves where it is set


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_on_a_night_of_clock_change_time_left_is_counted_in_hours_that_pass(zone):
    end = datetime(2026, 10, 25, 10, 0, tzinfo=UTC)  # in Paris that night had 25 hours
    with timezone.override(ZoneInfo(zone)):
        assert times.left(timezone.localtime(end), timezone.localtime(end - timedelta(hours=12))) == (
            "soon",
            "in 12 hours",
        )


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
    assert ">today at 18:04 (Paris)<" in shown("{% saved moment now %}", "Europe/Paris", moment=moment, now=now)
    assert ">22 November 2026, 18:04 (Paris)<" in shown(
        "{% saved moment now %}", "Europe/Paris", moment=moment, now=now + timedelta(days=1)
    )


def test_what_was_saved_is_told_in_the_browsers_zone_where_the_account_has_none():
    moment = datetime(2026, 11, 22, 17, 4, tzinfo=UTC)
    html = shown("{% saved moment now %}", moment=moment, now=moment)
    assert ' data-local="zone" data-today="today at %s">today at 17:04 (UTC)<' in html


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari, iPhone"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "–"),
    ],
)
def test_a_session_is_told_by_its_browser_and_system(agent, words):
    assert browser(agent) == words


def test_a_receipt_tells_the_moment_in_both_zones():
    moment = datetime(2026, 11, 22, 17, 12, tzinfo=UTC)
    assert ">22 November 2026, 18:12 (Paris), 17:12 UTC<" in shown(
        "{% received moment %}", "Europe/Paris", moment=moment
    )
    auckland = shown("{% received moment %}", "Pacific/Auckland", moment=moment)
    assert ">23 November 2026, 06:12 (Auckland), 22 November 2026, 17:12 UTC<" in auckland
    assert ">22 November 2026, 17:12 UTC<" in shown("{% received moment %}", moment=moment)


@pytest.mark.parametrize("kind", [AssignmentRun, Shortlist, Publication, Export])
def test_what_is_named_after_a_moment_says_it_in_utc_with_those_letters(kind):
    thing = kind(call=Call(title_en="Call", title_fr="Appel"), asked_at=datetime(2026, 11, 22, 17, 12, tzinfo=UTC))

    with timezone.override(ZoneInfo("Europe/Paris")):
        assert str(thing) == "Call · 22 November 2026, 17:12 UTC"
        with translation.override("fr"):
            assert str(thing) == "Appel · 22 novembre 2026 à 17:12 UTC"
