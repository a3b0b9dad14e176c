"""What happens to a country's application from many sides at once, on PostgreSQL."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Accession, Ballot
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import make
from tests.accessions import accession_of, pdf_file
from tests.nominations.test_at_once import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def contact():
    return make.user("leila@example.org", "Leila Haddad")


def received() -> int:
    return Message.objects.filter(occasion="members/accession_received").count()


def test_ten_starts_make_one_draft(contact):
    found = at_once(*[lambda: Accession.start("NO", by=contact).pk] * 10)

    assert set(found) == {Accession.objects.get().pk}


def test_ten_clicks_send_in_once_and_write_one_receipt(contact):
    accession = accession_of(contact, status="filled")

    found = at_once(*[lambda: Accession.objects.get(pk=accession.pk).submit(by=contact).number] * 10)

    assert found == [1] * 10
    assert (received(), accession.story().filter(verb="submitted").count()) == (1, 1)


def test_of_two_contacts_of_one_country_one_sends_in(contact):
    other = make.user("tomas@example.org", "Tomas")
    drafts = [accession_of(by, status="filled") for by in (contact, other)]

    found = at_once(*(lambda draft=draft: draft.submit(by=draft.contact) for draft in drafts))

    assert [isinstance(outcome, Refused) for outcome in found].count(True) == 1
    assert Accession.objects.under_way().count() == received() == 1


def test_a_letter_and_a_send_in_at_once_leave_one_letter_that_was_sent(contact):
    accession = accession_of(contact, status="filled")

    at_once(
        lambda: Accession.objects.get(pk=accession.pk).attach_letter(pdf_file(), by=contact),
        lambda: Accession.objects.get(pk=accession.pk).submit(by=contact),
    )

    version = accession.versions.get()
    assert version.letter_id == accession.letter.pk
    assert accession.letters.count() == 1


@pytest.mark.parametrize("_round", range(4))
def test_a_withdrawal_and_an_opening_at_once_never_both_happen(contact, _round):
    officer = make.user("amina@example.org", "Amina Diallo", role="officer")
    make.member()
    accession = accession_of(contact, status="recommended", by=officer)
    now = timezone.now()
    times = {"opens_at": now + timedelta(hours=1), "closes_at": now + timedelta(days=9)}
    ballot = accession.put_to_council(rule="consensus", by=officer, **times)

    outcomes = at_once(
        lambda: Accession.objects.get(pk=accession.pk).withdraw(by=contact),
        lambda: Ballot.objects.get(pk=ballot.pk).open(by=None, at=times["opens_at"]),
    )

    assert [isinstance(outcome, Refused) for outcome in outcomes].count(True) == 1
    pair = Accession.objects.get(pk=accession.pk).status, Ballot.objects.get(pk=ballot.pk).status
    assert pair in {("withdrawn", "cancelled"), ("put_to_council", "open")}
