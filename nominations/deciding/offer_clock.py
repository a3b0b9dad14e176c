"""What the clock does after a publication: reminders of offers, reserve lists that end, seats that still wait for the next."""

from django.db.models import Exists, OuterRef

from portal.lifecycle.aoe import AOE

from ..once import BEFORE, each, fallen_due, reminder_key, told, untold
from .models import Decision, Offer
from .notices import offers as notices


def remind(at) -> int:
    """Remind whoever has an offer that ends soon; none of a reminder that fell due before the offer was made."""
    soon = Offer.objects.open().filter(until__gt=at, until__lte=at + max(BEFORE.values()))
    due = fallen_due(soon.values_list("pk", "offered_at", "until"), at)
    keys = {
        pk: notices.key_of("offer_reminder", pk, reminder_key(one.which, until)) for pk, (until, one) in due.items()
    }
    rows = soon.select_related("decision__nomination__person__user", "decision__group", "decision__call")
    return told(rows, untold(keys), lambda found: notices.reminded((row, due[row.pk][1]) for row in found))


def keep_reserve_lists(at):
    """Each in a transaction of its own; one that fails stops no other."""
    each(without_consent(), lambda place: place.leave_without_consent(at=at))
    each(over(at), lambda place: place.end_wait(at=at))
    each(Decision.objects.filter(released_by__in=stranded()), lambda place: place.clear_up(at=at))
    each(Offer.objects.vacant().filter(decision__call__in=free_calls()), lambda offer: offer.follow_when_free(at=at))


def without_consent():
    """Places of people who no longer agree to be on a reserve list."""
    return Decision.objects.waiting().without_consent()


def over(at):
    """Places of lists whose last day, Anywhere on Earth, has passed, and from which nobody is proposed."""
    proposed = Decision.objects.proposed().filter(releases=OuterRef("pk"))
    today = at.astimezone(AOE).date()
    return Decision.objects.waiting().filter(call__reserve_until__lt=today).exclude(Exists(proposed))


def stranded():
    """Proposals from places that were left while a list was fixed, and which that list does not hold any more."""
    return Decision.objects.free().filter(releases__status=Decision.Status.SUPERSEDED)


def free_calls():
    """Calls in which no list is fixed at present: the others are asked when it is published or taken back."""
    from ..models import Call
    from .models import Publication

    fixed = Publication.objects.open().filter(call=OuterRef("pk"))
    return Call.objects.exclude(Exists(fixed))
