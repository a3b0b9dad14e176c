"""Several addresses, the main one, passwords, sessions, the account page."""

import re
from collections import Counter

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from portal.accounts.models import User
from portal.notifications.models import Message
from tests.make import user
from tests.portal.mailbox import code_for, last, occasions

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
HOME, OTHER = "leila@example.org", "leila@work.example"


@pytest.fixture
def leila(db):
    return user(HOME, "Leila Haddad")


@pytest.fixture
def signed_in(client, leila):
    client.post("/en/accounts/login/", {"login": HOME})
    client.post("/en/accounts/login/code/confirm/", {"code": code_for(HOME)})
    Message.objects.all().delete()
    return client


def add(client, email=OTHER):
    return client.post("/en/accounts/email/", {"action_add": "", "email": email}, follow=True)


def confirm(client, email=OTHER):
    return client.post("/en/accounts/confirm-email/", {"code": code_for(email, "email_confirmation")}, follow=True)


def addresses(account) -> set:
    return set(account.emailaddress_set.values_list("email", "verified", "primary"))


def test_an_added_address_counts_once_its_code_is_typed_and_the_owner_is_told(signed_in, leila):
    add(signed_in)
    assert addresses(leila) == {(HOME, True, True)}

    confirm(signed_in)

    assert addresses(leila) == {(HOME, True, True), (OTHER, True, False)}
    assert occasions(HOME) == ["email_confirm"]
    assert OTHER in last(HOME).text


def test_one_signs_in_with_each_confirmed_address(signed_in, client_factory, leila):
    add(signed_in)
    confirm(signed_in)
    Message.objects.all().delete()

    other = client_factory()
    other.post("/en/accounts/login/", {"login": OTHER})
    page = other.post("/en/accounts/login/code/confirm/", {"code": code_for(OTHER)}, follow=True)

    assert page.wsgi_request.user == leila


@pytest.mark.abuse(35)
def test_both_addresses_are_told_of_a_new_main_address(signed_in, leila):
    add(signed_in)
    confirm(signed_in)

    signed_in.post("/en/accounts/email/", {"action_primary": "", "email": OTHER})

    assert User.objects.get().email == OTHER
    assert occasions(HOME)[-1] == occasions(OTHER)[-1] == "email_changed"


@pytest.mark.abuse(35)
def test_an_unconfirmed_address_becomes_nothing(signed_in, leila):
    leila.emailaddress_set.create(email=OTHER)

    signed_in.post("/en/accounts/email/", {"action_primary": "", "email": OTHER})

    assert User.objects.get().email == HOME


def test_the_main_address_is_not_removed_and_another_one_is(signed_in, leila):
    leila.emailaddress_set.create(email=OTHER, verified=True)
    signed_in.post("/en/accounts/email/", {"action_remove": "", "email": HOME})
    assert leila.emailaddress_set.count() == 2

    signed_in.post("/en/accounts/email/", {"action_remove": "", "email": OTHER})

    assert addresses(leila) == {(HOME, True, True)}
    assert occasions(HOME) == ["email_deleted"]


@pytest.mark.abuse(2)
def test_nobody_elses_address_is_touched(signed_in, tomas):
    for act in ("action_remove", "action_primary", "action_send"):
        signed_in.post("/en/accounts/email/", {act: "", "email": "tomas@example.org"})

    assert addresses(tomas) == {("tomas@example.org", True, True)}
    assert not Message.objects.exists()


@pytest.mark.abuse(13, 35)
def test_an_address_of_another_account_is_not_taken_and_not_betrayed(signed_in, tomas, leila):
    free, taken = add(signed_in, "free@example.org"), None
    signed_in.post("/en/accounts/confirm-email/", {"code": code_for("free@example.org")})
    taken = add(signed_in, "tomas@example.org")

    assert free.status_code == taken.status_code == 200
    assert free.redirect_chain == taken.redirect_chain
    assert "belongs to another account" in confirm(signed_in, "tomas@example.org").content.decode()
    assert EmailAddress.objects.get(email="tomas@example.org").user == tomas


def test_five_addresses_are_enough(signed_in, leila):
    for n in range(4):
        leila.emailaddress_set.create(email=f"{n}@example.org", verified=True)

    add(signed_in)

    assert not Message.objects.exists()


