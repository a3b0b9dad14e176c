"""Moments as people read them: Anywhere on Earth, in the reader's own zone, and as time that is left."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from babel.dates import get_timezone_location
from django import template
from django.utils import dateformat
from django.utils import timezone as own
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from portal.lifecycle.aoe import AOE
from portal.lifecycle.aoe import MINUTE as LAST_MINUTE

register = template.Library()


def words(moment: datetime | date, layout: str) -> str:
    """A date in the reader's language; the first of a month is "1er" in French."""
    if (get_language() or "").startswith("fr") and moment.day == 1:
        layout = layout.replace("j", r"1\e\r")
    return dateformat.format(moment, layout)


def day_words(day: date) -> str:
    return words(day, pgettext("layout of a date", "j F Y"))


def moment_words(moment: datetime, *, weekday: bool = False) -> str:
    """Such as: Tuesday 1 December 2026, 23:59."""
    long, short = (
        pgettext("layout of a moment", "l j F Y, H:i"),
        pgettext("layout of a moment", "j F Y, H:i"),
    )
    return words(moment, long if weekday else short)


def city() -> str:
    """The reader's time zone by its city, in the reader's language."""
    name = str(own.get_current_timezone())
    if "/" not in name:
        return name
    return city_of(name, get_language() or "en")


@cache
def city_of(name: str, language: str) -> str:
    """Found once: a list of two hundred moments says it two hundred times."""
    return get_timezone_location(name, locale=language, return_city=True).rpartition("/")[2]


def which(here: datetime) -> str:
    """Which of the two, in the hour that comes twice on the night when clocks are set back: UTC+2. Else nothing."""
    if here.replace(fold=0).utcoffset() == here.replace(fold=1).utcoffset():
        return ""
    minutes = round(here.utcoffset().total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def tag(moment: datetime, text: str, extra: str = "") -> str:
    """The words inside <time>, so that nothing depends on script or on how they are written."""
    layout = "{:%Y-%m-%dT%H:%M:%SZ}"
    return format_html(
        '<time datetime="{}"{}>{}</time>',
        layout.format(moment.astimezone(UTC)),
        extra,
        text,
    )


@register.simple_tag
def aoe(moment: datetime, weekday=False) -> str:
    """A moment Anywhere on Earth, without those words."""
    return tag(moment, moment_words(moment.astimezone(AOE), weekday=weekday))


@register.simple_tag
def aoe_end(moment: datetime, weekday=False) -> str:
    """The last minute before an end (stored as the first instant outside), Anywhere on Earth."""
    return aoe(moment - LAST_MINUTE, weekday=weekday)


@register.simple_tag
def aoe_last_day(moment: datetime) -> str:
    """The last whole day before an end, Anywhere on Earth."""
    last = moment - LAST_MINUTE
    return tag(last, day_words(last.astimezone(AOE).date()))


@register.simple_tag
def local(moment: datetime, weekday=False, zone=True) -> str:
    """A moment in the reader's zone, with its city; before sign-in in UTC, until localtime.js knows better."""
    here = own.localtime(moment)
    extra = ""
    if zoneless():
        extra = format_html(' data-local="{}{}"', "weekday " if weekday else "", "zone" if zone else "")
    return tag(moment, noted(here, moment_words(here, weekday=weekday), zone=zone), extra)


def zoneless() -> bool:
    """Whether the reader named no zone, so that localtime.js turns moments into the browser's."""
    return str(own.get_current_timezone()) == "UTC"


def noted(here: datetime, text: str, *, zone=True) -> str:
    """Words for a moment with the zone they are told in: 18:04 (Paris)."""
    notes = [note for note in (zone and city(), which(here)) if note]
    return f"{text} ({', '.join(notes)})" if notes else text


@register.simple_tag
def local_end(moment: datetime, weekday=False, zone=True) -> str:
    """The last minute before an end, in the reader's zone."""
    return local(moment - LAST_MINUTE, weekday=weekday, zone=zone)


@register.simple_tag
def utc(moment: datetime) -> str:
    """A moment in UTC, with those letters."""
    return tag(moment, f"{moment_words(moment.astimezone(UTC))} UTC")


@register.simple_tag
def received(moment: datetime) -> str:
    """For receipts: in the reader's zone and in UTC, the day said twice only where it differs."""
    here, there = own.localtime(moment), moment.astimezone(UTC)
    if city() == "UTC":
        return utc(moment)
    clock = moment_words(there) if here.date() != there.date() else dateformat.format(there, "H:i")
    return tag(moment, f"{moment_words(here)} ({city()}), {clock} UTC")


@register.simple_tag
def zone_city() -> str:
    return city()


@register.filter
def day(value: date) -> str:
    """A date with the year and the month in letters."""
    return day_words(value) if value else ""


@register.filter
def last_day_inside(end: date) -> str:
    """The last day inside, of an end that is stored as the first day outside. (Letters have `last_day`, for moments.)"""
    return day_words(end - timedelta(days=1))


@register.filter
def aoe_words(moment: datetime) -> str:
    """For letters and sentences: a moment Anywhere on Earth, as plain text."""
    return moment_words(moment.astimezone(AOE))


@register.filter
def aoe_end_words(moment: datetime) -> str:
    """For letters and sentences: the last minute before an end Anywhere on Earth, as plain text."""
    return aoe_words(moment - LAST_MINUTE)


@register.simple_tag
def saved(moment: datetime, now: datetime | None = None) -> str:
    """When something was saved, in the reader's zone with its city: without the date if it was today."""
    here, today = own.localtime(moment), own.localtime(now).date()
    words = _("today at %(clock)s")
    extra = format_html(' data-local="zone" data-today="{}"', words % {"clock": "%s"}) if zoneless() else ""
    if here.date() != today:
        return tag(moment, noted(here, moment_words(here)), extra)
    return tag(moment, words % {"clock": noted(here, dateformat.format(here, "H:i"))}, extra)


class Left(NamedTuple):
    """Time left: its level (far, soon: the last day, last: the last hour, over) and its words."""

    level: str
    words: str


def left(end: datetime, now: datetime) -> Left:
    """Days until 48 hours are left, then hours, then minutes; always rounded down, so nobody comes too late."""
    rest = end.astimezone(UTC) - now.astimezone(UTC)  # within one zone Python would count by the clock on the wall
    hours, minutes = int(rest.total_seconds() // 3600), int(rest.total_seconds() // 60)
    if rest <= timedelta(0):
        return Left("over", "")
    if hours >= 48:
        return Left(
            "far",
            ngettext("in %(n)d day", "in %(n)d days", rest.days) % {"n": rest.days},
        )
    if hours >= 1:
        level = "far" if hours >= 24 else "soon"
        return Left(level, ngettext("in %(n)d hour", "in %(n)d hours", hours) % {"n": hours})
    if minutes >= 1:
        return Left(
            "last",
            ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes},
        )
    return Left("last", _("in less than a minute"))


@register.simple_tag
def countdown(end: datetime, now: datetime | None = None) -> Left:
    return left(end, now or own.now())
