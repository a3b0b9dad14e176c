"""Whether a list is whole: what must hold of it before it is fixed, and when it is published; each refusal is a sentence."""

from collections import Counter

from django.utils.translation import gettext as _

from portal.lifecycle.barred import barred, unbarred
from portal.lifecycle.models import Refused

NAMED = 5  # how many references a refusal names


def demand_whole(call, *, by, at, beyond_seats=False):
    """Refuses a list that is not whole, or not ready, with all that stands in the way. Nothing is named that a conflict bars
    from whoever asks.
    """
    from .in_the_way import obstacles

    bars = barred(by) if by else None
    if found := obstacles(call, at=at, bars=bars, asks=True, beyond_seats=beyond_seats):
        words = [str(one) for one in found if not one.hidden]
        raise Refused(" ".join(words + [hidden()] * any(one.hidden for one in found)))


def seated(nominations):
    """Those to whom a seat was offered that they hold, or may still take."""
    from .offer import Offer

    held = Offer.objects.holding().filter(decision__status="published")
    return nominations.filter(pk__in=held.values("decision__nomination"))


def demand_none(nominations, by, sentence):
    """Refuse with a sentence that names some of these; of what is barred only that there is something."""
    if not nominations.exists():
        return
    seen = unbarred(nominations, by) if by else nominations
    names = list(seen.order_by("number").values_list("reference", flat=True)[: NAMED + 1])
    if not names:
        raise Refused(hidden())
    raise Refused(sentence % {"named": ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")})


def hidden() -> str:
    return _("The list is not whole, and what is missing is not yours to see. Ask somebody else to fix it.")


def beyond(call, bars=None) -> list[str]:
    """Names of the groups in which more are selected, and seated, than there are seats; the Member track apart, and those
    whose keys are in `bars`. One statement.
    """
    from .decision import Decision
    from .offer import Offer

    held = Offer.objects.holding().filter(decision__call=call)
    coming = Decision.objects.proposed().filter(call=call, outcome="select")
    if bars is not None:
        held, coming = held.exclude(decision__nomination__in=bars), coming.exclude(nomination__in=bars)
    if not call.scores_named:
        held = held.exclude(decision__nomination__track="member")
        coming = coming.exclude(nomination__track="member")
    held = held.order_by().values_list("decision__group", "decision__nomination")
    taken = held.union(coming.order_by().values_list("group", "nomination"))
    numbers = Counter(group for group, _nomination in taken)
    return [seats.group.name for seats in call.seats_by_group if numbers[seats.group_id] > seats.number]


def touches_barred(publication, user) -> bool:
    """Whether a conflict bars somebody from any nomination of a list."""
    return publication.decisions.filter(nomination__in=barred(user)).exists()
