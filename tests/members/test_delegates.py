"""Who acts for a Member: named, ended and corrected; one focal point at a time; rights for whoever owns the address."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from members.models import Delegate
from portal.accounts.models import User
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.lifecycle.templatetags.lifecycle import capacity as in_words
from tests import make
from tests.kept import kept
from tests.letters import letters
from tests.portal.mailbox import code_for, last

pytestmark = pytest.mark.django_db
DAY, MICROSECOND = timedelta(days=1), timedelta(microseconds=1)
MINISTRY = "Ministry of Digital Affairs"
NEW = "awa@example.org"


@kept
def senegal(db):
    return make.member("SN", "Senegal")


@pytest.fixture
def now(db):
    return clock.now()


@pytest.fixture
def name(senegal, amina):
    """Names somebody for Senegal, as the secretariat does."""

    def name(who, capacity="focal_point", **more):
        return Delegate.name(who, senegal, capacity, MINISTRY, by=amina, **more)

    return name


def about_delegates() -> list[tuple[str, str]]:
    told = sorted(letters(occasion__startswith="members/"))
    return [(to, occasion.removeprefix("members/")) for to, occasion in told]


# --- naming


def test_somebody_with_an_account_acts_at_once_and_is_told_what_they_may_do(name, leila, amina, senegal, now):
    delegate = name(leila.email)

    assert Delegate.objects.acting(now).get() == delegate
    assert (delegate.user, delegate.since, delegate.until, delegate.named_by) == (leila, now, None, amina)
    assert [(event.verb, event.by, event.capacity) for event in delegate.story()] == [("named", amina, "officer")]
    letter = last(leila.email)
    assert letter.subject == "Senegal: you are focal point"
    assert "you nominate experts in its name" in " ".join(letter.text.split())
    assert "/en/acting/" in letter.text


def test_a_second_address_of_an_account_names_the_same_person(name, leila):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=leila, email="leila@ministry.example", verified=True)

    assert name("Leila@Ministry.example").user == leila
    assert User.objects.filter(email__contains="ministry").count() == 0


def test_the_others_are_told_once_whatever_their_capacities(name, leila, tomas, stranger):
    make.delegate(tomas, make.member("SN"), "council")
    make.delegate(tomas, make.member("SN"), "deputy")
    make.delegate(stranger, make.member("JP", "Japan"), "council")

    name(leila.email)

    assert about_delegates() == [(leila.email, "delegate_named"), (tomas.email, "delegate_named_beside")]
    assert "Leila Haddad" in last(tomas.email).text


REFUSALS = [  # who; what else is given; what the refusal says
    ("amina@example.org", {}, "Nobody names themselves"),
    ("closed@example.org", {}, "closed"),
    ("leila@example.org", {"until": timedelta(0)}, "after the beginning"),
    ("leila@example.org", {"since": -2 * DAY, "until": -DAY}, "not lie in the past"),
    ("leila@example.org", {"since": 2 * DAY, "until": DAY}, "after the beginning"),
    ("leila@example.org", {"since": -9000 * DAY}, "is a Member from 15 June 2020"),
    ("leila@example.org", {"since": 732 * DAY}, "two years ahead"),
    ("leila@example.org", {"until": 4000 * DAY}, "ten years ahead"),
]


@pytest.mark.parametrize(("who", "times", "refusal"), REFUSALS)
def test_what_cannot_be_is_refused_in_words_and_leaves_nothing(name, leila, now, who, times, refusal):
    make.user("closed@example.org", is_active=False)

    with pytest.raises(Refused, match=refusal):
        name(who, **{key: now + time for key, time in times.items()})

    assert not Delegate.objects.exists()
    assert about_delegates() == []


def test_nobody_is_named_for_a_member_that_has_left(name, leila, senegal, amina, now):
    senegal.leave(now.date(), reason="Over.", by=amina)

    with pytest.raises(Refused, match="no Member any more"):
        name("new@example.org")
    assert not User.objects.filter(email="new@example.org").exists()  # a refusal leaves no account either


@pytest.mark.parametrize("institution", ["", "   "])
def test_an_institution_is_needed(senegal, leila, amina, institution):
    with pytest.raises(Refused, match="institution"):
        Delegate.name(leila, senegal, "council", institution, by=amina)


def test_for_a_suspended_member_somebody_is_named_and_told_that_nobody_acts_now(name, senegal, amina, leila):
    senegal.suspend(reason="Dues.", by=amina)

    name(leila.email)

    assert "Senegal is suspended at present" in last(leila.email).text


# --- an address without an account


def test_an_address_gives_rights_to_whoever_proves_it_and_the_letter_says_how(name, client, now):
    delegate = name(NEW, language="fr")

    letter = last(NEW)
    assert letter.language == "fr"
    assert NEW in letter.text
    assert "/fr/acting/" in letter.text
    assert client.get("/en/acting/").url == "/en/accounts/login/?next=/en/acting/"
    client.post("/en/accounts/login/code/?next=/en/acting/", {"email": NEW})
    page = client.post("/en/accounts/login/code/confirm/", {"code": code_for(NEW, "login_code")})

    assert page.status_code == 302
    assert client.get("/en/acting/").wsgi_request.user == delegate.user
    assert delegate.user.verified_addresses().get() == NEW
    assert "Senegal: focal point" in client.get("/en/acting/").content.decode()


def test_signing_up_with_the_address_leads_to_the_same_account(name, client):
    delegate = name(NEW)

    client.post("/en/accounts/signup/", {"email": NEW, "name": "Awa Ndiaye"})

    assert User.objects.filter(email=NEW).get() == delegate.user
    assert last(NEW, "account_already_exists")


@pytest.mark.abuse(35)
def test_a_stranger_who_typed_the_address_first_has_nothing_of_it(name, client, client_factory):
    stranger = client_factory()
    stranger.post("/en/accounts/signup/", {"email": NEW, "name": "Not Awa", "time_zone": "Asia/Tokyo"})

    delegate = name(NEW)

    assert (delegate.user.name, delegate.user.time_zone) == ("", "")
    for sent in ({"action": "resend"}, {"code": "123456"}):
        stranger.post("/en/accounts/confirm-email/", sent)
    assert stranger.get("/en/acting/").status_code == 302
    assert not delegate.user.has_usable_password()


def test_an_address_that_an_account_carries_unconfirmed_gives_that_account_nothing(name, leila, now):
    User.objects.filter(pk=leila.pk).update(email=NEW)  # verified is another address

    with pytest.raises(Refused, match="has not confirmed it"):
        name(NEW)


# --- one at a time


def test_of_two_focal_points_the_second_is_refused_unless_the_first_ends(name, leila, tomas, now):
    first = name(leila.email)
    later = now + 10 * DAY
    with pytest.raises(Refused, match="There is a focal point in that time"):
        name(tomas.email, since=later)

    second = name(tomas.email, since=later, succeeds=True)

    first.refresh_from_db()
    assert (first.until, second.since) == (later, later)
    assert [Delegate.objects.acting(at).get().user for at in (later - MICROSECOND, later)] == [leila, tomas]
    assert (leila.email, "delegate_ended") in about_delegates()
    assert (leila.email, "delegate_named_beside") not in about_delegates()


def test_a_deputy_hears_of_a_succession_in_one_letter(name, leila, tomas, stranger, now):
    name(stranger.email, "deputy")
    name(leila.email, since=now - DAY)
    before = about_delegates()

    name(tomas.email, succeeds=True)

    new = [letter for letter in about_delegates() if letter not in before]
    assert new == [(leila.email, "delegate_ended"), (tomas.email, "delegate_named")]
    assert "In the place of:\n  Leila Haddad" in last(stranger.email).text


def test_one_named_for_later_stands_in_the_way_of_an_open_end_but_not_of_one_before(name, leila, tomas, now):
    name(leila.email, since=now + 10 * DAY)

    with pytest.raises(Refused, match="later day"):
        name(tomas.email, succeeds=True)
    name(tomas.email, until=now + 10 * DAY)

    assert Delegate.objects.acting(now).get().user == tomas


@pytest.mark.parametrize(
    ("capacity", "member", "works"),
    [("focal_point", "SN", False), ("deputy", "SN", True), ("council", "SN", True), ("focal_point", "JP", False)],
)
def test_the_same_person_holds_several_capacities_but_none_twice(name, leila, amina, capacity, member, works):
    name(leila.email)

    def again():
        Delegate.name(leila, make.member(member), capacity, MINISTRY, by=amina, succeeds=True)

    if works:
        again()
        assert Delegate.objects.count() == 2
        return
    with pytest.raises(Refused, match="already" if member == "SN" else "acts for Senegal in that time"):
        again()
    assert Delegate.objects.count() == 1


def test_whoever_acted_for_another_member_before_is_named(name, leila, now):
    make.delegate(leila, make.member("JP", "Japan"), "council", since=now - 9 * DAY, until=now)

    assert name(leila.email).user == leila


@pytest.mark.parametrize(("since", "until"), [(-9, None), (-9, 9), (9, None)])
def test_whoever_holds_a_role_of_the_secretariat_now_or_later_is_not_named(name, now, since, until):
    staff = make.user("staff@example.org", "Sven Staff")
    staff.role_grants.create(role="officer", since=now + since * DAY, until=until and now + until * DAY)

    for capacity in ("focal_point", "deputy", "council"):
        with pytest.raises(Refused, match="Sven Staff holds a role of the secretariat"):
            name(staff.email, capacity)
    assert not Delegate.objects.exists()


def test_whoever_held_a_role_is_named(name, leila, now):
    leila.role_grants.create(role="officer", since=now - 9 * DAY, until=now - DAY)

    assert name(leila.email)


def test_several_vote_for_a_member_and_several_are_deputies(name, leila, tomas):
    for capacity in ("council", "deputy"):
        for who in (leila, tomas):
            name(who.email, capacity)

    assert Delegate.objects.count() == 4


def test_what_the_words_would_let_pass_the_database_refuses(senegal, leila, tomas):
    make.delegate(leila, senegal, "focal_point")

    for user, capacity in ((tomas, "focal_point"), (leila, "focal_point")):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.delegate(user, senegal, capacity)


# --- ending


def test_an_end_takes_the_rights_at_once_and_keeps_the_row(name, leila, amina, now):
    delegate = name(leila.email, since=now - DAY)

    delegate.end(by=amina)

    assert not Delegate.objects.acting(now).exists()
    assert Delegate.objects.get().until == now
    assert [event.verb for event in delegate.story()] == ["named", "ended"]
    assert "You can no longer act for it in this capacity" in last(leila.email).text


ENDS = [  # since and until before; the end asked for, in days from now; what is stored, or the refusal
    (-5, None, None, 0),
    (-5, None, 3, 3),
    (-5, 5, 3, 3),
    (-5, 5, None, 0),
    (-5, 5, 7, "ends before that already"),
    (-5, 5, 5, "ends before that already"),
    (-5, -1, None, "ended already"),
    (-5, -1, 3, "ended already"),
    (-5, None, -1, "not lie in the past"),
    (5, None, None, 5),
    (5, None, 2, 5),
    (5, 9, None, 5),
    (5, 5, None, "ended already"),
]


@pytest.mark.parametrize(("since", "until", "asked", "stored"), ENDS)
def test_ends_from_every_state(senegal, leila, amina, now, since, until, asked, stored):
    def day(number):
        return None if number is None else now + number * DAY

    delegate = make.delegate(leila, senegal, "council", since=day(since), until=day(until))
    if isinstance(stored, str):
        with pytest.raises(Refused, match=stored):
            delegate.end(by=amina, until=day(asked))
        assert Delegate.objects.get().until == day(until)
        assert about_delegates() == []
        return
    delegate.end(by=amina, until=day(asked))
    assert Delegate.objects.get().until == day(stored)
    assert about_delegates() == [(leila.email, "delegate_ended")]


def test_one_that_never_began_blocks_nobody_and_acts_at_no_moment(name, leila, tomas, amina, now):
    name(leila.email, since=now + DAY).end(by=amina)

    name(tomas.email)

    assert "You do not become focal point of Senegal" in last(leila.email).text
    assert not Delegate.objects.current(now + DAY).filter(user=leila).exists()
    assert Delegate.objects.get(user=leila).standing(now) == "over"


def test_the_others_hear_of_an_end_once(name, leila, tomas, amina):
    make.delegate(tomas, make.member("SN"), "council")
    delegate = name(leila.email)

    delegate.end(by=amina)

    assert (tomas.email, "delegate_ended_beside") in about_delegates()


def test_the_institution_is_corrected_in_silence(name, leila, amina):
    delegate = name(leila.email)
    before = about_delegates()
    for wrong, refusal in (("", "Give the institution"), (MINISTRY, "as it stands")):
        with pytest.raises(Refused, match=refusal):
            delegate.correct_institution(institution=wrong, by=amina)

    delegate.correct_institution(institution=" Ministry of Telecommunication ", by=amina)

    assert Delegate.objects.get().institution == "Ministry of Telecommunication"
    assert delegate.story().last().facts == {"before": MINISTRY}
    assert about_delegates() == before


# --- capacities in words

WORDS = [
    ("council:JP", "en", "council delegate, Japan"),
    ("council:JP", "fr", "délégué au Conseil, Japon"),
    ("focal_point:EU", "en", "focal point, European Union"),
    ("deputy:GH", "en", "deputy focal point, Ghana"),  # came later than the facts
    ("officer", "en", "secretariat officer"),
    ("", "en", ""),
    ("council:", "en", "council:"),
    ("nobody:JP", "en", "nobody:JP"),
]


@pytest.mark.parametrize(("code", "language", "words"), WORDS)
def test_a_capacity_is_told_in_words_without_asking_the_database(code, language, words, django_assert_num_queries):
    with translation.override(language), django_assert_num_queries(0):
        assert str(in_words(code)) == words
