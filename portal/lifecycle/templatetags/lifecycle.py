"""A thing's state as a badge, and its story as a timeline; both in words, never in colour alone."""

import re
from datetime import UTC, datetime

from django import template
from django.apps import apps
from django.utils import formats
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..aoe import AOE, MINUTE

register = template.Library()

HIDDEN = {
    "from",
    "to",
    "sha256",
    "note",
    "clarification",
    "person",
    "document",
}  # the verb says it already, or it is for machines
EMPTY = ("", None, False, [])
ENDS = {"until"}  # stored as the first instant outside, read as the last minute inside
TYPED = {"reason"}  # somebody's own words: shown as they are, whatever they look like
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
FACTS = {
    "until": gettext_lazy("until"),
    "reason": gettext_lazy("reason"),
    "sections": gettext_lazy("sections"),
    "version": gettext_lazy("version"),
    "in_grace": gettext_lazy("within the grace period"),
    "question": gettext_lazy("question"),
    "fields": gettext_lazy("fields"),
    "kind": gettext_lazy("kind"),
    "rows": gettext_lazy("rows"),
    "role": gettext_lazy("role"),
    "from_year": gettext_lazy("from the call of"),
    "sent": gettext_lazy("sent before"),
    "since": gettext_lazy("since"),
    "moved": gettext_lazy("moved by as much"),
    "reference": gettext_lazy("reference"),
    "filters": gettext_lazy("filters"),
}


@register.simple_tag
def status_badge(thing, waiting=()) -> str:
    """The present state; amber where it is one in which somebody here has to act, else plain."""
    return badge(thing.get_status_display(), waiting=thing.status in waiting)


def badge(words, *, waiting: bool) -> str:
    return format_html('<span class="badge{}">{}</span>', " badge-waiting" if waiting else "", capfirst(words))


@register.inclusion_tag("admin/lifecycle/timeline.html")
def timeline(thing, story=None) -> dict:
    """The Events of a thing, newest first; `story` maps a verb to its words."""
    return {"moments": [moment(event, story or {}) for event in reversed(thing.story())]}


def moment(event, story) -> dict:
    """One Event for the page: what, when, who, in which capacity, and the facts that say more."""
    return {
        "what": story.get(event.verb) or capfirst(event.verb.replace("_", " ")),
        "at": event.at,
        "by": event.by,
        "capacity": capacity(event.capacity),
        "facts": told(event, story),
    }


def told(event, story) -> list[tuple[str, str]]:
    """The facts that a person reads, each with its name."""
    facts = [(name, value) for name, value in event.facts.items() if name not in HIDDEN and value not in EMPTY]
    return [(fact_name(name), str(value) if name in TYPED else fact(name, value, story)) for name, value in facts]


def capacity(code: str) -> str:
    """The role of that moment in words; roles live a floor above, so they are asked for by name."""
    roles = apps.get_model("accounts.RoleGrant")._meta.get_field("role").flatchoices
    return dict(roles).get(code, code)


def fact_name(name: str) -> str:
    return capfirst(FACTS[name] if name in FACTS else name.replace("_", " "))


def fact(name, value, story) -> str:
    """A fact in words: moments as people read them, lists with commas, codes by their words in the story."""
    if value is True:
        return _("yes")
    if isinstance(value, list):
        return ", ".join(fact(name, item, story) for item in value)
    if isinstance(value, str) and MOMENT.match(value):
        return moment_words(datetime.fromisoformat(value), end=name in ENDS)
    return str(story.get(value) or value)


def moment_words(at, *, end: bool) -> str:
    """An end as its last minute Anywhere on Earth, as it was typed; any other moment in UTC."""
    if end:
        inside = formats.date_format((at - MINUTE).astimezone(AOE), "DATETIME_FORMAT")
        return _("%(moment)s, Anywhere on Earth") % {"moment": inside}
    return f"{formats.date_format(at.astimezone(UTC), 'DATETIME_FORMAT')} UTC"
