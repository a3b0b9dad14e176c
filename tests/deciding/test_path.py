"""From a proposal to the seat, by the verbs alone."""

import pytest

from members.models import Appointment
from nominations.deciding.models import Decision, DecisionRecord, Offer
from nominations.models import Nomination
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import decisions


def decide(three, by):
    first, second, third = three
    decisions.selected(first, by=by, words="Your field work convinced the committee.")
    decisions.on_reserve(second, by=by)
    decisions.not_selected(third, by=by)


def test_all_is_published_in_one_act_by_a_second_person(call, three, amina, jonas):
    decide(three, amina)
    publication = decisions.prepared(call, by=amina)
    with pytest.raises(Refused, match="head of secretariat publishes"):
        publication.release(by=amina, seen=publication.sha256)

    publication.release(by=jonas, seen=publication.sha256)
    publication.release(by=jonas, seen=publication.sha256)

    assert set(Nomination.objects.filter(call=call).values_list("status", flat=True)) == {"decided"}
    letters = Message.objects.filter(occasion__startswith="deciding/")
    assert sorted(letters.values_list("occasion", flat=True)) == [
        "deciding/not_selected",
        "deciding/reserve",
        "deciding/selected",
    ]
    assert "Your field work convinced the committee." in letters.get(occasion="deciding/selected").text
    assert Offer.objects.get().decision.nomination == three[0]
    assert DecisionRecord.objects.filter(call=call).count() == 3


def test_a_seat_that_comes_free_is_proposed_to_the_next_and_accepted(call, three, amina, jonas):
    decide(three, amina)
    decisions.published(call, by=amina, head=jonas)
    first, second, _third = three

    decisions.offer_of(first).decline(by=first.person.user)

    proposed = Decision.objects.proposed().get()
    assert (proposed.nomination, proposed.outcome, proposed.releases.rank) == (second, "select", 1)
    decisions.published(call, by=amina, head=jonas)
    offer = decisions.offer_of(second)
    offer.accept(interests={}, nothing_to_declare=True, by=second.person.user)
    assert Appointment.objects.get(person=second.person).group == decisions.group_of(second)
    assert Message.objects.filter(occasion="deciding/released").count() == 1
