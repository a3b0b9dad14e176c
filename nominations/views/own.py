"""Finding one's own nomination, and what every page about it shows."""

from django.db.models.functions import Now
from django.shortcuts import get_object_or_404

from ..models import Nomination
from ..questions import SECTIONS


def own(request, pk) -> Nomination:
    """The nomination at this address if it is this person's; else the 404 of a missing page."""
    mine = Nomination.objects.owned_by(request.user).with_end().annotate(now=Now())
    return get_object_or_404(mine.select_related("submitted_version", "group"), pk=pk)


def about(nomination) -> dict:
    """What the pages of a nomination know about time and state; the state is the one its author may know."""
    now = nomination.now
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
