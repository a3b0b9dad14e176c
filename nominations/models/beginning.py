"""Beginning: one nomination for each person in a call, whichever door they come through."""

from typing import Self

from django.db.models import F
from django.utils.translation import gettext as _

from members.models import Person
from portal.lifecycle.models import Refused
from portal.lifecycle.text import searchable

from .barred import seats_of


class Beginning:
    """Trait of Nomination."""

    @classmethod
    def start(cls, *, call, by, at=None) -> Self:
        """The person's nomination in this call: the one that is there, or a new draft while the call is open."""
        person = Person.of(by)
        with call.locked(at) as at:
            if there := cls.of_person(call, person):
                return there
            if not (call.is_open(at) or call.is_open(at, person)):
                raise Refused(_("The call is not open, so a new nomination cannot be started."))
            return cls.begin(call=call, person=person, by=by, at=at)

    @classmethod
    def of_person(cls, call, person, *, lock=False) -> Self | None:
        """The dossier of a person in a call: their own, or the one with which theirs was united."""
        found = cls.objects.filter(call=call, person=person).order_by(F("united_with").asc(nulls_first=True))
        there = (found.select_for_update(of=("self",)) if lock else found).first()
        if there and there.united_with_id:
            kept = cls.objects.filter(pk=there.united_with_id)
            return (kept.select_for_update(of=("self",)) if lock else kept).get()
        return there

    @classmethod
    def begin(cls, *, call, person, by, at) -> Self:
        """A new draft with the next number. Call inside the call's lock, when the person has none."""
        type(call).objects.filter(pk=call.pk).update(last_number=F("last_number") + 1)
        number = call.last_number + 1
        nomination = cls.objects.create(
            call=call,
            person=person,
            number=number,
            reference=f"N{call.year % 100:02d}-{number:05d}",
            started_at=at,
            display_name=str(person)[:160],
            search_name=searchable(str(person)),
        )
        nomination.record("started", by=by, at=at)
        return nomination

    @classmethod
    def keeps_apart(cls, one, other) -> str:
        """Why two persons cannot be made one: both have a nomination in the same call, or one judges where the other is
        a candidate.
        """
        return cls.both_nominated(one, other) or cls.judge_and_candidate(one, other)

    @classmethod
    def both_nominated(cls, one, other) -> str:
        alone = cls.objects.filter(united_with=None)
        calls = alone.filter(person=one).values("call")
        theirs = alone.filter(person__in=[one.pk, other.pk], call__in=calls).order_by("number")
        both = [n.reference for n in theirs if n.call_id in {m.call_id for m in theirs if m.person_id == other.pk}]
        if not both:
            return ""
        sentence = _(
            "Both have a nomination in the same call: %(references)s. A person has one. Unite the two nominations first, on the page of the one to keep."
        )
        return sentence % {"references": ", ".join(both)}

    @classmethod
    def judge_and_candidate(cls, one, other) -> str:
        calls = seats_of([one.user_id, other.user_id]).filter(call__status="published").values("call")
        theirs = cls.objects.filter(person__in=[one.pk, other.pk], call__in=calls)
        found = theirs.exclude(status__in=["draft", "withdrawn"]).order_by("number").first()
        if found is None:
            return ""
        sentence = _(
            "One sits in the committee of the call in which the other is a candidate, with %(reference)s. Nobody is both: first take the one from the committee, or have the nomination withdrawn."
        )
        return sentence % {"reference": found.reference}
