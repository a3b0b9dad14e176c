"""Letters on an offer: to whoever was selected, and to the secretariat."""

from django.conf import settings
from django.urls import reverse_lazy

from members.models.consent import Purpose
from members.notices import terms
from portal.notifications.outbox import post, post_many

from ...once import reminder_key


def tell(offer, occasion, **more):
    """To the person of the offer, if they have an account."""
    if letter := words(offer, occasion, **more):
        post(**letter)


def words(offer, occasion, *, key="", link=None, **more) -> dict | None:
    """A letter to the person of the offer, in their language; without an account nobody can be told: None."""
    nomination = offer.decision.nomination
    if nomination.owner is None:
        return None
    return {
        "occasion": f"deciding/{occasion}",
        "to": nomination.owner.email,
        "recipient": nomination.owner,
        "key": key_of(occasion, offer.pk, key),
        "language": nomination.language,
        "about": offer,
        "link": link or reverse_lazy("nominations:detail", args=[nomination.pk]),
        "offer": offer,
        "nomination": nomination,
        "call": offer.decision.call,
        "decision": offer.decision,
        **more,
    }


def key_of(occasion, pk, key="") -> str:
    """What makes a letter on an offer the only one of its kind."""
    return f"{occasion}:{pk}:{key}" if key else f"{occasion}:{pk}"


def page_of(offer):
    """Resolved later, in the language of the letter."""
    return reverse_lazy("deciding:offer", args=[offer.pk])


def accepted(offer, at):
    """To the person; those who lead the group and the Member's focal point read of it in the words of the ledger."""
    term = offer.appointment
    agreed = term.person.consents_to(Purpose.PUBLICATION)
    tell(offer, "accepted", link=page_of(offer), once=True, agreed=agreed)
    terms.tell_others([term], "joins", at, key=term.pk)


def declined(offer):
    tell(offer, "declined")


def lapsed(offer):
    tell(offer, "lapsed")


def prolonged(offer, event):
    tell(offer, "offer_prolonged", key=event.pk, link=page_of(offer))


def reminded(rows) -> int:
    """rows: (offer, the reminder of this moment). Each is of use until the next one; people can stop them."""
    return post_many([letter for offer, reminder in rows if (letter := reminding(offer, reminder))])


def reminding(offer, reminder) -> dict | None:
    more = {"reminder": True, "expires_at": reminder.useful_until, "link": page_of(offer)}
    return words(offer, "offer_reminder", key=reminder_key(reminder.which, offer.until), **more)


def next_proposed(offer, decision, effects):
    """To the secretariat's mailbox: somebody of the reserve list is proposed for the seat that came free.

    It says no place, and not who was passed over: whoever reads there may have a conflict with one of these.
    """
    to_secretariat(offer, "next_proposed", proposed=decision, effects=effects)


def reserve_empty(offer, found):
    """To the secretariat's mailbox: a seat came free, and nobody is proposed for it."""
    to_secretariat(offer, "reserve_empty", reason=found.why)


def to_secretariat(offer, occasion, **more):
    about = more.get("proposed") or offer.decision
    post(
        f"deciding/{occasion}",
        to=settings.SECRETARIAT_EMAIL,
        key=f"{occasion}:{offer.pk}:{offer.story().last().pk}",
        about=about,
        link=reverse_lazy("admin:deciding_offer_change", args=[offer.pk]),
        offer=offer,
        call=offer.decision.call,
        group=offer.decision.group,
        **more,
    )
