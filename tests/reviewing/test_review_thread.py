"""The committee's conversation on a nomination: who has part in it, what is sent once, what is taken back."""

from datetime import timedelta

import pytest

from nominations.reviewing.models import Remark
from nominations.reviewing.models.binding import impose
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from tests import committee
from tests.admin import enter, list_of, page_of
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def one(call, amina):
    return committee.candidates(call, 1, by=amina)[0]


@kept
def mine(one, luis, amina):
    return committee.reviewed(one, luis, by=amina)


@pytest.fixture
def address(mine):
    return f"/en/review/{mine.pk}/"


def say(client, address, text="Strong on standards."):
    return client.post(f"{address}remarks/", {"text": text, "token": "of this page"})


def test_a_remark_is_read_by_whoever_reviewed_it_by_alias(client, mine, address, one, luis, ruth, amina):
    theirs = committee.reviewed(one, ruth, by=amina)
    enter(client, luis.user)
    say(client, address)

    enter(client, ruth.user)
    page = client.get(theirs.get_absolute_url()).content.decode()

    assert "Strong on standards." in page
    assert luis.alias in page
    assert "Luis Torres" not in page


def test_a_double_click_sends_it_once(client, address, luis):
    enter(client, luis.user)
    for _click in range(2):
        assert say(client, address).status_code == 302

    assert Remark.objects.count() == 1
    assert Remark.objects.get().story().filter(verb="remarked").count() == 1


@pytest.mark.abuse(8)
def test_before_ones_own_review_is_in_there_is_no_conversation(client, mine, one, luis, ruth, amina):
    Remark.say(one, luis, text="Planted.", by=luis.user)
    theirs = committee.given(one, ruth, by=amina)
    enter(client, ruth.user)

    assert "Planted." not in client.get(theirs.get_absolute_url()).content.decode()
    assert say(client, theirs.get_absolute_url()).status_code == 404
    with pytest.raises(Refused, match="once your own review is in"):
        Remark.say(one, ruth, text="First", by=ruth.user)
    assert not Remark.objects.heard_by(ruth, one).exists()


def test_the_chair_has_part_in_each_that_exists_for_them(mine, one, luis, mei, amina):
    Remark.say(one, mei, text="What of the outputs?", by=mei.user)
    assert [remark.text for remark in Remark.objects.heard_by(luis, one)] == ["What of the outputs?"]

    impose(one, mei.user, reason="Sisters.", by=amina, at=clock.now())

    assert not Remark.objects.heard_by(mei, one).exists()
    assert not Remark.objects.heard_by(luis, one).exists()  # what she said is heard no more


def test_an_empty_or_endless_remark_is_refused_in_words_and_stays_on_the_page(client, address, luis):
    enter(client, luis.user)

    empty, endless = say(client, address, "  "), say(client, address, "x" * 2001)

    assert (empty.status_code, endless.status_code) == (409, 409)
    assert "Write your remark" in empty.content.decode()
    assert "x" * 2001 in endless.content.decode()
    assert not Remark.objects.exists()


def test_a_remark_is_taken_back_by_its_author_alone(client, mine, address, one, luis, ruth, amina):
    said = Remark.say(one, luis, text="Planted.", by=luis.user)
    theirs = committee.reviewed(one, ruth, by=amina)
    enter(client, ruth.user)
    assert client.post(f"{theirs.get_absolute_url()}remarks/{said.pk}/take-back/").status_code == 404

    enter(client, luis.user)
    client.post(f"{address}remarks/{said.pk}/take-back/")

    page = client.get(address).content.decode()
    assert "Taken back by its author." in page
    assert "Planted." not in page


def test_a_remark_typed_when_the_session_was_lost_is_on_the_page_again(client, mine, address, luis):
    say(client, address, "Typed after the end")
    client.force_login(luis.user, backend="portal.accounts.signed_in.SignedIn")

    assert "Typed after the end" in client.get(address).content.decode()
    assert not Remark.objects.exists()


def test_the_committee_talks_after_reviews_closed_until_the_call_is_in_the_archive_and_the_pages_say_so(
    client, mine, address, one, luis, mei, jonas
):
    pages = (luis, address), (mei, f"/en/review/committee/{one.pk}/")
    type(luis.call).objects.filter(pk=luis.call_id).update(review_until=clock.now() - timedelta(hours=1))
    for seat, there in pages:
        page = enter(client, seat.user).get(there).content.decode()
        assert "It stays open after reviews close, until the call goes into the archive." in page
        assert say(client, there, f"Said by {seat.user.name}").status_code == 302
    assert Remark.objects.count() == 2

    luis.call.refresh_from_db()
    luis.call.conclude(by=jonas)

    for seat, there in pages:
        page = enter(client, seat.user).get(there).content.decode()
        assert "This call is in the archive: nothing is said on it any more." in page
        assert f"Said by {seat.user.name}" in page
        assert ("It stays open" in page, 'id="remark"' in page, "Take back" in page) == (False, False, False)
        refused = client.post(f"{there}remarks/", {"text": "Late", "token": "another"})
        assert (refused.status_code, "Late</textarea>" in refused.content.decode()) == (409, True)


@pytest.mark.abuse(8)
def test_staff_with_a_conflict_find_no_trace_of_a_remark(client, mine, one, luis, amina, jonas):
    Remark.say(one, luis, text="Planted.", by=luis.user)
    event = Remark.objects.get().story().get()
    assert enter(client, amina).get(page_of(event)).status_code == 200
    impose(one, amina, reason="Her brother.", by=jonas, at=clock.now())

    assert client.get(page_of(event)).status_code == 404
    for page in (page_of(luis), list_of(type(event))):
        assert str(one.pk) not in client.get(page).content.decode()
        assert "emarked" not in client.get(page).content.decode()
