"""Where nothing can be proposed for a nomination any more: why, and where whoever may goes on."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.lifecycle import clock

from .models import Offer
from .phase import why_closed


class Settled(NamedTuple):
    """why: a sentence. url, link: a page of the admin and its words; empty for whoever does not read there."""

    why: str
    url: str = ""
    link: str = ""


def settled(sight, nomination, there) -> Settled | None:
    """there: what is proposed for it. None where something can be proposed."""
    if why := why_closed(sight.call, clock.now()):
        return Settled(why)
    if there and there.publication_id:
        why = _(
            "The list is fixed for publication. Before this decision can change, the secretariat takes the list back."
        )
        address = reverse("admin:deciding_publication_change", args=[there.publication_id])
        return Settled(why, address, _("The list")) if sight.user.may_read_files else Settled(why)
    offers = Offer.objects.holding().filter(decision__nomination=nomination, decision__status="published")
    offer = offers.defer("letter").first()
    if offer is None:
        return None
    if offer.status == Offer.Status.OFFERED:
        why = _("A seat is offered. Something else can be proposed once it is declined, or the time to answer is over.")
    else:
        why = _("The seat is accepted: the decision stands. Whoever leaves the group has their term ended.")
    if not Offer.objects.visible_to(sight.user).filter(pk=offer.pk).exists():
        return Settled(why)
    return Settled(why, reverse("admin:deciding_offer_change", args=[offer.pk]), _("The offer"))
