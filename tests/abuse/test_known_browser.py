"""Strangers keep an owner out of no browser they have used before, and its cookie opens nothing."""

import time
from contextlib import contextmanager
from itertools import count

import pytest
import time_machine
from django.conf import settings

from tests.make import user
from tests.portal.mailbox import code_for

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(12, 14)]
PASSWORD = "correct horse battery"
COOKIE = settings.BROWSER_COOKIE_NAME
places = count(1)


@pytest.fixture
def leila(db):
    return user("leila@example.org", password=PASSWORD)


def post(client, path, **sent):
    """From another place each time."""
    return client.post(f"/en/accounts/{path}", sent, REMOTE_ADDR=f"192.0.2.{next(places)}")


def is_in(client) -> bool:
    return client.get("/en/accounts/profile/").status_code == 200


def sign_in(client, email="leila@example.org", password=PASSWORD):
    post(client, "login/", login=email, password=password)
    return is_in(client)


def sign_out(client):
    post(client, "logout/")
    assert not is_in(client)


def ask(client, email="leila@example.org") -> int:
    return post(client, "login/code/", email=email).status_code


@contextmanager
def after(seconds):
    with time_machine.travel(time.time() + seconds, tick=False):
        yield


@pytest.fixture
def hers(client, leila):
    """Where Leila was signed in, and is no more."""
    assert sign_in(client)
    sign_out(client)
    return client


def test_wrong_passwords_from_everywhere_leave_the_owner_her_browser(hers, client_factory):
    for _ in range(11):
        sign_in(client_factory(), password="wrong")

    assert not sign_in(client_factory()), "Elsewhere the account is guarded."
    assert sign_in(hers)


def test_letters_asked_for_from_everywhere_leave_the_owner_hers(hers, client_factory):
    assert [ask(client_factory()) for _ in range(11)] == [302] * 10 + [429]

    assert ask(hers) == 302
    post(hers, "login/code/confirm/", code=code_for("leila@example.org", "login_code"))
    assert is_in(hers)


def test_a_known_browser_has_its_own_limits_wherever_it_is(hers, client_factory):
    for _ in range(10):
        assert not sign_in(hers, password="wrong")

    assert not sign_in(hers)
    assert sign_in(client_factory()), "Its tries are not counted against the account."
    answers = []
    for _ in range(4):
        answers.append(ask(hers))
        hers.cookies.pop(settings.SESSION_COOKIE_NAME, None)  # a window with a code under way would be led to it
    assert answers == [302] * 3 + [429]


def test_the_cookie_is_of_use_for_its_own_address_alone(hers, client_factory):
    user("nia@example.org", password=PASSWORD)
    for _ in range(10):
        sign_in(client_factory(), "nia@example.org", "wrong")

    assert not sign_in(hers, "nia@example.org")


FORGERIES = {
    "cut": lambda kept: kept[:-1],
    "another name": lambda kept: f"x{kept}",
    "no signature": lambda kept: kept.partition(":")[0],
    "nothing": lambda kept: "",
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_cookie_is_none(hers, client_factory, forge):
    for _ in range(10):
        sign_in(client_factory(), password="wrong")
    hers.cookies[COOKIE] = forge(hers.cookies[COOKIE].value)

    assert not sign_in(hers)


def test_the_cookie_ends_with_the_year_and_not_before(hers, client_factory):
    for days, opens in ((364, True), (366, False)):
        kept = hers.cookies[COOKIE].value
        with after(days * 86400):
            for _ in range(10):
                sign_in(client_factory(), password="wrong")
            assert sign_in(hers) is opens
            sign_out(hers)
        hers.cookies[COOKIE] = kept


def test_the_cookie_names_nobody_and_opens_nothing(hers, client_factory, leila):
    kept, other = hers.cookies[COOKIE], client_factory()
    other.cookies[COOKIE] = kept.value

    assert not is_in(other)
    assert "leila" not in kept.value
    assert str(leila.pk) not in kept.value.split(".")
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"
    assert kept["path"] == "/"
    assert not kept["domain"]
    assert kept["max-age"] == 365 * 86400
