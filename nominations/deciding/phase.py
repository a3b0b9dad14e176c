"""When decisions are made, and on whom: small questions with an answer in words, empty where it may be."""

from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused


def why_closed(call, at) -> str:
    """Why nothing can be decided in this call at this moment."""
    if call.status != call.Status.PUBLISHED:
        return _("This call is in the archive: its decisions stand.")
    if not call.tracks_frozen_at:
        return _("Freeze the tracks of the call first: until then nobody knows who is scored.")
    return ""


def demand_open(call, at):
    if why := why_closed(call, at):
        raise Refused(why)


def decidable(call):
    """The nominations of a call that are decided: eligible ones, and those on a reserve list that are decided anew."""
    return call.nominations.filter(status__in=["eligible", "decided"], united_with=None)


def undecided(call):
    """Eligible nominations for which nothing is proposed."""
    return call.nominations.filter(status="eligible", united_with=None).exclude(decisions__status="proposed")
