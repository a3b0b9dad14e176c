"""A nomination as the desk of a Member reads it that has a word on it, or is asked for one."""

from django.shortcuts import get_object_or_404, render

from portal.lifecycle import clock

from ..models import Endorsement, Nomination
from ..seen_by_member import SeenByMember


def for_member(request, pk):
    """The nomination at this address, if a Member of this reader has to do with it; else the 404 of a missing page."""
    at = clock.now()
    found = Nomination.objects.at_desk_of(request.user, at).select_related("call", "submitted_version")
    nomination = get_object_or_404(found, pk=pk)
    words = Endorsement.objects.at_desk_of(request.user, at).holding(at).filter(nomination=nomination)
    seen = SeenByMember(nomination, list(words.select_related("call", "member")), at)
    return render(request, "nominations/for_member.html", {"seen": seen, "nomination": nomination, "call": seen.call})
