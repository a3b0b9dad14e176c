"""When reviews are written, and who may be given what: small questions with an answer in words, empty where it may be."""

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _

from portal.lifecycle.aoe import AOE, MINUTE


def why_closed(call, at) -> str:
    """Why no review can be written at this moment."""
    if call.status != call.Status.PUBLISHED:
        return _("This call is in the archive: its reviews are closed.")
    if not call.tracks_frozen_at:
        return _("Reviews have not begun.")
    if call.review_until and at >= call.review_until:
        when = formats.date_format((call.review_until - MINUTE).astimezone(AOE), "DATETIME_FORMAT")
        return _("Reviews closed on %(when)s Anywhere on Earth. What you had saved is kept.") % {"when": when}
    return ""


def scored(call) -> Q:
    """Of a call's nominations those that reviewers score: on a track, and not on that of those who are only checked."""
    return ~Q(track="") if call.scores_named else Q(track="open")


def to_review(call):
    """The nominations of a call that reviewers score, and that are eligible."""
    return call.nominations.filter(scored(call), status="eligible", united_with=None)


def why_not_assignable(nomination, reviewer) -> str:
    """Why this nomination cannot be given to this reviewer."""
    call = reviewer.call
    if nomination.call_id != call.pk:
        return _("The reviewer belongs to the committee of another call.")
    if reviewer.ended_at is not None:
        return _("This seat in the committee has ended.")
    if not reviewer.user.is_active:
        return _("This account is closed.")
    if call.status == call.Status.CONCLUDED:
        return _("This call is in the archive: its reviews are closed.")
    if not call.tracks_frozen_at:
        return _("Freeze the tracks of the call first: until then nobody knows who is scored.")
    if not to_review(call).filter(pk=nomination.pk).exists():
        return _("This nomination is not scored: it is not eligible, or on the track of those who are only checked.")
    if nomination.conflicts.in_force().filter(user=reviewer.user_id).exists():
        return _("A conflict of interest stands between this reviewer and this nomination.")
    return ""
