"""Limits hold whatever a visitor says about where they come from, and keep nobody out who is somewhere else."""

import re
import time

import pytest
import time_machine
from django.test import Client

from portal.notifications.models import Message
from tests.admin import enter
from tests.make import user
from tests.portal.mailbox import code_for

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(12, 14)]
PASSWORD = "correct horse battery"
WRONG = "wrong"
TOO_MANY = b"Too many attempts"
DOORS = [
    ("login/", "login", "login"),
    ("login/code/", "email", "request_login_code"),
    ("password/reset/", "email", "reset_password"),
    ("signup/", "email", "signup"),
]
FORGERIES = {  # by the number of the try: what says that it comes from elsewhere
    "one address": lambda n: {"X-Forwarded-For": f"198.51.100.{n}"},
    "a chain": lambda n: {"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.{n}, 127.0.0.1"},
    "a port": lambda n: {"X-Forwarded-For": f"198.51.100.7:{1000 + n}"},
    "nonsense": lambda n: {"X-Forwarded-For": f"unknown{n}"},
    "other headers": lambda n: dict.fromkeys(
        ("X-Real-IP", "Forwarded", "X-Client-IP", "CF-Connecting-IP", "True-Client-IP", "X-Forwarded"),
        f"198.51.100.{n}",
    ),
}


@pytest.fixture
def leila(db):
    return user("leila@example.org", password=PASSWORD)


def guess(n=0, email=None, password=WRONG, **more):
    sent = {"login": email or f"p{n}@example.org", "password": password}
    return Client().post("/en/accounts/login/", sent, **more)


def is_in(client) -> bool:
    return client.get("/en/accounts/profile/").status_code == 200


@pytest.mark.parametrize("forged", FORGERIES)
def test_without_a_proxy_no_header_makes_a_second_place(leila, forged):
    for n in range(20):
        assert TOO_MANY not in guess(n, headers=FORGERIES[forged](n)).content

    assert TOO_MANY in guess(email="leila@example.org", password=PASSWORD, headers=FORGERIES[forged](20)).content


@pytest.mark.parametrize(
    "said",
    [
        lambda n: f"198.51.100.{n}, 203.0.113.5",
        lambda n: f"2001:db8::{n}, 198.51.100.{n},203.0.113.5",
        lambda n: f"203.0.113.5:{1000 + n}",
        lambda n: f"unknown{n}, 203.0.113.5",
    ],
    ids=["one before", "two before", "a port", "nonsense before"],
)
def test_behind_the_proxy_only_what_the_proxy_says_makes_a_place(settings, leila, said):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(20):
        assert TOO_MANY not in guess(n, headers={"X-Forwarded-For": said(n)}).content

    last = {"X-Forwarded-For": said(20)}
    assert TOO_MANY in guess(email="leila@example.org", password=PASSWORD, headers=last).content
    assert TOO_MANY not in guess(21, headers={"X-Forwarded-For": "203.0.113.6"}).content


@pytest.mark.parametrize("said", ["", "unknown", "1.2.3.4.5", "\x00", "::1%eth0", ", ,", "x" * 5000])
def test_a_header_that_names_no_place_is_no_error(settings, leila, said):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert guess(headers={"X-Forwarded-For": said}).status_code in (200, 403)


def test_a_network_of_new_addresses_is_one_place(leila):
    """Whoever has IPv6 has 2^64 addresses."""
    for n in range(20):
        guess(n, REMOTE_ADDR=f"2001:db8:1:1::{n:x}")

    last = guess(email="leila@example.org", password=PASSWORD, REMOTE_ADDR="2001:db8:1:1:ffff::1")
    assert TOO_MANY in last.content


def test_a_network_of_new_addresses_does_not_use_up_the_mails_of_an_owner(leila):
    def ask(place):
        return Client().post("/en/accounts/login/code/", {"email": leila.email}, REMOTE_ADDR=place).status_code

    stranger = [ask(f"2001:db8:1:1::{n:x}") for n in range(12)]

    assert stranger == [302] * 3 + [429] * 9
    assert ask("192.0.2.1") == 302


@pytest.mark.parametrize(
    "written", ["LEILA@example.org", "Leila@Example.ORG", " leila@example.org ", "leila@EXAMPLE.org"]
)
def test_another_spelling_is_the_same_account(leila, written):
    for n in range(10):
        guess(email=(leila.email, written)[n % 2], REMOTE_ADDR=f"192.0.2.{n}")

    assert TOO_MANY in guess(email=written, password=PASSWORD, REMOTE_ADDR="192.0.2.99").content


def test_the_owner_is_never_shut_out_for_more_than_a_quarter_of_an_hour(client, leila):
    start = time.time()
    with time_machine.travel(start, tick=False):
        for n in range(10):
            guess(email=leila.email, REMOTE_ADDR=f"192.0.2.{n}")
        page = client.post("/en/accounts/login/", {"login": leila.email}, REMOTE_ADDR="203.0.113.1")
        client.post(page.url, {"code": code_for(leila.email, "login_code")})
    other = Client()
    with time_machine.travel(start + 15 * 60 + 1, tick=False):
        other.post("/en/accounts/login/", {"login": leila.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.1")
        by_password = is_in(other)

    assert is_in(client), "A code opens meanwhile."
    assert by_password


@pytest.mark.parametrize(("path", "field", "limit"), DOORS)
def test_no_door_sends_mails_to_strangers_all_day(settings, path, field, limit):
    """One mail each to thousands of people is a nuisance too: the hour has its limit; a smaller one here."""
    rates = settings.ACCOUNT_RATE_LIMITS
    hourly = re.search(r"(\d+)/h/ip", rates[limit])
    assert int(hourly[1]) <= 300
    settings.ACCOUNT_RATE_LIMITS = rates | {limit: rates[limit].replace(hourly[0], "5/h/ip")}
    start = time.time()
    for n in range(7):
        with time_machine.travel(start + n * 120, tick=False):
            Client().post(f"/en/accounts/{path}", {field: f"p{n}@example.org"})

    assert Message.objects.count() == 5


def test_an_account_does_not_send_codes_to_everybody(client, leila):
    enter(client, user("mallory@example.org"))
    start, answers = time.time(), []
    for n in range(35):
        with time_machine.travel(start + n * 30, tick=False):
            sent = {"action_add": "", "email": f"victim{n}@example.org"}
            answers.append(client.post("/en/accounts/email/", sent).status_code)

    assert 429 in answers
    assert Message.objects.filter(occasion="accounts/email_confirmation").count() <= 30


def test_one_address_gets_three_codes_an_hour_from_one_place_through_all_doors_together(client, leila):
    enter(client, user("mallory@example.org"))
    for path, sent in [
        ("email/", {"action_add": "", "email": "victim@example.org"}),
        ("login/code/", {"email": "victim@example.org"}),
        ("password/reset/", {"email": "victim@example.org"}),
        ("signup/", {"email": "victim@example.org"}),
        ("login/", {"login": "Victim@example.org"}),
    ]:
        (client if path == "email/" else Client()).post(f"/en/accounts/{path}", sent)

    assert Message.objects.filter(to__iexact="victim@example.org").count() == 3
