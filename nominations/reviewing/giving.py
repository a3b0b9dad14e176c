"""By hand: who may be given a nomination, with the reason why others may not; and which nominations lack reviews."""

from django.db.models import Count
from django.utils.translation import gettext as _

from nominations.models import Nomination

from .models import Assignment, Conflict
from .models.assignment import covers
from .phase import scored, to_review

NOTHING = ("", "")  # what a seat had of a nomination that it was never given


def lacking(call, user):
    """The nominations of a call that have fewer reviews than it asks for, of those this person may see; fewest first.

    `given`: how many reviewers have each.
    """
    seen = Nomination.objects.visible_to(user).filter(scored(call), call=call, status="eligible", united_with=None)
    counted = seen.annotate(given=Count("assignments", filter=covers("assignments__")))
    return counted.filter(given__lt=call.reviews_per_nomination).order_by("given", "number").select_related("group")


def candidates(nomination, user) -> tuple[list, list]:
    """(seats that may be given it, the best first, whoever has all they can bear last; seats that may not, each with the reason)."""
    call = nomination.call
    rows = nomination.assignments.values_list("reviewer", "status", "declined_for")
    there = {reviewer: (status, why) for reviewer, status, why in rows}
    barred = set(Conflict.objects.in_force().filter(nomination=nomination).values_list("user", flat=True))
    scored_now = to_review(call).filter(pk=nomination.pk).exists()
    seats = call.reviewers.serving().with_load(user).select_related("user").prefetch_related("groups").order_by("order")
    able, unable = [], []
    for seat in seats:
        groups = {group.pk for group in seat.groups.all()}
        seat.fits = 2 * (nomination.group_id in groups) + (nomination.second_group_id in groups)
        why = why_not(seat, there.get(seat.pk, NOTHING), seat.user_id in barred, scored_now)
        (unable if why else able).append((seat, why) if why else seat)
    able.sort(key=lambda seat: (seat.given >= seat.most, -seat.fits, seat.given / max(seat.most, 1), seat.order))
    return able, unable


def why_not(seat, had, barred, scored_now) -> str:
    """In words; empty where the seat may have it. had: (status, declined for what) of what the seat has of it."""
    status, declined_for = had
    if not scored_now:
        return _("This nomination is not scored: it is not eligible, or on the track of those who are only checked.")
    if barred:
        return _("A conflict of interest stands between this reviewer and this nomination.")
    if status in Assignment.HELD:
        return _("This reviewer has this nomination already.")
    if status == Assignment.Status.DECLINED and declined_for != Assignment.Why.CONFLICT:  # that one was lifted
        return _("This reviewer has declined this nomination.")
    return ""
