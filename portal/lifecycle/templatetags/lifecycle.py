"""A thing's state as a badge, and its story as a timeline; both in words, never in colour alone."""

import re
from datetime import date, datetime, timedelta

from django import template
from django.apps import apps
from django.utils import formats
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import clock
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
    "renews",
    "renewal",
    "address",
    "affiliation",
    "merge",
    "place",
    "proposed",
    "passed",
    "why",
    "selected",
    "taken_back",
    "head_number",
}  # the verb or the page says it already, or it is for machines
EMPTY = ("", None, False, [])
ENDS = {"until"}  # stored as the first instant outside, read as the last minute inside
DAYS_OUTSIDE = {"planned_end", "ended_on"}  # stored as the first day outside, read as the last day inside
TYPED = {"reason", "before"}  # somebody's own words: shown as they are, whatever they look like
DAY = re.compile(r"^\d{4}-\d\d-\d\d$", re.ASCII)
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
SEATS = {"reviewer": gettext_lazy("reviewer"), "chair": gettext_lazy("chair")}  # a capacity that is no role
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
    "problems": gettext_lazy("problems"),
    "new_people": gettext_lazy("new people"),
    "new_terms": gettext_lazy("new terms"),
    "role": gettext_lazy("role"),
    "from_year": gettext_lazy("from the call of"),
    "sent": gettext_lazy("sent before"),
    "since": gettext_lazy("since"),
    "moved": gettext_lazy("moved by as much"),
    "reference": gettext_lazy("reference"),
    "filters": gettext_lazy("filters"),
    "purpose": gettext_lazy("purpose"),
    "way": gettext_lazy("by which way"),
    "on": gettext_lazy("on"),
    "starts_on": gettext_lazy("first day"),
    "planned_end": gettext_lazy("last day, as planned"),
    "ended_on": gettext_lazy("last day"),
    "group": gettext_lazy("group"),
    "route": gettext_lazy("by which way"),
    "member": gettext_lazy("Member"),
    "last_day": gettext_lazy("last day as a Member"),
    "before": gettext_lazy("before"),
    "member_track": gettext_lazy("on the Member track"),
    "open_track": gettext_lazy("on the open track"),
    "list_sha256": gettext_lazy("SHA-256 of the list"),
    "members": gettext_lazy("Members"),
    "letters": gettext_lazy("letters"),
    "kinds": gettext_lazy("kinds"),
    "languages": gettext_lazy("languages"),
    "chairs": gettext_lazy("chairs the committee"),
    "head_sha256": gettext_lazy("seal of the record"),
    "least": gettext_lazy("fewest reviews"),
    "most": gettext_lazy("most reviews"),
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
    return [(fact_name(name), shown(name, value, story)) for name, value in facts]


def shown(name, value, story):
    """In words; a moment that is no end stays one, and the page tells it like its other moments."""
    if name in TYPED:
        return str(value)
    if isinstance(value, str) and MOMENT.match(value) and name not in ENDS:
        return datetime.fromisoformat(value)
    return fact(name, value, story)


def capacity(code: str) -> str:
    """The role of that moment in words, or as what somebody acted for whom (`council:JP`). Both live floors above, so
    they are asked for by name.
    """
    if ":" in code:
        return apps.get_model("members.Delegate").in_words(code)
    roles = apps.get_model("accounts.RoleGrant")._meta.get_field("role").flatchoices
    return (dict(roles) | SEATS).get(code, code)


def fact_name(name: str) -> str:
    return capfirst(FACTS[name] if name in FACTS else name.replace("_", " "))


def fact(name, value, story) -> str:
    """A fact in words: moments as people read them, lists with commas, codes by their words in the story."""
    if value is True:
        return _("yes")
    if isinstance(value, list):
        return ", ".join(fact(name, item, story) for item in value)
    if isinstance(value, str) and DAY.match(value):
        return day_words(value, outside=name in DAYS_OUTSIDE)
    if isinstance(value, str) and MOMENT.match(value):
        return moment_words(datetime.fromisoformat(value), end=name in ENDS)
    return str(story.get(value) or value)


def day_words(value: str, *, outside=False) -> str:
    """A day as people read it, the one before where it is the first outside; one in no calendar stays as it is."""
    try:
        day = date.fromisoformat(value) - timedelta(days=outside)
    except (ValueError, OverflowError):
        return value
    return formats.date_format(day, "DATE_FORMAT")


def moment_words(at, *, end: bool) -> str:
    """An end as its last minute Anywhere on Earth, as it was typed; any other moment in UTC."""
    if end:
        inside = formats.date_format((at - MINUTE).astimezone(AOE), "DATETIME_FORMAT")
        return _("%(moment)s, Anywhere on Earth") % {"moment": inside}
    return clock.told(at)
