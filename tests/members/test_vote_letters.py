"""A Member's vote never changes unseen by those who answer for it, and nobody else learns that it did."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.notifications.models import Message
from tests import make
from tests.admin import enter, list_of, page_of
from tests.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OF_JAPAN = ("kenji", "fellow", "focal")


@kept
def people():
    """Who acts for Japan and who does not."""
    japan, now = make.member("JP", "Japan"), timezone.now()
    names = (*OF_JAPAN, "deputy", "former", "staff", "closed", "other")
    people = {name: make.user(f"{name}@example.org", name.title()) for name in names}
    for name in ("kenji", "fellow", "staff", "closed"):
        make.delegate(people[name], japan, "council")
    make.delegate(people["focal"], japan, "focal_point")
    make.delegate(people["deputy"], japan, "deputy")
    make.delegate(people["former"], japan, "council", since=now - 9 * DAY, until=now - DAY)
    make.delegate(people["other"], make.member("FR", "France"), "council")
    people["staff"].role_grants.create(role="officer")
    people["closed"].is_active = False
    people["closed"].save()
    return people


def told() -> list[str]:
    found = Message.objects.filter(occasion="members/vote_cast")
    return sorted(to.partition("@")[0] for to in found.values_list("to", flat=True))


@pytest.mark.parametrize(("rule", "choices"), [("two_thirds", ("for", "against")), ("silence", ("against", "for"))])
def test_the_others_of_the_member_are_told_of_each_vote_and_never_what(people, amina, rule, choices):
    ballot = make.ballot(make.recommended(), by=amina, rule=rule)

    ballot.vote(choices[0], by=people["kenji"])
    assert told() == ["fellow", "focal"]
    ballot.vote(choices[0], by=people["fellow"])  # no other vote
    assert told() == ["fellow", "focal"]
    ballot.vote(choices[1], by=people["fellow"])

    assert told() == ["fellow", "focal", "focal", "kenji"]
    letter = Message.objects.get(to="kenji@example.org", occasion="members/vote_cast")
    assert "Fellow" in letter.text
    assert "Kenya" in letter.subject
    assert f"/en/ballots/{ballot.pk}/" in letter.text
    words = f"{letter.subject} {letter.text}".lower()
    assert not any(word in words for word in (" against", "abstain", "object", "in favour"))
    assert "/en/acting/" in Message.objects.filter(to="focal@example.org").first().text


def test_who_is_focal_point_and_council_delegate_gets_one_letter_with_the_way_to_the_vote(people, amina):
    make.delegate(people["focal"], make.member("JP"), "council")
    ballot = make.ballot(make.recommended(), by=amina)

    ballot.vote("for", by=people["kenji"])

    assert told() == ["fellow", "focal"]
    assert f"/en/ballots/{ballot.pk}/" in Message.objects.get(to="focal@example.org", occasion="members/vote_cast").text


def test_the_secretariat_does_not_learn_from_the_outbox_that_a_member_voted(people, amina, client, settings):
    settings.REQUIRE_STAFF_MFA = False
    ballot = make.ballot(make.recommended(), by=amina, rule="silence")
    ballot.vote("against", by=people["kenji"])
    Message.objects.filter(occasion="members/vote_cast").update(status="failed")

    letter = Message.objects.filter(occasion="members/vote_cast").first()
    listed = enter(client, amina).get(list_of(Message)).content.decode()
    assert "Accession of Kenya: the Council decides" in listed
    assert letter.subject not in listed
    assert client.get(page_of(letter)).status_code in (302, 404)
    assert not Message.objects.waiting_for("person").exists()


# --- what staff see of a letter that failed


def failing(*who):
    """The mail server refuses what is told to these of a vote."""
    addresses = [f"{name}@example.org" for name in who]
    Message.objects.filter(occasion="members/vote_cast", to__in=addresses).update(
        status="failed", answer="550 no such user"
    )


@pytest.fixture
def seen(client, amina, settings):
    """The ballot's page as an officer reads it."""
    settings.REQUIRE_STAFF_MFA = False

    def seen(ballot) -> str:
        ballot.refresh_from_db()
        return enter(client, amina).get(page_of(ballot)).content.decode()

    return seen


def closed(ballot):
    ballot.close(at=ballot.closes_at)


@pytest.mark.parametrize("who", ["amina", "auditor"])
def test_after_the_close_staff_see_whom_the_letter_did_not_reach_and_nothing_of_its_words(
    people, amina, seen, request, client, who
):
    ballot = make.ballot(make.recommended(), by=amina)
    ballot.vote("against", by=people["kenji"])
    failing("focal")
    assert "focal@example.org" not in seen(ballot)

    closed(ballot)

    seen(ballot)
    page = enter(client, request.getfixturevalue(who)).get(page_of(ballot)).content.decode()
    assert "focal@example.org" in page
    assert "fellow@example.org" not in page
    letter = Message.objects.get(occasion="members/vote_cast", to="focal@example.org")
    assert letter.subject not in page
    assert letter.text.splitlines()[0] not in page
    assert "550 no such user" not in page


def test_a_letter_of_a_silence_procedure_is_not_shown_even_after_the_close(people, amina, seen):
    ballot = make.ballot(make.recommended(), by=amina, rule="silence")
    ballot.vote("against", by=people["kenji"])
    failing("focal", "fellow")
    closed(ballot)

    page = seen(ballot)

    assert "focal@example.org" not in page
    assert "fellow@example.org" not in page
    assert "in a silence procedure whoever votes objects" in page


def test_that_a_member_thought_again_is_not_shown_either(people, amina, seen):
    """Kenji hears of a vote only where somebody changed his."""
    ballot = make.ballot(make.recommended(), by=amina)
    ballot.vote("for", by=people["kenji"])
    ballot.vote("against", by=people["fellow"])
    failing("kenji")
    closed(ballot)

    assert "kenji@example.org" not in seen(ballot)

    failing("fellow")
    assert "fellow@example.org" in seen(ballot)
