"""What waits: the first page of the admin. Each number is a link to the list it counts; a handful of cheap statements."""

from typing import NamedTuple

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from members.models import WorkingGroup
from nominations.models import Call, Nomination
from portal.lifecycle import clock
from portal.notifications.models import Message

Status = Nomination.Status
SHOWN = (
    Status.DRAFT,
    Status.SUBMITTED,
    Status.RETURNED,
    Status.ELIGIBLE,
    Status.INELIGIBLE,
    Status.WITHDRAWN,
    Status.DECIDED,
)


class Wait(NamedTuple):
    """A number with its words and the list behind it; `now`: somebody of the secretariat has to act."""

    number: int
    words: str
    address: str
    now: bool


def dashboard(request, context) -> dict:
    """The theme's callback: adds what our page shows to what every page has."""
    call = Call.objects.current()
    counts = by_group(call) if call else {}
    return context | {
        "call": call,
        "now": clock.now(),
        "waits": waits(request.user, call, counts),
        "states": [state.label for state in SHOWN],
        "rows": rows(counts),
        "total": [sum(states.get(state, 0) for states in counts.values()) for state in SHOWN],
    }


def by_group(call) -> dict:
    """Slug of the first group (None: not submitted yet) to state to number: one statement."""
    counts: dict = {}
    found = call.nominations.order_by().values_list("group__slug", "status").annotate(Count("pk"))
    for group, status, number in found:
        counts.setdefault(group, {})[status] = number
    return counts


def rows(counts) -> list[tuple[str, list[int]]]:
    """(name, numbers by state) of each group, in the groups' order; those without a group last."""
    named = [
        (group.slug, group.name) for group in WorkingGroup.objects.filter(slug__in=[slug for slug in counts if slug])
    ]
    named += [(None, _("no group yet"))] if None in counts else []
    return [(name, [counts[slug].get(state, 0) for state in SHOWN]) for slug, name in named]


def waits(user, call, counts) -> list[Wait]:
    """What somebody has to do, and what is on its way."""
    total = {state: sum(states.get(state, 0) for states in counts.values()) for state in SHOWN}
    return [*nomination_waits(call, total), *letter_waits()] if call else letter_waits()


def nomination_waits(call, total) -> list[Wait]:
    mine = call.nominations
    year = call.year
    return [
        Wait(total[Status.SUBMITTED], _("to screen"), nominations(state="submitted", call=year), True),
        Wait(mine.waiting_for("overdue").count(), _("returns overdue"), nominations(waits="overdue", call=year), True),
        Wait(
            mine.waiting_for("question").count(),
            _("with a question unanswered"),
            nominations(waits="question", call=year),
            False,
        ),
        Wait(total[Status.RETURNED], _("returned for correction"), nominations(state="returned", call=year), False),
        Wait(
            mine.waiting_for("letter").count(),
            _("screening letters held"),
            nominations(waits="letter", call=year),
            False,
        ),
        Wait(total[Status.DRAFT], _("drafts open"), nominations(state="draft", call=year), False),
    ]


def letter_waits() -> list[Wait]:
    stuck = Message.objects.waiting_for("person").count()
    return [Wait(stuck, _("letters that need a person"), address("notifications_message", waits="person"), True)]


def nominations(**query) -> str:
    return address("nominations_nomination", **query)


def address(name, **query) -> str:
    return f"{reverse(f'{admin.site.name}:{name}_changelist')}?{urlencode(query)}"
