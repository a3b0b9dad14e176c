"""What changed about a person while something waited for them: rows united, accounts closed."""

import pytest

from members.models import Person
from nominations.deciding.models import Offer
from portal.notifications.models import Message
from tests import decisions, make

pytestmark = pytest.mark.django_db
NONE = {"interests": {}, "nothing_to_declare": True}


@pytest.fixture
def offer(call, three, amina, jonas):
    decisions.selected(three[0], by=amina)
    for one in three[1:]:
        decisions.not_selected(one, by=amina)
    decisions.published(call, by=amina, head=jonas)
    return decisions.offer_of(three[0])


def test_whoever_accepts_while_their_rows_are_united_has_one_seat_at_the_row_that_stays(offer, amina, monkeypatch):
    """The acceptance waited for the merge, as it waits for any change of the person."""
    stub = offer.decision.nomination.person
    kept, waits = make.person("Cara", "Candidate"), Offer.hold_person

    def after_the_merge(self):
        self.decision.nomination.person  # noqa: B018  read, and then the lock of the row is waited for
        kept.merge(Person.objects.get(pk=stub.pk), reason="The same ORCID page.", by=amina)
        return waits(self)

    monkeypatch.setattr(Offer, "hold_person", after_the_merge)
    offer.accept(**NONE, publication=True, by=stub.user)

    term = Offer.objects.get(pk=offer.pk).appointment
    assert (term.person_id, term.person.user) == (kept.pk, stub.user)
    assert Offer.objects.get(pk=offer.pk).interests.person_id == kept.pk


def test_a_letter_goes_to_the_account_that_the_person_has_when_it_leaves(call, three, amina, jonas):
    """The list was fixed before two rows were united, and the account of the nomination was closed."""
    for one in three:
        decisions.not_selected(one, by=amina)
    old = three[0].person.user
    publication = decisions.prepared(call, by=amina)
    type(old).objects.filter(pk=old.pk).update(is_active=False)
    new = make.user("cara.new@example.org", "Cara Candidate")
    Person.of(new).merge(Person.objects.get(pk=three[0].person_id), reason="The same ORCID page.", by=amina)

    publication.release(by=jonas, seen=publication.sha256)

    told = Message.objects.filter(occasion="deciding/not_selected").values_list("to", flat=True)
    assert "cara.new@example.org" in told
    assert len(told) == 3
