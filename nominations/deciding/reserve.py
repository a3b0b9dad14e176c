"""The reserve list: who is next in a group, under the rules as they now stand; proposed, never appointed by itself."""

from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from members.countries import country_names
from portal.lifecycle.aoe import end_of
from portal.lifecycle.barred import unbarred

from .composition import candidates
from .effect import effect
from .models import Decision, Offer
from .models.answering import seat_held
from .models.decision import agreed
from .models.proposing import Proposal
from .notices import offers as notices
from .phase import why_closed
from .seen_places import passed_over


class Found(NamedTuple):
    """place: whose turn it is, or None; why: then why nobody's; passed: who was passed over, and why; all in words."""

    place: Decision | None
    passed: list[str]
    why: str = ""


def next_for(offer, *, at):
    """A seat came free: propose the next of its group's list. Inside the call's lock.

    While a list of the call is fixed nothing is asked: the seat stays vacant, and the clock asks again. Whoever is passed
    over is told in the note for the file by the place, with the reason, in the house's own language.
    """
    call = offer.decision.call
    if call.publications.open().exists():
        return
    with override(settings.LANGUAGE_CODE):
        found = search(offer, at)
        proposed = found.place and propose(call, offer.decision.group, found, at)
        offer.followed(proposed, found, at=at)
        if proposed:
            effects = effect(call, offer.decision.group, offer.decision.nomination, proposed.nomination)
            notices.next_proposed(offer, proposed, effects)
        else:
            notices.reserve_empty(offer, found)


def propose(call, group, found, at) -> Decision:
    place = found.place
    proposal = Proposal("select", group=group.pk, note="\n".join(found.passed), releases=place)
    Decision.write(call, {place.nomination_id: proposal}, by=None, at=at)
    return Decision.objects.proposed().get(nomination=place.nomination_id)


def search(offer, at) -> Found:
    call, group, passed = offer.decision.call, offer.decision.group, []
    if why := why_nobody(offer, at):
        return Found(None, passed, why)
    for place in waiting(call, group):
        why = why_not(place, offer, at)
        if not why:
            return Found(place, passed)
        passed.append(passed_over(place.rank, why))
    return Found(None, passed, _("Nobody on the reserve list can take it."))


def why_nobody(offer, at) -> str:
    """Why the list is not asked at all; empty where it is."""
    call, group = offer.decision.call, offer.decision.group
    if is_over(call, at):
        return _("The reserve list has ended.")
    if why := why_closed(call, at):
        return why
    if is_apart(offer.decision.nomination, call):
        return _(
            "It was a place of the Member track, which stands beside the seats: the reserve list does not fill it."
        )
    if free_seats(call, group) <= 0:
        return _("No seat of the group is free: all are held or proposed.")
    return ""


def is_over(call, at) -> bool:
    return call.reserve_until is not None and at >= end_of(call.reserve_until)


def is_apart(nomination, call) -> bool:
    """On the Member track, beside the seats of the groups."""
    return nomination.track == nomination.Track.MEMBER and not call.scores_named


def seated(call, group=None):
    """Nominations that hold a seat (an offer open or accepted), or are proposed for one; in a group, or in all."""
    held = Offer.objects.holding().filter(decision__call=call)
    coming = Decision.objects.proposed().filter(call=call, outcome="select")
    if group is not None:
        held, coming = held.filter(decision__group=group), coming.filter(group=group)
    keys = held.values_list("decision__nomination").union(coming.values_list("nomination"))
    return call.nominations.filter(pk__in=[pk for (pk,) in keys])


def free_seats(call, group, user=None) -> int:
    """How many seats of a group nobody holds or is proposed for; as far as this reader may know, where one is named."""
    seats = call.seats.filter(group=group).values_list("number", flat=True).first() or 0
    rows = seated(call, group) if user is None else unbarred(seated(call, group), user)
    return seats - in_seats(rows, call)


def in_seats(nominations, call) -> int:
    """How many of these take a seat of their group, and do not stand beside the seats."""
    return sum(not is_apart(one, call) for one in nominations.only("track"))


def left_free(user, at) -> list:
    """Keys of the offers whose seat waits for a person: whoever was next on the list was taken back, or decided otherwise,
    and nobody was proposed in their stead. Reckoned from what this reader may see, so that no number tells of somebody whom they may not.
    """
    rows = unbarred(Offer.objects.visible_to(user).next_gone(), user, "next__nomination").defer("letter")
    rows = rows.select_related("decision__call", "decision__group").order_by(
        "decision__call", "decision__group", "-followed_at"
    )
    by_seat = groupby(rows, lambda offer: (offer.decision.call, offer.decision.group))
    return [pk for (call, group), offers in by_seat for pk in still_free(call, group, list(offers), user, at)]


def still_free(call, group, offers, user, at) -> list:
    """Of these offers of one group, the newest first."""
    if is_over(call, at):
        return []
    instead = Decision.objects.visible_to(user).standing().filter(call=call, group=group, outcome="select", fills=None)
    instead = instead.filter(proposed_at__gt=offers[-1].followed_at)
    came = in_seats(call.nominations.filter(pk__in=instead.values("nomination")), call)
    number = min(free_seats(call, group, user), len(offers) - came)
    return [offer.pk for offer in offers[: max(number, 0)]]


def waiting(call, group):
    """The places of a group's list that nobody proposed to take up yet, in their order."""
    taken = Decision.objects.proposed().filter(releases=OuterRef("pk"))
    rows = Decision.objects.waiting().filter(call=call, group=group).exclude(Exists(taken))
    return rows.select_related("nomination__person__user").order_by("rank")


def why_not(place, offer, at) -> str:
    """Why whoever holds this place is passed over, in words for the file; empty where nothing speaks against it."""
    nomination = place.nomination
    if nomination.status not in ("eligible", "decided") or nomination.united_with_id:
        return _("the nomination was withdrawn")
    if not agrees(nomination):
        return _("no longer agrees to be on the reserve list")
    if nomination.owner is None or not nomination.owner.is_active:
        return _("has no account any more to answer with")
    if Decision.objects.proposed().filter(nomination=nomination).exists():
        return _("another decision is proposed")
    if seat_held(nomination.person_id, place.group, offer.starts_on(at)):
        return _("holds a seat in the group already")
    return beyond_cap(place)


def agrees(nomination) -> bool:
    """Whether the person agrees to be on a reserve list now."""
    return type(nomination).objects.filter(agreed(), pk=nomination.pk).exists()


def beyond_cap(place) -> str:
    """The cap of nationals, by who is seated now."""
    call = place.call
    if call.nationals_cap is None:
        return ""
    there = candidates(seated(call))
    own = candidates(call.nominations.filter(pk=place.nomination_id))[0]
    for country in sorted(own.countries):
        if sum(country in one.countries for one in there) >= call.nationals_cap:
            name = country_names(get_language() or "en").get(country, country)
            return _("the cap of nationals of one country is reached (%(country)s)") % {"country": name}
    return ""
