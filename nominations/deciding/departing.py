"""Where a decision departs from the order of ranks, or from the optimiser's proposal that was taken: then a note says why."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused

from .models import Decision

COLUMNS = ("nomination", "nomination__reference", "outcome", "group", "nomination__group")


class Judged(NamedTuple):
    """What becomes of one who was scored. group: of whoever is not selected the first choice."""

    reference: str
    outcome: str
    group: int | None
    mean: float


def departures(sight, proposals) -> dict:
    """nomination's key to a sentence, for each of these proposals that departs. Two statements, of what exists at this workbench."""
    there = sight.nominations().filter(pk__in=proposals)
    own = {row[0]: row[1:] for row in there.values_list("pk", "reference", "group", "review_tally__mean")}
    taken, judged = standing(sight)
    for pk, (reference, group, mean) in own.items():
        if mean is not None:
            judged[pk] = Judged(reference, proposals[pk].outcome, proposals[pk].group or group, mean)
    passed, selected = ends(judged.values())
    found = {pk: why for pk in own if (why := departure(proposals[pk], judged.get(pk), passed, selected))}
    unlike = {pk for pk, was in taken.items() if pk in own and was != (proposals[pk].outcome, proposals[pk].group)}
    return found | dict.fromkeys(unlike, _("It departs from the proposal of the optimiser that was taken."))


def standing(sight) -> tuple[dict, dict]:
    """By nomination: what was taken from the optimiser, and all who were scored."""
    taken, judged = {}, {}
    rows = Decision.objects.standing().filter(call=sight.call).seen_by(sight).order_by("-status")
    for pk, reference, outcome, group, first, mean, status, run in rows.values_list(
        *COLUMNS, "nomination__review_tally__mean", "status", "run"
    ):
        if status == Decision.Status.PROPOSED and run:
            taken[pk] = (outcome, group)
        if mean is not None:
            judged[pk] = Judged(reference, outcome, group or first, mean)  # what is proposed comes last
    return taken, judged


def ends(judged) -> tuple[dict, dict]:
    """By group: the best who is not selected, and the last who is."""
    passed, selected = {}, {}
    for one in judged:
        ends, better = (selected, -1) if one.outcome == "select" else (passed, 1)
        if one.group not in ends or better * one.mean > better * ends[one.group].mean:
            ends[one.group] = one
    return passed, selected


def departure(proposal, own, passed, selected) -> str:
    if own is None:
        return ""
    if proposal.outcome == "select":
        other = passed.get(own.group)
        if other and other.mean > own.mean:
            return _("%(other)s has a higher mean and is not selected.") % {"other": other.reference}
        return ""
    other = selected.get(own.group)
    if other and other.mean < own.mean:
        return _("%(other)s has a lower mean and is selected.") % {"other": other.reference}
    return ""


def demand_notes(sight, proposals):
    """Raises Refused where one departs and says no reason for the file."""
    for pk, why in departures(sight, proposals).items():
        if not proposals[pk].note.strip():
            raise Refused(_("%(why)s Say in the note for the file why.") % {"why": why})
