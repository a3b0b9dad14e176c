"""Staff pass a second step on every way into the admin; another head helps who lost it."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator

from portal.lifecycle.models import Refused
from tests.make import user
from tests.portal.authenticator import digits, give_app
from tests.portal.mailbox import code_for, occasions

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _forced(settings):
    settings.REQUIRE_STAFF_MFA = True


@pytest.fixture
def amina(db):
    return user("amina@example.org", "Amina Diallo", role="officer", password=PASSWORD)


def by_password(client, email="amina@example.org", onward="/admin/"):
    return client.post("/en/accounts/login/", {"login": email, "password": PASSWORD, "next": onward})


def by_code(client, email="amina@example.org", onward="/admin/"):
    page = client.post("/en/accounts/login/", {"login": email, "next": onward})
    return client.post(page.url, {"code": code_for(email, "login_code"), "next": onward})


def in_admin(client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.mark.abuse(30)
@pytest.mark.parametrize("way", [by_password, by_code])
def test_without_a_second_step_staff_do_not_get_in(client, amina, way):
    way(client)

    page = client.get("/admin/", follow=True)

    assert page.redirect_chain[-1][0] == "/en/accounts/2fa/"
    assert "once you have set up a second step" in page.content.decode()


def test_without_a_second_step_staff_hold_no_role_anywhere(client, amina):
    by_password(client)

    page = client.get("/en/accounts/profile/")

    assert page.wsgi_request.user.roles == frozenset()
    assert not page.wsgi_request.user.is_secretariat


@pytest.mark.abuse(30)
@pytest.mark.parametrize("way", [by_password, by_code])
def test_with_an_app_every_sign_in_asks_for_its_digits(client, amina, way):
    key = give_app(amina)

    page = way(client)
    assert page.url == "/en/accounts/2fa/authenticate/"
    assert not in_admin(client)
    page = client.post(page.url, {"code": digits(key)})

    assert page.url == "/admin/"
    assert in_admin(client)


def test_wrong_digits_do_not_open(client, amina):
    give_app(amina)
    page = by_password(client)

    client.post(page.url, {"code": "000000"})

    assert not in_admin(client)


@pytest.mark.abuse(14)
def test_ten_wrong_digits_lock_the_second_step(client, amina):
    key = give_app(amina)
    page = by_password(client)
    for _ in range(10):
        client.post(page.url, {"code": "000000"})

    assert b"Too many attempts" in client.post(page.url, {"code": digits(key)}).content
    assert not in_admin(client)


@pytest.mark.abuse(34)
def test_digits_work_once(client, client_factory, amina):
    key = give_app(amina)
    with time_machine.travel(time.time() // 30 * 30 + 1, tick=False):
        code = digits(key)
        client.post(by_password(client).url, {"code": code})
        thief = client_factory()
        thief.post(by_password(thief).url, {"code": code})

        assert in_admin(client)
        assert not in_admin(thief)


def test_a_recovery_code_opens_once(client, client_factory, amina):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    give_app(amina)
    code = RecoveryCodes.activate(amina).get_unused_codes()[0]

    client.post(by_password(client).url, {"code": code})
    other = client_factory()
    other.post(by_password(other).url, {"code": code})

    assert in_admin(client)
    assert not in_admin(other)


def set_up(client):
    """Sets an app up on the page; returns its key."""
    client.post("/en/accounts/reauthenticate/?next=/en/accounts/2fa/totp/activate/", {"password": PASSWORD})
    page = client.get("/en/accounts/2fa/totp/activate/").content.decode()
    key = re.search(r"<code>(\w+)</code>", page)[1]
    client.post("/en/accounts/2fa/totp/activate/", {"code": digits(key)})
    return key


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_admin_and_gives_recovery_codes(client, amina):
    by_password(client)

    set_up(client)

    assert in_admin(client)
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert "totp_activated" in occasions("amina@example.org")
    assert len(
        re.findall(r"<li><code>\d{8}</code>", client.get("/en/accounts/2fa/recovery-codes/").content.decode())
    ) in (0, 10)


def test_the_key_of_an_app_is_encrypted_in_the_database(client, amina):
    by_password(client)

    key = set_up(client)

    assert key not in Authenticator.objects.get(type="totp").data["secret"]


def test_a_session_from_before_the_app_has_to_pass_it(client, client_factory, amina):
    older = client_factory()
    by_password(older)
    key = give_app(amina)

    page = older.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/en/accounts/")
    assert not in_admin(older)
    older.post("/en/accounts/2fa/reauthenticate/?next=/admin/", {"code": digits(key)})

    assert in_admin(older)


@pytest.mark.abuse(30)
def test_resetting_the_password_does_not_go_round_the_second_step(client, amina):
    give_app(amina)
    client.post("/en/accounts/password/reset/", {"email": "amina@example.org"})
    client.post("/en/accounts/password/reset/confirm/", {"code": code_for("amina@example.org")})
    page = client.post("/en/accounts/password/reset/complete/", {"password1": "another good one"})

    assert page.url == "/en/accounts/2fa/authenticate/"
    assert not in_admin(client)


def test_taking_the_app_away_closes_the_admin(client, amina):
    by_password(client)
    set_up(client)
    Authenticator.objects.all().delete()

    assert not in_admin(client)


@pytest.mark.abuse(22, 30)
@pytest.mark.parametrize("onward", ["//evil.example/", "https://evil.example/"])
def test_the_admin_has_no_sign_in_form_of_its_own(client, amina, onward):
    page = client.get("/admin/login/", {"next": onward})
    assert page.status_code == 302
    assert page.url == "/en/accounts/login/?next=%2Fadmin%2F"

    page = client.post("/admin/login/", {"username": "amina@example.org", "password": PASSWORD})
    assert page.status_code == 302
    assert page.url.startswith("/en/accounts/login/")
    assert not in_admin(client)


def test_the_admin_remembers_where_one_wanted_to_go(client):
    page = client.get("/admin/nominations/nomination/", follow=True)

    assert page.redirect_chain[-1][0] == "/en/accounts/login/?next=/admin/nominations/nomination/"


def test_the_admin_does_not_exist_for_applicants(client, leila):
    client.force_login(leila)

    for address in ("/admin/", "/admin/login/", "/admin/nominations/nomination/", "/admin/nothing/"):
        assert client.get(address).status_code == 404


def test_the_admin_signs_out_by_post_alone(client, amina):
    key = give_app(amina)
    client.post(by_password(client).url, {"code": digits(key)})

    assert client.get("/admin/logout/").status_code == 405
    assert in_admin(client)
    client.post("/admin/logout/")
    assert not in_admin(client)


def test_the_admin_changes_no_password_of_its_own(client, amina):
    key = give_app(amina)
    client.post(by_password(client).url, {"code": digits(key)})

    assert client.get("/admin/password_change/").url == "/en/accounts/password/change/"


def test_another_head_takes_a_lost_factor_away(client, jonas, amina):
    key = give_app(amina)
    client.post(by_password(client).url, {"code": digits(key)})

    amina.lose_second_factor(by=jonas)

    assert not Authenticator.objects.exists()
    assert client.get("/en/accounts/profile/").status_code == 302  # the session is over
    assert occasions("amina@example.org") == ["second_factor_removed"]
    assert [event.verb for event in amina.story()] == ["second factor removed"]


def test_nobody_takes_their_own_factor_away_as_a_head(jonas, amina):
    give_app(jonas)

    with pytest.raises(Refused):
        jonas.lose_second_factor(by=jonas)
    with pytest.raises(Refused):
        jonas.lose_second_factor(by=amina)
    with pytest.raises(Refused, match="no second step"):
        amina.lose_second_factor(by=jonas)


def test_in_the_demo_no_second_step_is_forced(client, amina, settings):
    settings.REQUIRE_STAFF_MFA = False
    by_password(client)

    assert in_admin(client)


# --- how long a staff session lives


@pytest.fixture
def signed_in(client, amina):
    key = give_app(amina)
    client.post(by_password(client).url, {"code": digits(key)})
    assert in_admin(client)
    return client


@pytest.mark.abuse(29)
def test_a_staff_session_ends_after_half_an_hour_without_use(signed_in):
    with time_machine.travel(time.time() + 31 * 60):
        page = signed_in.get("/admin/", follow=True)

    assert page.redirect_chain[-1][0].startswith("/en/accounts/login/")
    assert "half an hour" in page.content.decode()


@pytest.mark.abuse(29)
def test_use_keeps_a_staff_session_alive_for_twelve_hours_at_most(signed_in):
    start = time.time()
    for minutes in range(25, 12 * 60, 25):
        with time_machine.travel(start + minutes * 60):
            assert in_admin(signed_in)

    with time_machine.travel(start + 12 * 3600 + 60):
        page = signed_in.get("/admin/", follow=True)

    assert "twelve hours" in page.content.decode()


def test_an_applicant_is_not_signed_out_after_half_an_hour(client, leila):
    client.force_login(leila)
    client.get("/en/accounts/profile/")

    with time_machine.travel(time.time() + 24 * 3600):
        assert client.get("/en/accounts/profile/").status_code == 200
