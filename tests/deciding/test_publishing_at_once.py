"""What happens to a list from two sides at the very same moment, on PostgreSQL."""

import threading
import time
from datetime import timedelta

import pytest

from members.models import ConsentRecord, Person
from members.models.consent import VERSION, Purpose, Way
from nominations.deciding.models import Decision, Offer, Publication
from nominations.models import Nomination
from nominations.reviewing.models.binding import declare
from portal.accounts.models import User
from portal.lifecycle import clock
from portal.lifecycle.models import Event, Refused
from portal.notifications.models import Message
from tests import decisions, make
from tests.moments import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def fresh(publication) -> Publication:
    return Publication.objects.get(pk=publication.pk)


def releasing(publication, head):
    return lambda: fresh(publication).release(by=User.objects.get(pk=head.pk), seen=publication.sha256)


def faults(outcomes):
    """What was raised and is no sentence for a person."""
    return [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]


def whole(call) -> bool:
    """Everybody is published, with one letter each; or nobody. Gives which."""
    states = set(call.nominations.exclude(status="withdrawn").values_list("status", flat=True))
    letters = Message.objects.filter(occasion__startswith="deciding/")
    letters = letters.exclude(occasion__in=["deciding/held_back", "deciding/left_out"]).count()
    published = Decision.objects.published().count()
    assert (states, letters, Offer.objects.count()) in (({"decided"}, published, 1), ({"eligible"}, 0, 0))
    return states == {"decided"}


def test_a_list_from_two_sides_at_once(groups, jonas, amina):
    """One world: an officer changes while it is fixed; a person withdraws and a head declares while it is published."""
    call = decisions.judged_call(by=jonas)
    first, second, third = decisions.candidates(call, 3, by=amina)
    decisions.selected(first, by=amina)
    decisions.on_reserve(second, by=amina)
    decisions.not_selected(third, by=amina)
    ruth = make.user("ruth@example.org", "Ruth Adeyemi", role="head")
    noor = make.user("noor@example.org", "Noor Haddad", role="head")

    outcomes = at_once(
        lambda: Publication.prepare(call, by=amina, offers_until=clock.now() + timedelta(days=14)),
        lambda: decisions.not_selected(Nomination.objects.get(pk=second.pk), by=jonas, words="Late."),
    )
    publication = Publication.objects.get()
    late = Decision.objects.get(nomination=second)
    assert not faults(outcomes)
    assert (late.words == "Late.") == (jonas.pk in publication.hands) == (not isinstance(outcomes[1], Refused))

    at_once(*[lambda: fresh(publication).work()] * 2)
    publication = fresh(publication)
    assert (publication.status, publication.letters.count()) == ("done", 3)

    held = threading.Event()

    def as_publishing():
        with call.locked():
            held.set()
            time.sleep(0.3)  # until the other one waits
            list(call.nominations.select_for_update(no_key=True))

    def giving_time():
        held.wait()
        until = clock.now() + timedelta(days=3)
        Nomination.objects.get(pk=first.pk).extend(until=until, reason="Ill.", by=amina)

    assert not faults(at_once(as_publishing, giving_time)), "the call before its nominations"

    outcomes = at_once(
        releasing(publication, ruth),
        lambda: Nomination.objects.get(pk=third.pk).withdraw(by=third.owner),
        lambda: declare(first, noor, by=noor, at=clock.now()),
    )
    assert not faults(outcomes)
    if not whole(call):
        third.reinstate(by=third.owner, at=call.closes_at - timedelta(days=1))
    with pytest.raises(Refused):
        releasing(publication, noor)()

    outcomes = at_once(releasing(publication, ruth), releasing(publication, jonas), releasing(publication, ruth))
    assert not faults(outcomes)
    assert whole(call)
    assert [event.verb for event in Event.objects.about(publication)].count("published") == 1


def test_two_heads_and_the_clock_at_once_publish_once(groups, jonas, amina):
    call = decisions.judged_call(by=jonas)
    decisions.selected(decisions.candidates(call, 1, by=amina)[0], by=amina)
    publication = decisions.prepared(call, by=amina)
    ruth, soon = make.user("ruth@example.org", role="head"), clock.now() + timedelta(hours=1)
    publication.release(by=jonas, seen=publication.sha256, publish_at=soon)

    outcomes = at_once(
        lambda: fresh(publication).publish_when_due(at=soon),
        lambda: fresh(publication).publish_when_due(at=soon),
        lambda: fresh(publication).call_off(by=amina),
        releasing(publication, ruth),
    )

    assert not faults(outcomes)
    assert whole(call) == (fresh(publication).status == "published")


def test_a_seat_is_accepted_while_its_person_takes_a_consent_back(groups, jonas, amina):
    """Both hold the person first: neither waits for what the other has."""
    call = decisions.judged_call(by=jonas)
    offer = decisions.offered(decisions.candidates(call, 1, by=amina)[0], by=jonas)
    person, held = offer.decision.nomination.person, threading.Event()
    told = {"text_version": VERSION, "way": Way.PROFILE}
    ConsentRecord.settle(person, {Purpose.PUBLICATION: True}, **told)

    def taking_back():
        with Person.objects.get(pk=person.pk).locked():
            held.set()
            time.sleep(0.3)  # until the other one waits
            ConsentRecord.settle(person, {Purpose.PUBLICATION: False}, **told)

    def accepting():
        held.wait()
        mine = Offer.objects.get(pk=offer.pk)
        mine.accept(interests={}, nothing_to_declare=True, publication=False, by=person.user)

    assert not faults(at_once(taking_back, accepting))
    assert Offer.objects.get(pk=offer.pk).status == "accepted"
