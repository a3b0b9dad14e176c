"""Finding one's own nomination, and what every page about it shows."""

from django.shortcuts import get_object_or_404

from portal.lifecycle import clock

from ..models import Nomination
from ..questions import SECTIONS


def own(request, pk) -> Nomination:
    """The nomination at this address if it is this person's; else the 404 of a missing page."""
    mine = Nomination.objects.owned_by(request.user).select_related("call", "person__user", "submitted_version")
    return get_object_or_404(mine, pk=pk)


def about(nomination, now=None) -> dict:
    """What the pages of a nomination know about time and state; the state is the one its author may know."""
    now = now or clock.now()
    return {
        "nomination": nomination,
        "call": nomination.call,
        "now": now,
        "deadline": nomination.deadline(),
        "shown": nomination.shown_status(now),
        "over": not nomination.takes_answers(now),
        "open_sections": nomination.open_sections(now),
    }


def after(section: str, among: list[str]) -> str | None:
    """The next section that can be changed, None after the last."""
    names = list(SECTIONS)
    later = [name for name in names[names.index(section) + 1 :] if name in among]
    return later[0] if later else None
