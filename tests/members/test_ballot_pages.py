"""The ballot as council delegates see it, and that nobody else learns a choice before the close."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Accession, Ballot, RollEntry
from portal.lifecycle import clock
from portal.lifecycle.models import Event
from portal.notifications.models import Message
from tests import make
from tests.accessions import accession_of
from tests.admin import enter, list_of, page_of
from tests.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@kept
def delegates():
    return make.council(3)


@kept
def ballot(amina, delegates):
    return make.ballot(make.recommended(), by=amina)


def page(user, ballot, language="en"):
    address = reverse("members:ballot", args=[ballot.pk])
    return enter(Client(), user).get(address.replace("/en/", f"/{language}/"))


def words(response) -> str:
    return response.content.decode()


def send(user, ballot, **typed):
    return enter(Client(), user).post(reverse("members:vote", args=[ballot.pk]), typed, follow=True)


def end(ballot):
    """Its time is over and the clock has come by."""
    Ballot.objects.filter(pk=ballot.pk).update(
        opens_at=clock.now() - 9 * DAY, opened_at=clock.now() - 9 * DAY, closes_at=clock.now()
    )
    ballot.close()


def test_a_delegate_reads_the_application_and_votes(ballot, delegates):
    told = words(page(delegates[0].user, ballot))
    assert all(
        text in told
        for text in (
            "Kenya",
            "We want to work on safe systems together.",
            "Four universities and sixty firms.",
            "Evidence on values.",
        )
    )
    assert "The Committee&#x27;s reasons." in told
    assert "two thirds of the votes cast" in told
    assert "has not voted yet" in told

    told = words(send(delegates[0].user, ballot, choice="against"))
    assert "Your Member’s vote is recorded" in told
    assert "<b>Against</b>, cast by Delegate XA" in told


@pytest.mark.parametrize(("word", "said"), [("recommended", "recommends"), ("not_recommended", "does not recommend")])
def test_the_delegates_read_whether_it_is_recommended(amina, delegates, word, said):
    contact = make.user("carla@example.org", "Carla Contact")
    accession = accession_of(contact, "KE", word, by=amina, at=clock.now() - 30 * DAY)
    ballot = make.ballot(accession, by=amina, rule="consensus")

    assert f"The Steering Committee {said} admission." in words(page(delegates[0].user, ballot))
    assert "basis" not in accession.story().last().facts  # a consensus has none


def test_open_ballots_stand_by_when_they_close(amina, delegates):
    for country, days in (("KE", 9), ("ZA", 3), ("NO", 6)):
        make.ballot(make.recommended(country), by=amina, days=days)

    told = words(enter(Client(), delegates[0].user).get(reverse("members:ballots")))

    places = [told.index(name) for name in ("South Africa", "Norway", "Kenya")]
    assert places == sorted(places)


def test_a_vote_without_a_choice_is_asked_for_again(ballot, delegates):
    response = send(delegates[0].user, ballot)

    assert response.status_code == 200
    assert "Choose how your Member votes" in words(response)


@pytest.mark.parametrize("code", ["\x00", "ZZ", "x" * 5000, "Å"])
def test_a_member_that_is_not_one_s_own_is_refused_in_words(ballot, delegates, code):
    assert "not a council delegate of that Member" in words(send(delegates[0].user, ballot, choice="for", member=code))
    assert not ballot.roll.exclude(vote=None).exists()


def test_a_refusal_is_told_on_the_page(ballot, delegates):
    type(delegates[0].member).objects.filter(pk=delegates[0].member_id).update(status="suspended")

    response = send(delegates[0].user, ballot, choice="for")

    assert "is suspended and casts no new vote" in words(response)
    assert "casts no new vote. A vote that it cast before stands" in words(page(delegates[0].user, ballot))


def test_in_a_silence_procedure_a_member_objects_and_takes_it_back(amina, delegates):
    ballot = make.ballot(make.recommended(), by=amina, rule="silence")
    voter = delegates[0].user
    assert "Object" in words(page(voter, ballot))
    assert 'type="radio"' not in words(page(voter, ballot))

    assert "Take the objection back" in words(send(voter, ballot, choice="against"))
    assert "does not object any more" in words(send(voter, ballot, choice="for"))


def test_after_the_close_the_delegates_read_the_count_and_the_sentence(ballot, delegates):
    for delegate, choice in zip(delegates, ("for", "for", "against"), strict=True):
        ballot.vote(choice, by=delegate.user)
    end(ballot)

    for delegate in delegates:
        assert "2 for, 1 against, no abstention: 2 of 3 votes cast" in words(page(delegate.user, ballot))


def test_the_page_and_the_sentence_are_there_in_french(ballot, delegates):
    ballot.vote("for", by=delegates[0].user)
    end(ballot)

    assert "1 pour, 0 contre, aucune abstention" in words(page(delegates[0].user, ballot, "fr"))


def test_to_strangers_a_ballot_is_a_missing_page(ballot, amina, jonas, auditor, leila, delegates, settings):
    settings.REQUIRE_STAFF_MFA = False
    focal = make.delegate(make.user("focal@example.org"), delegates[0].member, "focal_point").user
    elsewhere = make.delegate(make.user("late@example.org"), make.member("ZA", "Late"), "council").user

    for person in (amina, jonas, auditor, leila, focal, elsewhere, ballot.accession.contact):
        assert page(person, ballot).status_code == 404
        assert send(person, ballot, choice="for").status_code == 404
        assert "Kenya" not in words(enter(Client(), person).get(reverse("members:ballots")))


def test_nobody_sees_a_ballot_before_it_opens(amina, delegates):
    later = clock.now() + DAY
    ballot = make.ballot(make.recommended(), by=amina, opens_at=later)

    assert page(delegates[0].user, ballot).status_code == 404


def test_a_predecessor_sees_what_they_cast_and_not_the_successor_s_vote(ballot, delegates):
    first = delegates[0]
    ballot.vote("abstain", by=first.user)
    now = clock.now()
    type(first).objects.filter(pk=first.pk).update(until=now)
    second = make.delegate(make.user("second@example.org", "Sela Second"), first.member, "council", since=now)
    ballot.vote("against", by=second.user, at=clock.now() + DAY)

    told = words(page(first.user, ballot))
    assert f"{first.member}: abstain" in told
    assert "Against</b>" not in told
    assert ": against," not in told
    assert "Sela Second" not in told
    assert 'name="choice"' not in told
    assert "Kenya" in words(enter(Client(), first.user).get(reverse("members:ballots")))
    assert "Against</b>, cast by Sela Second" in words(page(second.user, ballot))


def test_a_predecessor_who_cast_nothing_sees_nothing(ballot, delegates):
    type(delegates[0]).objects.filter(pk=delegates[0].pk).update(until=clock.now())

    assert page(delegates[0].user, ballot).status_code == 404


def test_the_contact_s_address_is_on_no_delegate_s_page(ballot, delegates):
    assert ballot.accession.contact.email not in words(page(delegates[0].user, ballot))


# --- nobody learns a choice


def everything_of(ballot, staff, others) -> dict:
    """What each of them is told anywhere about a ballot, the log and the outbox: address to words.

    To the others there is no admin. Single events and letters look alike to all who are staff: each is read by one of them.
    """
    told = [reverse("members:ballots"), reverse("members:ballot", args=[ballot.pk]), "/admin/"]
    inside = [page_of(ballot), list_of(Ballot), f"{list_of(Ballot)}?o=1", f"{list_of(Ballot)}?q=a"]
    inside += [list_of(Event), list_of(Message)]
    events = Event.objects.filter(thing_id__in=[str(ballot.pk), str(ballot.accession.pk)]).order_by("pk")
    rows = [page_of(each) for each in (*events, *Message.objects.order_by("written_at", "pk"))]
    places = dict.fromkeys(others, told)
    places |= {person: [*told, *inside, *rows[turn :: len(staff)]] for turn, person in enumerate(staff)}
    clients = {person: enter(Client(), person) for person in places}
    return {
        (person.email, address): plainly(clients[person].get(address))
        for person, addresses in places.items()
        for address in addresses
    }


def plainly(response) -> str:
    """A page without what differs from request to request."""
    if response.status_code != 200:
        return str(response.status_code)
    told = re.sub(r'(nonce|csrfmiddlewaretoken|value)="[^"]*"', "", words(response))
    return re.sub(r"\d\d:\d\d(:\d\d)?", "", told)


CHOICES = [("for", "for"), ("abstain", "against")]  # each votes otherwise


@pytest.mark.parametrize("rule", ["two_thirds", "consensus"])
def test_before_the_close_nobody_else_is_told_anything_that_depends_on_a_choice(
    amina, jonas, auditor, leila, delegates, rule, settings
):
    """The same ballot voted in two ways: whatever anybody else reads is the same to the letter."""
    settings.REQUIRE_STAFF_MFA = False
    ballot = make.ballot(make.recommended(), by=amina, rule=rule)
    staff, others = [amina, jonas, auditor], [leila, delegates[2].user, ballot.accession.contact]
    told = []
    for first, second in CHOICES:
        ballot.vote(first, by=delegates[0].user)
        ballot.vote(second, by=delegates[1].user)
        told.append(everything_of(ballot, staff, others))

    assert told[0] == told[1]
    assert "has voted" in told[0][amina.email, page_of(ballot)]


def test_in_a_silence_procedure_nobody_else_is_told_that_somebody_voted(
    amina, jonas, auditor, leila, delegates, settings
):
    settings.REQUIRE_STAFF_MFA = False
    ballot = make.ballot(make.recommended(), by=amina, rule="silence")
    staff, others = [amina, jonas, auditor], [leila, delegates[2].user, ballot.accession.contact]
    before = everything_of(ballot, staff, others)

    ballot.vote("against", by=delegates[0].user)

    assert everything_of(ballot, staff, others) == before


def test_an_event_and_a_letter_hold_no_choice(ballot, delegates):
    written = Message.objects.count()
    ballot.vote("against", by=delegates[0].user)

    assert Event.objects.get(verb="voted").facts == {}
    assert Message.objects.count() == written


# --- what it costs


def statements(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def many(like, number):
    """So many closed ballots beside one, with their rolls, each of an application of its own."""
    accessions = [
        Accession(country=f"{n % 26}{n % 10}"[:2], contact=like.accession.contact, status="withdrawn")
        for n in range(number)
    ]
    Accession.objects.bulk_create(accessions)
    closed = {"status": "closed", "adopted": False, "votes_for": 0, "votes_against": 0, "abstentions": 0, "entitled": 3}
    rows = [Ballot(accession=each, rule=like.rule, basis=like.basis, **closed, **moments(like)) for each in accessions]
    Ballot.objects.bulk_create(rows)
    members = [entry.member_id for entry in like.roll.all()]
    RollEntry.objects.bulk_create(RollEntry(ballot=row, member_id=member) for row in rows for member in members)


def moments(like):
    return {"opens_at": like.opens_at - DAY, "opened_at": like.opened_at - DAY, "closes_at": like.opens_at}


def test_lists_and_pages_cost_the_same_with_thirty_ballots_and_with_six_hundred(ballot, delegates, jonas, settings):
    settings.REQUIRE_STAFF_MFA = False
    ballot.vote("for", by=delegates[0].user)
    readers = {enter(Client(), delegates[0].user): [reverse("members:ballots"), ballot.get_absolute_url()]}
    readers[enter(Client(), jonas)] = [list_of(Ballot), page_of(ballot), page_of(ballot.accession)]
    counts = []
    for number in (30, 570):
        many(ballot, number)
        for client, addresses in readers.items():  # the first time what is kept is fetched
            [client.get(address) for address in addresses]
        counts.append([statements(client, address) for client, addresses in readers.items() for address in addresses])

    assert counts[0] == counts[1]
    assert max(counts[0]) < 40


def test_a_page_of_the_list_is_fifty_and_leads_on(ballot, delegates):
    many(ballot, 60)
    client = enter(Client(), delegates[0].user)

    first, second = (words(client.get(reverse("members:ballots"), {"page": page})) for page in (1, 2))
    assert first.count("tile-head") == 50
    assert second.count("tile-head") == 11
    assert "?page=2" in first
    assert client.get(reverse("members:ballots"), {"page": "x\x00"}).status_code == 200


def test_a_ballot_s_page_costs_the_same_with_three_members_and_with_thirty(amina):
    counts = []
    delegate = make.council(3)[0]
    client = enter(Client(), delegate.user)
    for others, country in ((0, "KE"), (27, "GH")):
        for number in range(others):
            make.member(f"{number:02}", f"Land {number}")
        ballot = make.ballot(make.recommended(country), by=amina)
        client.get(ballot.get_absolute_url())
        counts.append(statements(client, ballot.get_absolute_url()))

    assert ballot.entitled == 30
    assert counts[0] == counts[1]
