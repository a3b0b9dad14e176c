"""What letters need: moments in plain words of both zones, and people's words set in."""

from datetime import UTC, datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from .times import AOE, LAST_MINUTE, city, day_words, moment_words

register = template.Library()


@register.filter
def moment(value: datetime) -> str:
    """Such as: 14 November 2026, 09:12 (Paris)."""
    return _("%(moment)s (%(zone)s)") % {"moment": moment_words(timezone.localtime(value)), "zone": city()}


@register.filter
def end(value: datetime) -> str:
    """The last minute before an end in both zones: 1 December 2026, 23:59 Anywhere on Earth, which is ... (Paris)."""
    last = value.astimezone(UTC) - LAST_MINUTE
    words = {"aoe": moment_words(last.astimezone(AOE), weekday=True), "own": moment(last)}
    return _("%(aoe)s Anywhere on Earth, which is %(own)s") % words


@register.filter
def last_day(value: datetime) -> str:
    """The last whole day before an end, Anywhere on Earth."""
    return day_words((value.astimezone(UTC) - LAST_MINUTE).astimezone(AOE).date())


@register.filter
def quoted(value) -> str:
    """What people typed, set in by two spaces line by line, so that it never looks like our own words."""
    return "\n".join(f"  {line.strip()}" if line.strip() else "" for line in str(value).strip().splitlines())
