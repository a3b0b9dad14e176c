"""Erasing: the words about a person leave the record by this way alone; the chain holds without them."""

import json

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from members.drafts.frozen import canonical
from members.notices import terms
from portal.lifecycle import clock
from portal.lifecycle.models import Event
from portal.notifications.models import Message
from portal.notifications.outbox import EMPTIED


class Erasing:
    """Trait of DecisionRecord."""

    @classmethod
    def erase(cls, person, *, by, at=None) -> int:
        """Empty what names a person, or was written about them: in the record and the lists it came from, with the decisions
        themselves and what was proposed before, in letters (that of the appointment, too, whose hash stays; to others who read of
        the person's term, too), and in an offer that was declined or prolonged. Outcomes and moments stay, and so does what is still proposed: take that back first.

        An Event of each decision says that it was done. Returns of how many the record was emptied.
        """
        from .decision import Decision

        with transaction.atomic():
            at = at or clock.now()
            rows = cls.objects.filter(decision__nomination__person=person).exclude(personal=None)
            keys = list(rows.order_by("call", "number").select_for_update(of=("self",)).values_list("pk", flat=True))
            rows.filter(pk__in=keys).update(personal=None, salt="")
            for decision in Decision.objects.filter(pk__in=keys):
                decision.record("record_erased", by=by, at=at)
            decisions = Decision.objects.filter(nomination__person=person).exclude(status=Decision.Status.PROPOSED)
            forget_in_lists(decisions.filter(pk__in=keys))
            forget_words(person, decisions)
            forget_letters(person, decisions)
            terms.forget(person, person.nominations.values_list("display_name", flat=True))
        return len(keys)


def forget_in_lists(decisions):
    """In the frozen lists, which the record outlives, and in what was looked at before they were published."""
    from .look import Look
    from .publication import Publication
    from .record import PERSONAL

    gone = {str(pk) for pk in decisions.values_list("pk", flat=True)}
    lists = Publication.objects.filter(decisions__in=gone).values("pk")
    for publication in Publication.objects.filter(pk__in=lists).order_by("pk").select_for_update(of=("self",)):
        told = json.loads(publication.content)
        for entry in told["decisions"]:
            if entry["id"] in gone:
                entry.update(dict.fromkeys(PERSONAL))
        Publication.objects.filter(pk=publication.pk).update(content=canonical(told))
    Look.objects.filter(call__in=decisions.values("call")).delete()


def forget_words(person, decisions):
    """For the candidate and for the file, also as they were before an act for many; and why a seat was declined."""
    from .batch import DecisionBatch
    from .offer import Offer

    decisions.update(words="", note="")
    decisions.model.reasons.through.objects.filter(decision__in=decisions.values("pk")).delete()
    offers = Offer.objects.filter(decision__in=decisions.values("pk"))
    forget_reasons(offers.values_list("pk", flat=True))
    offers.update(decline_reason="", letter=None)
    own = {str(pk) for pk in person.nominations.values_list("pk", flat=True)}
    batches = DecisionBatch.objects.filter(before__has_any_keys=list(own))
    for batch in batches.order_by("pk").select_for_update(of=("self",)):
        for key in own & batch.before.keys():
            batch.before[key] = batch.before[key] and batch.before[key] | {"words": "", "note": "", "reasons": []}
        batch.save(update_fields=["before"])


def forget_reasons(offers):
    """Why somebody was given more time."""
    from .offer import Offer

    told = Event.objects.filter(kind=ContentType.objects.get_for_model(Offer), thing_id__in=map(str, offers))
    for event in told.filter(facts__has_key="reason"):
        event.facts["reason"] = ""
        event.save(update_fields=["facts"])


def forget_letters(person, decisions):
    """As they were prepared and as they lie in the outbox; a summary to a desk goes whole where it names the person."""
    from .letter import PreparedLetter
    from .offer import Offer

    named = Q()
    for reference in person.nominations.values_list("reference", flat=True):
        named |= Q(decision=None, text__contains=reference)
    lists = decisions.exclude(publication=None).values("publication")
    prepared = PreparedLetter.objects.filter(Q(decision__in=decisions) | named, publication__in=lists)
    offers = Offer.objects.filter(decision__in=decisions)
    about = Q(key__in=list(prepared.values_list("key", flat=True)))
    for things in (decisions, offers):
        keys = [str(pk) for pk in things.values_list("pk", flat=True)]
        about |= Q(about_kind=ContentType.objects.get_for_model(things.model), about_id__in=keys)
    Message.objects.filter(about).update(**EMPTIED)
    prepared.update(**EMPTIED, links=[])
