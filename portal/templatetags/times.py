"""Moments as people read them: Anywhere on Earth, in the reader's own zone, and as time that is left."""

from datetime import UTC, date, datetime, timedelta
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
    return get_timezone_location(name, locale=get_language() or "en", return_city=True).rpartition("/")[2]


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
    text = moment_words(own.localtime(moment), weekday=weekday)
    extra = ""
    if str(own.get_current_timezone()) == "UTC":
        extra = format_html(' data-local="{}{}"', "weekday " if weekday else "", "zone" if zone else "")
    return tag(moment, f"{text} ({city()})" if zone else text, extra)


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
def aoe_words(moment: datetime) -> str:
    """For letters and sentences: a moment Anywhere on Earth, as plain text."""
    return moment_words(moment.astimezone(AOE))


@register.filter
def aoe_end_words(moment: datetime) -> str:
    """For letters and sentences: the last minute before an end Anywhere on Earth, as plain text."""
    return aoe_words(moment - LAST_MINUTE)


@register.simple_tag
def saved(moment: datetime, now: datetime | None = None) -> str:
    """When something was saved: the clock alone if it was today."""
    here, today = own.localtime(moment), own.localtime(now).date()
    if here.date() != today:
        return tag(moment, moment_words(here))
    return tag(moment, _("today at %(clock)s") % {"clock": dateformat.format(here, "H:i")})


class Left(NamedTuple):
    """Time left: its level (far, soon: the last day, last: the last hour, over) and its words."""

    level: str
    words: str


def left(end: datetime, now: datetime) -> Left:
    """Days until 48 hours are left, then hours, then minutes; always rounded down, so nobody comes too late."""
    rest = end - now
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