def test_a_password_is_set_changed_and_reset_and_the_owner_is_told(signed_in, client_factory, leila):
    signed_in.post("/en/accounts/password/set/", {"password1": PASSWORD})
    assert User.objects.get().check_password(PASSWORD)
    signed_in.post("/en/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "violet elephants dance"})
    assert User.objects.get().check_password("violet elephants dance")

    other = client_factory()
    other.post("/en/accounts/password/reset/", {"email": HOME})
    other.post("/en/accounts/password/reset/confirm/", {"code": code_for(HOME, "password_reset_code")})
    page = other.post("/en/accounts/password/reset/complete/", {"password1": "green ideas sleep well"}, follow=True)

    assert User.objects.get().check_password("green ideas sleep well")
    assert page.wsgi_request.user == leila
    assert occasions(HOME) == ["password_set", "password_changed", "password_reset_code", "password_reset"]


@pytest.mark.parametrize("weak", ["short", "password1234", "1234567890", "leila@example.org"])
def test_weak_passwords_are_refused(signed_in, weak):
    page = signed_in.post("/en/accounts/password/set/", {"password1": weak})

    assert "There is a problem" in page.content.decode()
    assert not User.objects.get().has_usable_password()


def test_a_long_password_with_any_signs_works(signed_in):
    signed_in.post("/en/accounts/password/set/", {"password1": "ünï 𝔠ode " * 10})

    assert User.objects.get().check_password("ünï 𝔠ode " * 10)


@pytest.mark.abuse(29)
def test_a_new_password_ends_all_other_sessions(signed_in, client_factory, leila):
    other = client_factory()
    other.force_login(leila)

    signed_in.post("/en/accounts/password/set/", {"password1": PASSWORD})

    assert signed_in.get("/en/accounts/profile/").status_code == 200
    assert other.get("/en/accounts/profile/").status_code == 302


def test_with_a_password_changing_addresses_asks_for_it_again(signed_in, leila):
    leila.set_password(PASSWORD)
    leila.save()
    signed_in.force_login(leila)

    page = add(signed_in)

    assert page.redirect_chain[0][0].startswith("/en/accounts/reauthenticate/")
    assert not Message.objects.exists()


def test_the_list_of_sessions_ends_the_others(signed_in, client_factory, leila):
    other = client_factory()
    other.post("/en/accounts/login/", {"login": HOME}, headers={"user-agent": "Other browser"})
    other.post("/en/accounts/login/code/confirm/", {"code": code_for(HOME)}, headers={"user-agent": "Other browser"})
    assert "Other browser" in signed_in.get("/en/accounts/sessions/").content.decode()

    signed_in.post("/en/accounts/sessions/")

    assert UserSession.objects.count() == 1
    assert other.get("/en/accounts/profile/").status_code == 302
    assert signed_in.get("/en/accounts/profile/").status_code == 200


def test_name_language_and_time_zone_are_kept(signed_in):
    signed_in.post("/en/accounts/profile/", {"name": "Leïla H.", "language": "fr", "time_zone": "Africa/Tunis"})

    leila = User.objects.get()
    assert (leila.name, leila.language, str(leila.zone)) == ("Leïla H.", "fr", "Africa/Tunis")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_list_of_time_zones_has_each_city_once(signed_in, language):
    page = signed_in.get(f"/{language}/accounts/profile/").content.decode()
    labels = re.findall(r"<option[^>]*>([^<]+)</option>", page)

    assert len(labels) > 300
    assert [label for label, times in Counter(labels).items() if times > 1] == []


@pytest.mark.parametrize(
    ("stored", "chosen"), [("Asia/Calcutta", "Asia/Kolkata"), ("Etc/GMT+5", "Etc/GMT+5"), ("", "UTC")]
)
def test_a_time_zone_told_by_another_name_is_chosen_in_the_list_and_stays_valid(signed_in, leila, stored, chosen):
    User.objects.filter(pk=leila.pk).update(time_zone=stored)
    page = signed_in.get("/en/accounts/profile/").content.decode()
    assert re.findall(r'<option value="([^"]+)" selected', page) == [chosen]

    assert signed_in.post("/en/accounts/profile/", {"name": "L", "language": "en", "time_zone": chosen}).url


@pytest.mark.parametrize("wrong", [{"time_zone": "Mars/Base"}, {"language": "xx"}])
def test_what_is_not_on_the_list_is_not_kept(signed_in, wrong):
    page = signed_in.post("/en/accounts/profile/", {"name": "L", "language": "en", "time_zone": "UTC"} | wrong)

    assert "There is a problem" in page.content.decode()
    assert User.objects.get().name == "Leila Haddad"


@pytest.mark.abuse(24)
def test_the_account_page_changes_nothing_else(signed_in):
    typed = {
        "name": "L",
        "language": "en",
        "time_zone": "UTC",
        "email": "x@example.org",
        "is_active": "",
        "role": "head",
    }
    signed_in.post("/en/accounts/profile/", typed)

    leila = User.objects.get()
    assert (leila.email, leila.is_active, leila.roles) == (HOME, True, frozenset())
