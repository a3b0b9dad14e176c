"""Away: days on which a reviewer does not review."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.aoe import AOE, MINUTE
from portal.lifecycle.clock import day_of

OPEN_END = timedelta(days=29)  # a call without an end of reviews: who is away is asked for thirty days


def days_left(call, at) -> list[date]:
    """The days on which a call is still reviewed, from today on."""
    first, end = day_of(at), call.review_until
    last = max(first, (end - MINUTE).astimezone(AOE).date()) if end else first + OPEN_END
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def spans(rows) -> list:
    """Times away as a statement brought them along, see Chairing.shares."""
    return [Away(**{name: date.fromisoformat(day) for name, day in row.items()}) for row in rows]


def days_there(days, away) -> int:
    """On how many of these days somebody is there. away: their times away."""
    return sum(not any(one.since <= day <= one.until for one in away) for day in days)


class Away(models.Model):
    """Both days inside."""

    reviewer = models.ForeignKey("reviewing.Reviewer", models.CASCADE, related_name="away")
    since = models.DateField(_("from"))
    until = models.DateField(_("until, this day included"))

    class Meta:
        verbose_name = _("time away")
        verbose_name_plural = _("times away")
        ordering = ["since"]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="away_in_order")]

    def __str__(self):
        return f"{self.since} – {self.until}"
