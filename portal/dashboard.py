"""What waits: the first page of the admin. Each number is a link to the list it counts; a handful of cheap statements."""

from typing import NamedTuple

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Accession, Appointment, Ballot, Likeness, WorkingGroup
from members.models.accession import FOR_SECRETARIAT
from nominations.deciding.models import Decision, Offer, Publication
from nominations.deciding.reserve import left_free
from nominations.gaps import silent_members
from nominations.models import Call, Endorsement, Nomination
from portal.lifecycle import clock
from portal.notifications.models import Gate, Message

Status = Nomination.Status
READY = gettext_lazy("lists to be looked at and published")
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
    call, now = Call.objects.current(), clock.now()
    counts = by_group(call, request.user) if call else {}
    return context | {
        "call": call,
        "now": now,
        "gate": Gate.now(),
        "waits": waits(call, counts, now, request.user),
        "states": [state.label for state in SHOWN],
        "rows": rows(counts),
        "total": [sum(states.get(state, 0) for states in counts.values()) for state in SHOWN],
    }


def by_group(call, user) -> dict:
    """Key of the first group (None: not submitted yet) to state to number: one statement, answered by an index alone."""
    counts: dict = {}
    found = call.nominations.visible_to(user).order_by().values_list("group_id", "status").annotate(number=Count("*"))
    for group, status, number in found:
        counts.setdefault(group, {})[status] = number
    return counts


def rows(counts) -> list[tuple[str, list[int]]]:
    """(name, numbers by state) of each group, in the groups' order; those without a group last."""
    named = [(group.pk, group.name) for group in WorkingGroup.objects.filter(pk__in=[key for key in counts if key])]
    named += [(None, _("not shown for drafts"))] if None in counts else []
    return [(name, [counts[key].get(state, 0) for state in SHOWN]) for key, name in named]


def waits(call, counts, now, user) -> list[Wait]:
    """What somebody has to do, and what is on its way; of what this reader may know of."""
    total = {state: sum(states.get(state, 0) for states in counts.values()) for state in SHOWN}
    ours = [*deciding_waits(now, user), *accession_waits(), *membership_waits(now), *letter_waits(user)]
    if not call:
        return ours
    older = screening_waits(call, user)
    return [*nomination_waits(call, total, user), *older, *endorsement_waits(call, now, user), *ours]


def nomination_waits(call, total, user) -> list[Wait]:
    mine = call.nominations.visible_to(user)
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


def screening_waits(newest, user) -> list[Wait]:
    """What is still to screen in calls before the newest, those in review; none is no line."""
    rows = Nomination.objects.visible_to(user).filter(status=Status.SUBMITTED, call__status=Call.Status.PUBLISHED)
    found = rows.exclude(call=newest).order_by("-call__year").values_list("call__year").annotate(number=Count("*"))
    return [
        Wait(
            number,
            _("to screen in the call of %(year)s") % {"year": year},
            nominations(state="submitted", call=year),
            True,
        )
        for year, number in found
    ]


def endorsement_waits(call, at, user) -> list[Wait]:
    """What Members have still to say, as long as they can; none is no line."""
    if at >= max(call.agree_end, call.endorsement_end) or call.status != call.Status.PUBLISHED:
        return []
    asked = call.endorsements.visible_to(user).filter(status=Endorsement.Status.REQUESTED).count()
    requests = address("nominations_endorsement", waits="member", call=call.year)
    gaps = reverse(f"{admin.site.name}:nominations_call_gaps", args=[call.pk])
    silent = silent_members(call, at, user).count()
    waiting = [
        Wait(asked, _("requests to Members unanswered"), requests, False),
        Wait(silent, _("Members without a nomination or endorsement"), gaps, False),
    ]
    return [wait for wait in waiting if wait.number]


def deciding_waits(now, user) -> list[Wait]:
    """Lists that a head may publish, the next of reserve lists, seats they left free, offers that end soon; none is no line."""
    lists = dict(Publication.objects.order_by().values_list("status").annotate(number=Count("*")))
    ready = lists.get(Publication.Status.DONE, 0)
    if Publication.Status.PUBLISHED not in lists:  # no offer yet, and no reserve list
        ready_alone = Wait(ready, READY, address("deciding_publication", state="done"), True)
        return [ready_alone] if ready else []
    ending = Offer.objects.visible_to(user).ending(now).count()
    coming = Decision.objects.visible_to(user).free().exclude(releases=None).order_by()
    waiting = [
        Wait(ready, READY, address("deciding_publication", state="done"), True),
        *[
            Wait(
                number,
                _("next of the reserve list proposed in the call of %(year)s") % {"year": year},
                reverse("deciding:places", args=[year]),
                True,
            )
            for year, number in coming.values_list("call__year").annotate(number=Count("*"))
        ],
        Wait(
            len(left_free(user, now)),
            _("seats free again, for which nobody is proposed any more"),
            address("deciding_offer", waits="free"),
            True,
        ),
        Wait(ending, _("offers end within a week"), address("deciding_offer", waits="ending"), False),
    ]
    return [wait for wait in waiting if wait.number]


def accession_waits() -> list[Wait]:
    """Countries' applications that wait for the secretariat; none is no line."""
    waiting = Accession.objects.filter(status__in=FOR_SECRETARIAT).count()
    words = _("applications of countries")
    return [Wait(waiting, words, address("members_accession", waits="secretariat"), True)] if waiting else []


def membership_waits(now) -> list[Wait]:
    """Open ballots, people who may be one, terms that end soon and that nothing follows; none is no line."""
    ending = Appointment.objects.running_out(clock.day_of(now))
    pairs = reverse(f"{admin.site.name}:members_person_duplicates")
    found = [
        (Ballot.objects.filter(status="open"), _("ballots open"), address("members_ballot", state="open"), False),
        (Likeness.objects.open().order_by(), _("possible duplicates"), pairs, True),
        (ending, _("terms end within 90 days"), address("members_appointment", waits="ending"), True),
    ]
    waiting = [Wait(rows.count(), *others) for rows, *others in found]
    return [wait for wait in waiting if wait.number]


def letter_waits(user) -> list[Wait]:
    stuck = Message.objects.visible_to(user).waiting_for("person").count()
    return [Wait(stuck, _("letters that need a person"), address("notifications_message", waits="person"), True)]


def nominations(**query) -> str:
    return address("nominations_nomination", **query)


def address(name, **query) -> str:
    return f"{reverse(f'{admin.site.name}:{name}_changelist')}?{urlencode(query)}"
