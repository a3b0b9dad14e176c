"""An applicant asks Members for their word, on pages: whom, until when, what became of it, and what the call demands."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nominations.models import Endorsement, OwnDate
from portal.lifecycle.models import Refused
from portal.templatetags.times import aoe_end
from tests import make
from tests.admin import enter, page_of
from tests.answers import ANSWERS, complete
from tests.endorsements import agreed, desk, requested
from tests.kept import kept
from tests.letters import letters

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@kept
def draft(leila, call):
    return make.nomination(author=leila, call=call)


@pytest.fixture
def window(client, leila):
    return enter(client, leila)


def address(name, nomination, *more):
    return reverse(f"nominations:{name}", args=[nomination.pk, *more])


def read(window, name, nomination) -> str:
    return " ".join(window.get(address(name, nomination)).content.decode().split())


def test_whom_one_may_ask_follows_from_the_saved_answers(window, draft, leila, france, focal):
    make.member("JP", "Japan")
    assert "name none that you have not asked" in read(window, "endorsement", draft)

    draft.save_section("you", ANSWERS, by=leila)
    page = read(window, "endorsement", draft)
    assert ("Ask France" in page, "Japan" in page) == (True, False)
    answer = window.post(address("endorsement", draft), {"member": "JP"}, follow=True)
    assert "This Member cannot be asked" in answer.content.decode()
    assert not Endorsement.objects.exists()


def test_one_click_asks_and_the_page_says_until_when_it_can_be_answered(window, draft, leila, france, focal):
    draft.save_section("you", ANSWERS, by=leila)
    window.post(address("endorsement", draft), {"member": "FR"})

    one = Endorsement.objects.get()
    assert (one.member, one.nomination, one.status) == (france, draft, "requested")
    for name in ("endorsement", "detail"):
        assert "France has not answered yet." in read(window, name, draft)
    assert "Ask France" not in read(window, "endorsement", draft)
    assert "France has not answered yet." in window.get("/en/nominations/").content.decode()
    window.post(address("endorsement", draft), {"member": "FR"})
    assert Endorsement.objects.count() == 1


def test_the_members_own_earlier_date_is_shown_and_binds(window, draft, leila, france, focal, call):
    draft.save_section("you", ANSWERS, by=leila)
    until = call.closes_at - 3 * DAY
    OwnDate.set(call=call, member=france, until=until, by=focal)

    assert f"{aoe_end(until)} Anywhere on Earth, its own date." in read(window, "endorsement", draft)
    OwnDate.objects.update(until=call.opens_at)
    page = read(window, "endorsement", draft)
    assert "The time to ask France ended on" in page
    assert "Ask France" not in page


def test_what_is_taken_back_is_gone_and_can_be_asked_again(window, draft, france, focal):
    one = requested(draft, france)
    window.post(address("take_back", draft, one.pk))

    one.refresh_from_db()
    assert one.status == "withdrawn"
    assert "France has not answered" not in read(window, "endorsement", draft)
    assert "Ask France" in read(window, "endorsement", draft)


def test_nobody_takes_back_what_another_asked_nor_a_nomination(window, draft, tomas, call, france, focal, leila):
    theirs = requested(make.nomination(author=tomas, call=call), france)
    named = agreed(call, make.member("DE", "Germany"), desk(make.member("DE"))[0], nominee=leila)

    for word in (theirs, named):
        assert window.post(address("take_back", draft, word.pk)).status_code == 404
        assert window.get(address("take_back", draft, word.pk)).status_code == 405
    assert not Endorsement.objects.filter(status="withdrawn").exists()


@pytest.mark.parametrize(
    ("verb", "sentence"), [("give", "France endorses you"), ("decline", "France does not endorse you")]
)
def test_the_state_is_told_and_never_the_text(window, draft, france, focal, verb, sentence):
    one = requested(draft, france)
    if verb == "give":
        one.give(statement="We know her well.", by=focal)
        assert "We know her well." not in read(window, "endorsement", draft)
    else:
        one.decline(by=focal)
    for name in ("endorsement", "detail"):
        assert sentence in read(window, name, draft)


def test_a_lapsed_request_and_a_word_withdrawn_are_told(window, draft, france, focal, call):
    one = requested(draft, france)
    call.endorsement_until = call.opens_at + DAY
    call.save()
    assert "France did not answer in time." in read(window, "detail", draft)
    one = Endorsement.objects.get()
    one.lapse()
    assert "France did not answer in time." in read(window, "detail", draft)


def test_a_member_that_withdrew_its_word_is_told_so(window, draft, france, focal):
    one = requested(draft, france)
    one.give(by=focal)
    one.withdraw(by=focal)

    assert "France has withdrawn its endorsement." in read(window, "detail", draft)


def test_what_the_call_demands_is_said_wherever_it_matters(window, draft, leila, france, focal, call):
    assert "optional" in read(window, "endorsement", draft)
    complete(draft)
    missing = "The endorsement of a Member is still missing."
    assert missing not in read(window, "check", draft)
    call.endorsing = "required"
    call.save()
    for name in ("detail", "check", "endorsement"):
        assert missing in read(window, name, draft), name
    draft.submit(by=leila)
    assert missing in read(window, "done", draft)
    assert missing in window.get("/en/nominations/").content.decode()

    requested(draft, france).give(by=focal)
    for name in ("detail", "check", "endorsement", "done"):
        assert missing not in read(window, name, draft), name
    assert letters(to=leila.email, occasion="nominations/endorsed")


def test_a_focal_point_does_not_endorse_themselves(call, france, focal):
    mine = make.nomination(author=focal, call=call)
    one = requested(mine, france)

    with pytest.raises(Refused, match="on themselves"):
        one.give(by=focal)


@pytest.mark.parametrize(
    ("endorsing", "given", "sentence"),
    [
        ("required", False, "<b>missing</b>, asked for. This call requires it."),
        ("required", True, "given"),
        ("optional", False, "none; this call does not require it"),
    ],
)
def test_the_secretariat_sees_it_as_a_check(
    client, settings, amina, draft, leila, call, france, focal, endorsing, given, sentence
):
    settings.REQUIRE_STAFF_MFA = False
    call.endorsing = endorsing
    call.save()
    complete(draft).submit(by=leila)
    one = requested(draft, france)
    if given:
        one.give(by=focal)

    page = " ".join(enter(client, amina).get(page_of(draft)).content.decode().split())
    assert f"Check: word of a Member</dt><dd>{sentence}</dd>" in page


def test_who_withdrew_or_is_too_late_is_not_sent_to_a_member(window, draft, leila, france, focal, call):
    call.endorsing = "required"
    call.save()
    complete(draft).submit(by=leila)
    ask = "you ask a Member to endorse you"
    assert ask in read(window, "detail", draft)

    call.endorsement_until = call.opens_at + DAY
    call.save()
    page = read(window, "detail", draft)
    assert ("The time in which Members answer has ended." in page, ask in page) == (True, False)
    page = read(window, "endorsement", draft)
    assert ("The time to ask France ended on" in page, "Ask France" in page) == (True, False)
    draft.withdraw(by=leila)
    assert "is still missing" not in read(window, "detail", draft)
    assert window.post(address("endorsement", draft), {"member": "FR"}).status_code == 302
    assert not Endorsement.objects.exists()


def test_a_desk_reads_a_nomination_with_as_many_statements_however_much_is_said(
    client, leila, call, draft, france, focal, django_assert_max_num_queries
):
    complete(draft).submit(by=leila)
    requested(draft, france).give(by=focal)
    window = enter(client, focal)
    window.get(draft.get_absolute_url())

    with django_assert_max_num_queries(14):
        assert window.get(draft.get_absolute_url()).status_code == 200


def test_who_was_left_without_an_answer_asks_again_once_the_call_is_extended(window, draft, leila, france, call, jonas):
    one, end = requested(draft, france), call.endorsement_end
    call.extend(until=end + DAY, reason="A holiday.", by=jonas)
    Endorsement.objects.filter(pk=one.pk).update(status="lapsed")

    assert "Ask France" in read(window, "endorsement", draft)
    window.post(address("endorsement", draft), {"member": "FR"})
    assert Endorsement.objects.to_answer().get().member == france


def test_who_asks_as_the_draft_is_deleted_in_another_window_finds_no_page(window, draft, leila, france, monkeypatch):
    draft.save_section("you", ANSWERS, by=leila)

    def deleted_meanwhile(nomination, at):
        nomination.delete_draft(by=leila)
        nomination.pk = draft.pk
        return [(france, at + DAY)]

    monkeypatch.setattr(Endorsement, "to_ask", deleted_meanwhile)
    answer = window.post(address("endorsement", draft), {"member": "FR"})

    assert answer.status_code == 404
    assert not Endorsement.objects.exists()
