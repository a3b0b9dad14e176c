"""The dates of a call in words, for the timeline."""

from django import template
from django.utils.translation import gettext as _

from .times import AOE, LAST_MINUTE, day_words, moment_words

register = template.Library()


@register.inclusion_tag("components/timeline.html")
def timeline_of(call, now) -> dict:
    """Where a call stands at this moment: its steps with their dates."""
    return {"steps": [{"name": step.name, "when": when(step), "state": step.state} for step in call.steps(now)]}


def when(step) -> str:
    """One day for the opening and the decisions, a minute for the end of nominations, a last day for the rest."""
    last = (step.ends - LAST_MINUTE).astimezone(AOE)
    if step.key == "opens":
        return day_words(step.ends.astimezone(AOE).date())
    if step.key == "decisions":
        return day_words(last.date())
    if step.key == "nominations":
        return _("until %(moment)s AoE") % {"moment": moment_words(last)}
    return _("until %(day)s") % {"day": day_words(last.date())}
