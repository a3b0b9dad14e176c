"""Many declared eligible in one act: shown first, done once, undone as one."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from nominations.models import Call, Nomination, ScreeningBatch
from nominations.models import screening_batch as batches
from portal.lifecycle.models import Event
from portal.notifications.models import Message
from tests.admin import enter
from tests.kept import kept
from tests.nominations.screened import SCREENING, handed_in

pytestmark = pytest.mark.django_db
PASSING = f"{SCREENING}passing/"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@kept
def call(call):
    """It holds its letters for a day."""
    Call.objects.filter(pk=call.pk).update(screening_hold_hours=24)
    return Call.objects.get(pk=call.pk)


def shown(client) -> dict:
    """What the preview sends back when its button is pressed."""
    context = client.get(PASSING).context
    return {"key": context["key"], "things": context["things"]}


def states() -> list:
    return list(Nomination.objects.order_by("number").values_list("status", flat=True))


def waiting():
    return Message.objects.filter(occasion="nominations/eligible", status="queued")


def test_the_page_shows_who_how_many_letters_and_when_they_leave_and_changes_nothing(client, amina, call):
    two = [handed_in(call, 1), handed_in(call, 2)]
    handed_in(call, 3, motivation="Short.", biography="Short.", checked=False)
    page = enter(client, amina).get(PASSING)

    assert page.context["able"] == two
    text = " ".join(page.text.split())
    assert (
        "<strong>2</strong> nominations pass every check. They become eligible, and as many letters are written."
        in text
    )
    assert "If you do it now, the letters leave on" in text
    assert f"{timezone.now() + timedelta(hours=24):%-d %B %Y}" in text
    assert states() == ["submitted"] * 3
    assert not ScreeningBatch.objects.exists()


def test_who_passes_is_declared_in_one_act_and_letters_wait_for_the_hold(client, amina, call):
    handed_in(call, 1), handed_in(call, 2), handed_in(call, 3, checked=False)
    page = enter(client, amina).post(PASSING, shown(client), follow=True)

    assert states() == ["eligible", "eligible", "submitted"]
    assert "2 were declared eligible." in page.text
    assert [letter.not_before > timezone.now() + timedelta(hours=23) for letter in waiting()] == [True, True]
    assert ScreeningBatch.objects.get().standing(amina).count() == 2


def test_a_second_click_does_nothing_and_says_so(client, amina, call):
    handed_in(call, 1)
    sent = shown(enter(client, amina))
    client.post(PASSING, sent)
    later = handed_in(call, 2)

    page = client.post(PASSING, sent | {"things": str(later.pk)}, follow=True)
    assert "This was done already, by the first click. Nothing was done twice." in page.text
    assert states() == ["eligible", "submitted"]
    assert Event.objects.filter(verb="declared_eligible").count() == 1


def test_the_whole_batch_is_undone_while_its_letters_wait(client, amina, call):
    handed_in(call, 1), handed_in(call, 2)
    address = enter(client, amina).post(PASSING, shown(client)).url
    assert "Undo all 2" in " ".join(client.get(address).text.split())

    page = client.post(address, follow=True)
    assert "2 were undone." in page.text
    assert states() == ["submitted"] * 2
    assert not any(Nomination.letter_holds(letter.occasion, "submitted") for letter in waiting())  # so none is sent
    assert "0 were undone." in client.post(address, follow=True).text


def test_one_of_a_batch_is_undone_by_itself_and_then_no_longer_part_of_it(client, amina, call):
    first, second = handed_in(call, 1), handed_in(call, 2)
    enter(client, amina).post(PASSING, shown(client))
    client.post(f"{SCREENING}{first.pk}/undo/")

    assert list(ScreeningBatch.objects.get().standing(amina)) == [second]
    first.declare_eligible(by=amina)
    assert list(ScreeningBatch.objects.get().standing(amina)) == [second]


def test_what_has_left_is_not_undone_with_the_batch(client, amina, call):
    first, _second = handed_in(call, 1), handed_in(call, 2)
    address = enter(client, amina).post(PASSING, shown(client)).url
    Nomination.objects.get(pk=first.pk).release_screening(by=amina)

    client.post(address)
    assert states() == ["eligible", "submitted"]
    assert "Their letters have left." in client.get(address).text


def test_what_changed_since_it_was_shown_is_left_in_the_queue_with_the_reason(client, amina, jonas, call):
    first, second, third = (handed_in(call, number) for number in (1, 2, 3))
    sent = shown(enter(client, amina))
    first.save_section("work", {"position": "Director"}, by=first.owner)
    first.submit(by=first.owner)  # a version that nobody has looked at
    second.declare_ineligible(reason="No experience.", by=jonas)

    page = client.post(PASSING, sent, follow=True)
    assert states() == ["submitted", "ineligible", "eligible"]
    for one in (first, second):
        assert f"{one}: It does not pass every check any more, or somebody screened it." in page.text
    assert list(ScreeningBatch.objects.get().standing(amina)) == [third]


def test_more_than_one_act_can_take_are_taken_in_their_order(client, amina, call, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    monkeypatch.setattr("nominations.admin.screening.AT_ONCE", 2)
    first, second, _third = (handed_in(call, number) for number in (1, 2, 3))

    page = enter(client, amina).get(PASSING)
    assert (page.context["able"], page.context["more"]) == ([first, second], True)
    client.post(PASSING, shown(client))
    assert states() == ["eligible", "eligible", "submitted"]


@pytest.mark.parametrize("sent", [{}, {"key": "x", "things": ""}, {"key": str(uuid.uuid4()), "things": "1 2"}])
def test_what_the_page_never_sends_is_a_missing_page(client, amina, call, sent):
    handed_in(call)

    assert enter(client, amina).post(PASSING, sent).status_code == 404
    assert states() == ["submitted"]


def test_an_auditor_sees_a_batch_and_undoes_none(client, amina, auditor, call):
    handed_in(call)
    address = enter(client, amina).post(PASSING, shown(client)).url
    enter(client, auditor)

    assert client.get(address).status_code == 200
    assert client.post(address).status_code == client.get(PASSING).status_code == 403
    assert states() == ["eligible"]
