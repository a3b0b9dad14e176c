"""A Member's word on a person: prepared, sent, agreed; asked for, given; and what becomes of it by the clock."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from nominations.models import Endorsement, EndorsementLetter, Nomination
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import make
from tests.accessions import pdf_file
from tests.answers import complete
from tests.endorsements import agreed, desk, invited, prepared, requested
from tests.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@kept
def nia():
    return make.user("nia@example.org", "Nia Okafor")


def to(address, occasion):
    return Message.objects.filter(to=address, occasion=f"nominations/{occasion}")


def test_what_is_prepared_may_be_incomplete_and_cannot_be_sent_so(call, france, focal):
    one = Endorsement.prepare(call=call, member=france, by=focal, name="Nia", email="Nia@Example.org")

    with pytest.raises(Refused, match="Attach the signed letter"):
        one.invite(by=focal)
    assert (one.status, one.email, one.rank) == ("prepared", "nia@example.org", 1)
    assert not Message.objects.exists()


def test_a_deputy_prepares_and_the_focal_point_sends(call, france, focal):
    deputy = france.delegates.get(capacity="deputy").user
    one = prepared(call, france, deputy)

    with pytest.raises(Refused, match="the focal point gives the word"):
        one.invite(by=deputy)
    one.invite(by=focal)

    assert (one.status, one.place) == ("invited", 1)
    assert one.story().last().capacity == "focal_point:FR"
    assert to("nia@example.org", "named").count() == 1


def test_nobody_else_prepares_for_a_member(call, france, stranger):
    with pytest.raises(Refused, match="cannot act for France"):
        prepared(call, france, stranger)
    germany = desk(make.member("DE", "Germany"))[0]
    with pytest.raises(Refused, match="cannot act for France"):
        prepared(call, france, germany)


def test_a_suspended_member_names_nobody(call, france, focal, jonas):
    one = prepared(call, france, focal)
    france.suspend(reason="Dues.", by=jonas)

    with pytest.raises(Refused, match="cannot act"):
        one.invite(by=focal)


def test_who_agrees_has_a_nomination_to_complete_after_the_call(call, france, focal, nia):
    call.agree_until, call.complete_until = call.closes_at + 3 * DAY, call.closes_at + 10 * DAY
    call.save()
    one = invited(call, france, focal)

    nomination = one.agree(by=nia, at=call.closes_at + DAY)

    assert (one.status, nomination.status, nomination.owner) == ("given", "draft", nia)
    assert nomination.deadline() == call.complete_until
    assert Nomination.objects.with_end().get().ends_at == call.complete_until
    assert to(focal.email, "naming_agreed").count() == 1


def test_who_agreed_and_clicks_again_changes_nothing(call, france, focal, nia):
    one = agreed(call, france, focal, nominee=nia)

    assert one.agree(by=nia) == Nomination.objects.get()
    assert one.story().filter(verb="agreed").count() == 1


def test_agreeing_joins_the_nomination_that_is_there(call, france, focal, nia):
    mine = make.nomination(author=nia, call=call)

    assert agreed(call, france, focal, nominee=nia).nomination == mine
    assert agreed(call, make.member("DE", "Germany"), desk(make.member("DE"))[0], nominee=nia).nomination == mine
    assert mine.endorsements.given().count() == 2


def test_another_account_cannot_agree_nor_decline(call, france, focal, stranger):
    one = invited(call, france, focal)

    for verb in (one.agree, one.decline_naming):
        with pytest.raises(Refused, match="another address"):
            verb(by=stranger)
    one.refresh_from_db()
    assert one.status == "invited"
    assert not Nomination.objects.exists()


def test_declining_wipes_what_was_typed_and_bars_no_door(call, france, focal, nia):
    one = invited(call, france, focal)
    one.decline_naming(by=nia)

    one.refresh_from_db()
    assert (one.status, one.name, one.email, one.statement, one.place) == ("declined", "", "", "", None)
    assert not EndorsementLetter.objects.exists()
    assert to(focal.email, "naming_declined").count() == 1
    assert invited(call, france, focal).agree(by=nia) == make.nomination(author=nia, call=call)


def test_silence_lapses_and_wipes(call, france, focal, nia):
    one, waiting = invited(call, france, focal), prepared(call, france, focal, email="other@example.org")
    for each in (one, waiting):
        each.lapse(at=call.agree_end - timedelta(seconds=1))
        assert each.status in ("invited", "prepared")
        each.lapse(at=call.agree_end)
        each.lapse(at=call.agree_end)
        each.refresh_from_db()
        assert (each.status, each.name, each.email, each.place) == ("lapsed", "", "", None)

    assert to(focal.email, "naming_lapsed").count() == 1
    with pytest.raises(Refused, match="time to agree has ended"):
        one.agree(by=nia)


def test_the_member_takes_it_back(call, france, focal, nia):
    open_one = invited(call, france, focal, email="other@example.org")
    given = agreed(call, france, focal, nominee=nia)
    Message.objects.update(status="sent", sent_at=timezone.now(), secret=None)
    for each in (open_one, given):
        each.withdraw(by=focal)

    assert (open_one.name, given.nomination.owner) == ("", nia)
    assert {each.place for each in (open_one, given)} == {None}
    assert to("other@example.org", "naming_withdrawn").count() == to("nia@example.org", "word_withdrawn").count() == 1
    told = to("nia@example.org", "word_withdrawn").get()
    assert "France no longer nominates you" in told.subject
    assert "Complete your nomination and submit it in time" in told.text  # it is a draft
    assert "do not need to do anything" not in told.text
    with pytest.raises(Refused, match="withdrawn"):
        open_one.agree(by=nia)


def test_a_quota_names_its_rule_and_free_places_are_taken_again(call, france, focal, nia):
    first = invited(call, france, focal, email="a@example.org")
    invited(call, france, focal, email="b@example.org")
    third = prepared(call, france, focal)

    with pytest.raises(Refused, match="can name 2 people for Responsible AI"):
        third.invite(by=focal)
    invited(call, france, focal, email="c@example.org", group=make.groups()[1])
    first.withdraw(by=focal)
    third.invite(by=focal)
    assert third.place == 1


def test_a_quota_lowered_below_its_use_only_stops_new_ones(call, france, focal, nia):
    used = [invited(call, france, focal, email=f"{n}@example.org") for n in "ab"]
    call.quota = 1
    call.save()
    used[0].withdraw(by=focal)

    with pytest.raises(Refused, match="can name 1 people"):
        prepared(call, france, focal).invite(by=focal)
    assert Endorsement.objects.filter(status="invited").count() == 1


def test_prepared_ones_are_ranked(call, france, focal):
    one, _two, three = (prepared(call, france, focal, email=f"{n}@example.org") for n in "abc")
    three.put_at(1, by=focal)

    ranks = dict(Endorsement.objects.values_list("email", "rank"))
    assert ranks == {"c@example.org": 1, "a@example.org": 2, "b@example.org": 3}
    one.drop(by=focal)
    assert Endorsement.objects.count() == 2


def test_nobody_is_named_twice_by_one_member(call, france, focal):
    prepared(call, france, focal)
    with pytest.raises(Refused, match="names this person in this call already"):
        prepared(call, france, focal, email="NIA@example.org")


def test_an_applicant_asks_and_the_focal_point_answers(call, france, focal, leila):
    nomination = make.nomination(author=leila, call=call)
    one = requested(nomination, france)

    assert to(focal.email, "desk_waits").count() == 1
    one.give(statement="We know her.", by=focal)
    assert (one.status, to(leila.email, "endorsed").count()) == ("given", 1)
    assert "We know her." not in to(leila.email, "endorsed").get().text


def test_only_a_member_of_ones_own_is_asked_and_once(call, france, focal, leila):
    nomination = make.nomination(author=leila, call=call)
    one = requested(nomination, france)
    one.decline(by=focal)

    assert to(leila.email, "not_endorsed").count() == 1
    with pytest.raises(Refused, match="was asked already"):
        Endorsement.request(nomination, france, by=leila)
    with pytest.raises(Refused, match="nationality, residence"):
        Endorsement.request(nomination, make.member("JP", "Japan"), by=leila)


def test_a_deputy_cannot_answer(call, france, focal, leila):
    one = requested(make.nomination(author=leila, call=call), france)
    with pytest.raises(Refused, match="the focal point gives the word"):
        one.give(by=france.delegates.get(capacity="deputy").user)


def test_a_request_lapses_and_is_said_to_the_applicant(call, france, focal, leila):
    one = requested(make.nomination(author=leila, call=call), france)
    one.lapse(at=call.endorsement_end)

    assert (one.status, to(leila.email, "request_lapsed").count()) == ("lapsed", 1)


def test_a_deleted_draft_takes_the_words_on_it_along(call, france, focal, nia):
    one = agreed(call, france, focal, nominee=nia)
    one.nomination.delete_draft(by=nia)

    one.refresh_from_db()
    assert (one.status, one.nomination, one.place, one.name) == ("withdrawn", None, None, "")
    assert to(focal.email, "draft_deleted").count() == 1


def test_a_day_has_one_letter_on_requests(call, france, focal):
    for n in range(3):
        author = make.user(f"author{n}@example.org", f"Author {n}")
        requested(make.nomination(author=author, call=call), france, at=timezone.now())
    assert to(focal.email, "desk_waits").count() == 1


def test_one_member_that_named_two_addresses_of_a_person_has_one_word_and_one_place(call, france, focal, nia):
    EmailAddress.objects.create(user=nia, email="nia@work.example.org", verified=True)
    one, other = invited(call, france, focal), invited(call, france, focal, email="nia@work.example.org")

    assert one.agree(by=nia) == other.agree(by=nia)

    other.refresh_from_db()
    assert (other.status, other.place, other.name, other.email, other.letter) == ("withdrawn", None, "", "", None)
    assert Endorsement.objects.in_places().get() == one
    assert to(focal.email, "naming_agreed").count() == 1


def test_a_focal_point_does_not_agree_to_their_own_word_by_a_second_address(call, france, focal):
    one = invited(call, france, focal, email="another@example.org")
    EmailAddress.objects.create(user=focal, email="another@example.org", verified=True)

    with pytest.raises(Refused, match="on themselves"):
        one.agree(by=focal)
    assert not Nomination.objects.exists()


@pytest.mark.parametrize("answer", ["decline", "take_back"])
def test_a_letter_that_came_with_a_refused_answer_does_not_outlive_the_request(call, france, focal, leila, answer):
    one = requested(make.nomination(author=leila, call=call), france)
    one.attach_letter(pdf_file(), by=focal)

    getattr(one, answer)(by=focal if answer == "decline" else leila)

    assert not EndorsementLetter.objects.exists()


def test_a_deleted_draft_takes_along_what_a_member_typed_that_took_its_word_back(call, france, focal, nia):
    one = agreed(call, france, focal, nominee=nia)
    one.withdraw(by=focal)
    one.nomination.delete_draft(by=nia)

    one.refresh_from_db()
    assert (one.status, one.name, one.search_name, one.email, one.statement) == ("withdrawn", "", "", "", "")
    assert not EndorsementLetter.objects.exists()


def test_who_withdrew_is_not_told_that_a_request_lapsed(call, france, focal, leila):
    nomination = complete(make.nomination(author=leila, call=call))
    nomination.submit(by=leila)
    one = requested(nomination, france)
    nomination.withdraw(by=leila)

    one.lapse(at=call.endorsement_end)

    assert one.status == "lapsed"
    assert not to(leila.email, "request_lapsed").exists()


def test_a_call_is_not_concluded_under_the_hands_of_members_that_are_still_asked(call, france, focal, leila, jonas):
    call.endorsement_until = call.closes_at + DAY
    call.save()
    requested(make.nomination(author=leila, call=call), france)

    with pytest.raises(Refused, match="still answer applicants"):
        call.conclude(by=jonas, at=call.closes_at)
    call.conclude(by=jonas, at=call.endorsement_end)
    assert call.status == "concluded"
