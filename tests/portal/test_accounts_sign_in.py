"""Signing in by code or password, signing out."""

import pytest
from django.db import connection

from portal.accounts.models import User
from portal.notifications.models import Message
from tests.make import user
from tests.portal.mailbox import code_for, last, occasions
from tests.portal.test_accounts_sign_up import told

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def leila(db):
    return user("leila@example.org", "Leila Haddad", password=PASSWORD)


def sign_in(client, email="leila@example.org", password="", **headers):
    return client.post("/en/accounts/login/", {"login": email, "password": password}, **headers)


def is_in(client) -> bool:
    return client.get("/en/accounts/profile/").status_code == 200


def test_a_password_opens_the_account(client, leila):
    sign_in(client, password=PASSWORD)

    assert is_in(client)


def test_an_address_is_the_same_in_capitals(client, leila):
    sign_in(client, "LEILA@Example.org", PASSWORD)

    assert is_in(client)


def test_without_a_password_a_code_is_sent(client, leila):
    page = sign_in(client)
    client.post(page.url, {"code": code_for("leila@example.org", "login_code")})

    assert is_in(client)


def test_a_wrong_code_keeps_the_door_shut(client, leila):
    page = sign_in(client)
    client.post(page.url, {"code": "000000"})

    assert not is_in(client)


@pytest.mark.abuse(13)
def test_a_known_and_an_unknown_address_get_the_same_answer_to_a_wrong_password(client_factory, leila):
    User.behind("known@example.org").set_password(PASSWORD)
    pages = [sign_in(client_factory(), email, "wrong").content for email in ("leila@example.org", "nobody@example.org")]

    assert b"do not fit together" in pages[0]
    assert len(pages[0]) - len(pages[1]) == len("leila") - len("nobody")


@pytest.mark.abuse(13)
@pytest.mark.parametrize("address", ["/en/accounts/login/code/", "/en/accounts/password/reset/"])
def test_asking_for_a_code_answers_the_same_for_known_and_unknown(client_factory, address):
    User.behind("known@example.org")
    clients = {name: client_factory() for name in ("known", "unknown")}
    pages = {
        name: client.post(address, {"email": f"{name}@example.org"}, follow=True) for name, client in clients.items()
    }

    assert told(pages["known"]) == told(pages["unknown"])
    assert pages["known"].redirect_chain == pages["unknown"].redirect_chain
    assert occasions("unknown@example.org") == ["unknown_account"]
    assert len(occasions("known@example.org")) == 1


@pytest.mark.abuse(14)
def test_ten_wrong_passwords_lock_the_account_for_a_while_whatever_address_they_came_from(client_factory, leila):
    for n in range(10):
        sign_in(client_factory(), password="wrong", REMOTE_ADDR=f"10.0.0.{n}")

    client = client_factory()
    page = sign_in(client, password=PASSWORD, REMOTE_ADDR="10.0.1.1")

    assert b"Too many attempts" in page.content
    assert not is_in(client)


@pytest.mark.abuse(14)
def test_several_addresses_of_one_account_share_the_count(client_factory, leila):
    leila.emailaddress_set.create(email="second@example.org", verified=True)
    for n in range(10):
        sign_in(
            client_factory(), ("leila@example.org", "second@example.org")[n % 2], "wrong", REMOTE_ADDR=f"10.0.0.{n}"
        )

    assert b"Too many attempts" in sign_in(client_factory(), password=PASSWORD, REMOTE_ADDR="10.0.1.1").content


@pytest.mark.abuse(14)
def test_twenty_wrong_passwords_from_one_place_stop_it_for_all_accounts(client_factory, leila):
    for n in range(20):
        sign_in(client_factory(), f"p{n}@example.org", "wrong")

    assert b"Too many attempts" in sign_in(client_factory(), password=PASSWORD).content


@pytest.mark.abuse(14)
def test_a_right_password_between_does_not_clear_the_count_of_the_place(client_factory, leila):
    for n in range(20):
        sign_in(client_factory(), password=PASSWORD)
        sign_in(client_factory(), f"p{n}@example.org", "wrong")

    assert b"Too many attempts" in sign_in(client_factory(), password=PASSWORD, REMOTE_ADDR="127.0.0.1").content


def test_right_passwords_are_not_counted_as_wrong_ones(client_factory, leila):
    for _ in range(12):
        client = client_factory()
        sign_in(client, password=PASSWORD)

    assert is_in(client)


def test_the_limits_are_kept_in_the_database(client, leila):
    sign_in(client, password="wrong")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] == 1


@pytest.mark.abuse(22)
@pytest.mark.parametrize(
    "onward", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_no_foreign_address_follows_the_sign_in(client, leila, onward):
    page = client.post("/en/accounts/login/", {"login": "leila@example.org", "password": PASSWORD, "next": onward})

    assert page.url == "/en/nominations/"


def test_our_own_page_follows_the_sign_in(client, leila):
    page = client.post("/en/accounts/login/", {"login": "leila@example.org", "password": PASSWORD, "next": "/en/call/"})

    assert page.url == "/en/call/"


@pytest.mark.abuse(29)
def test_a_session_gets_a_new_name_at_sign_in(client, leila):
    sign_in(client)
    before = client.session.session_key
    client.post("/en/accounts/login/code/confirm/", {"code": code_for("leila@example.org")})

    assert client.session.session_key != before


@pytest.mark.abuse(32)
def test_only_a_post_signs_out(client, leila):
    sign_in(client, password=PASSWORD)
    assert client.get("/en/accounts/logout/").status_code == 200
    assert is_in(client)

    client.post("/en/accounts/logout/")

    assert not is_in(client)


@pytest.mark.abuse(29)
def test_a_cookie_kept_after_signing_out_is_worth_nothing(client, client_factory, leila, settings):
    sign_in(client, password=PASSWORD)
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/en/accounts/logout/")

    thief = client_factory()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept

    assert not is_in(thief)


def test_a_closed_account_opens_by_no_way(client, leila):
    leila.is_active = False
    leila.save()

    sign_in(client, password=PASSWORD)
    assert not is_in(client)
    page = sign_in(client)
    assert page.url.startswith("/en/accounts/login/code/confirm/")
    assert last("leila@example.org").occasion == "accounts/unknown_account"


@pytest.mark.abuse(29)
def test_closing_an_account_ends_its_sessions_at_once(client, leila):
    sign_in(client, password=PASSWORD)
    leila.is_active = False
    leila.save()

    assert not is_in(client)


def test_reading_the_sign_in_page_writes_no_letter(client, leila):
    for address in ("login/", "login/code/", "signup/", "password/reset/"):
        assert client.get(f"/en/accounts/{address}").status_code == 200

    assert not Message.objects.exists()


def test_staff_come_to_their_desk_and_everybody_else_to_their_nominations(client_factory, leila):
    user("amina@example.org", role="officer", password=PASSWORD)

    assert sign_in(client_factory(), "amina@example.org", PASSWORD).url == "/admin/"
    assert sign_in(client_factory(), "leila@example.org", PASSWORD).url == "/en/nominations/"


@pytest.mark.abuse(33)
def test_the_log_of_a_wrong_password_names_nobody(client, leila, caplog):
    sign_in(client, password="wrong")
    sign_in(client, "nobody@example.org", "wrong")

    said = [record.getMessage() for record in caplog.records if record.name == "portal.accounts.adapter"]
    assert said == [f"wrong password for account {leila.pk}", "wrong password for no account"]
