"""Members, applicants and the clock at the same moment, on PostgreSQL."""

import pytest
from django.db import IntegrityError, transaction

from nominations.models import Endorsement, EndorsementLetter, Nomination
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import make
from tests.endorsements import desk, invited, prepared, requested
from tests.moments import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opened(jonas):
    return make.call(by=jonas, quota=1)


def kinds(outcomes) -> dict[str, int]:
    names = [type(outcome).__name__ for outcome in outcomes]
    return {name: names.count(name) for name in names}


def again(one) -> Endorsement:
    """The same row, as another window has it."""
    return Endorsement.objects.get(pk=one.pk)


def test_of_forty_sent_at_once_for_the_last_place_one_is_and_the_others_read_why(opened, france, focal):
    ready = [prepared(opened, france, focal, email=f"p{n}@example.org", letter=False) for n in range(40)]
    for one in ready:
        EndorsementLetter.objects.create(
            endorsement=one, file=f"documents/{one.pk.hex}.pdf", name="letter.pdf", size=1, sha256="", page_count=1
        )

    outcomes = at_once(*(lambda one=one: again(one).invite(by=focal) for one in ready))

    assert kinds(outcomes) == {"NoneType": 1, "Refused": 39}
    assert all("can name 1 people" in str(refusal) for refusal in outcomes if refusal)
    chosen = Endorsement.objects.get(status="invited")
    assert chosen.place == 1
    assert list(Message.objects.values_list("to", flat=True)) == [chosen.email]
    assert Endorsement.objects.filter(status="prepared", place=None).count() == 39


def test_past_the_verbs_the_database_takes_no_two_in_one_place(opened, france, focal):
    one, other = (prepared(opened, france, focal, email=f"{n}@example.org", letter=False) for n in "ab")
    one.place = other.place = 1
    one.status = other.status = "invited"
    for each in (one, other):
        each.asked_at = each.call.opens_at
    one.save()

    with pytest.raises(IntegrityError, match="one_nomination_in_a_place_of_the_quota"), transaction.atomic():
        other.save()


def test_who_agrees_in_ten_windows_has_one_nomination(opened, france, focal):
    one, nia = invited(opened, france, focal), make.user("nia@example.org", "Nia Okafor")

    outcomes = at_once(*[lambda: again(one).agree(by=nia).pk] * 10)

    assert set(outcomes) == {Nomination.objects.get().pk}
    assert Message.objects.filter(occasion="nominations/naming_agreed").count() == 1


def test_two_members_named_agreed_at_once_are_one_dossier(opened, france, focal):
    germany, nia = make.member("DE", "Germany"), make.user("nia@example.org", "Nia Okafor")
    words = [invited(opened, france, focal), invited(opened, germany, desk(germany)[0])]

    at_once(
        *(lambda one=one: again(one).agree(by=nia) for one in words),
        lambda: Nomination.start(call=type(opened).objects.get(), by=nia),
    )

    assert Nomination.objects.get().endorsements.given().count() == 2


def test_agreeing_as_the_member_takes_it_back_is_one_or_the_other(opened, france, focal):
    one, nia = invited(opened, france, focal), make.user("nia@example.org", "Nia Okafor")

    agreed, withdrawn = at_once(lambda: again(one).agree(by=nia), lambda: again(one).withdraw(by=focal))

    one.refresh_from_db()
    assert (one.status, one.place, withdrawn) == ("withdrawn", None, None)
    assert isinstance(agreed, Nomination | Refused)
    assert Nomination.objects.count() == (not isinstance(agreed, Refused))


def test_a_request_endorsed_and_declined_at_once_has_one_answer(opened, france, focal, leila):
    one = requested(make.nomination(author=leila, call=opened), france)

    outcomes = at_once(
        lambda: again(one).give(by=focal), lambda: again(one).decline(by=focal), lambda: again(one).take_back(by=leila)
    )

    assert kinds(outcomes) == {"NoneType": 1, "Refused": 2}
    answers = Message.objects.filter(to=leila.email, occasion__in=["nominations/endorsed", "nominations/not_endorsed"])
    assert answers.count() <= 1


def test_a_request_sent_twice_at_once_is_there_once(opened, france, focal, leila):
    nomination = make.nomination(author=leila, call=opened)
    nomination.save_section("you", {"residence": "FR"}, by=leila)

    outcomes = at_once(*[lambda: Endorsement.request(Nomination.objects.get(pk=nomination.pk), france, by=leila)] * 4)

    assert kinds(outcomes) == {"Endorsement": 1, "Refused": 3}


def test_a_draft_deleted_while_its_person_agrees_leaves_no_half(opened, france, focal):
    nia = make.user("nia@example.org", "Nia Okafor")
    draft, one = make.nomination(author=nia, call=opened), invited(opened, france, focal)

    at_once(lambda: again(one).agree(by=nia), lambda: Nomination.objects.get(pk=draft.pk).delete_draft(by=nia))

    one.refresh_from_db()
    there = Nomination.objects.first()
    assert (one.status, one.nomination) in [("given", there), ("withdrawn", None)]


def test_asking_one_member_while_agreeing_to_another_waits_and_never_for_ever(opened, france, focal, leila):
    spain, draft = make.member("ES", "Spain"), make.nomination(author=leila, call=opened)
    draft.save_section("you", {"residence": "ES"}, by=leila)
    for _time in range(8):
        one = invited(opened, france, focal, email=leila.email)
        agreed, asked = at_once(
            lambda one=one: again(one).agree(by=leila),
            lambda: Endorsement.request(Nomination.objects.get(pk=draft.pk), spain, by=leila),
        )
        assert (agreed, asked.status) == (draft, "requested")
        again(one).withdraw(by=focal)
        asked.take_back(by=leila)
