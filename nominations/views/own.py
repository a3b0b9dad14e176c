"""Finding one's own nomination, and what every page about it shows."""

from functools import cache

from django.db.models import F, Q
from django.db.models.functions import Now
from django.shortcuts import get_object_or_404

from ..models import Nomination
from ..questions import SECTIONS


def own(request, pk) -> Nomination:
    """The nomination at this address if it is this person's; else the 404 of a missing page."""
    return get_object_or_404(at_hand().owned_by(request.user), pk=pk)


def own_of(user, nomination) -> Nomination | None:
    """The reader's own page of it: the nomination, or theirs that was united with it; None where it is of somebody else."""
    if nomination is None:
        return None
    theirs = Nomination.objects.owned_by(user).filter(Q(pk=nomination.pk) | Q(united_with=nomination))
    return theirs.order_by(F("united_with").asc(nulls_first=True)).first()


def own_to_change(request, pk) -> Nomination:
    """The same, by its key alone: for a verb, which reads the row itself when it has locked it."""
    return get_object_or_404(Nomination.objects.owned_by(request.user).only("pk"), pk=pk)


@cache
def at_hand():
    """What `own` asks, put together once: that takes longer than the answer."""
    read = Nomination.objects.with_end().with_seats().with_documents().with_words().annotate(now=Now())
    return read.select_related("submitted_version", "group")


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
