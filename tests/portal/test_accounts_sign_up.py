"""Signing up by e-mail and code."""

import re
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client

from portal.accounts.forms.name import one_line
from portal.accounts.models import User
from portal.notifications import doorbell
from portal.notifications.models import Message
from tests.portal.mailbox import code_for, last, occasions

pytestmark = pytest.mark.django_db
WRONG = "000000"


def sign_up(client, email="new@example.org", language="en", **more):
    return client.post(f"/{language}/accounts/signup/", {"email": email, **more}, follow=True)


def confirm(client, code):
    return client.post("/en/accounts/confirm-email/", {"code": code}, follow=True)


def told(response) -> str:
    """A page without what differs on every answer: its token and the address typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return re.sub(r"(known|unknown)@example\.org", "someone@example.org", text)


def test_an_address_and_a_code_open_an_account_without_a_password(client):
    page = sign_up(client, name="Nia New")
    assert "new@example.org" in page.content.decode()

    page = confirm(client, code_for("new@example.org"))

    user = User.objects.get()
    assert page.wsgi_request.user == user
    assert (user.name, user.language, user.has_usable_password()) == ("Nia New", "en", False)
    assert EmailAddress.objects.get().verified


@pytest.mark.parametrize(
    ("told", "kept"), [("Asia/Calcutta", "Asia/Calcutta"), ("", ""), ("Mars/Base", ""), ("x" * 300, "")]
)
def test_a_new_account_keeps_the_time_zone_that_the_browser_tells(client, told, kept):
    assert b"data-browser-zone" in client.get("/en/accounts/signup/").content
    sign_up(client, time_zone=told)

    assert User.objects.get().time_zone == kept


def test_after_the_code_the_person_is_where_they_wanted_to_go(client):
    client.post("/en/accounts/signup/?next=/en/call/", {"email": "new@example.org", "next": "/en/call/"})

    page = client.post("/en/accounts/confirm-email/", {"code": code_for("new@example.org")})

    assert page.url == "/en/call/"


def test_an_account_made_on_a_french_page_gets_french_letters(client):
    sign_up(client, language="fr")

    assert User.objects.get().language == "fr"
    assert last("new@example.org").language == "fr"


def test_without_the_code_nobody_is_signed_in(client):
    page = sign_up(client)

    assert not page.wsgi_request.user.is_authenticated
    assert client.get("/en/nominations/").status_code == 302


def test_the_stored_letter_shows_no_code_and_lapses_with_it(client):
    sign_up(client)

    letter = last("new@example.org")
    code = code_for("new@example.org")
    assert re.fullmatch(r"\d{6}", code)
    assert code not in letter.text + letter.html + letter.subject
    assert "••••••" in letter.text
    assert 14 * 60 < (letter.expires_at - letter.written_at).total_seconds() <= 15 * 60


@pytest.mark.abuse(18)
def test_the_first_letter_has_nothing_that_was_typed(client):
    sign_up(client, name="Win http://evil.example/ now")

    letter = last("new@example.org")
    assert "evil" not in letter.text + letter.html + letter.subject


@pytest.mark.abuse(14)
def test_five_wrong_codes_end_the_attempt(client):
    sign_up(client)
    right = code_for("new@example.org")
    for _ in range(5):
        confirm(client, WRONG)

    page = confirm(client, right)

    assert not page.wsgi_request.user.is_authenticated


@pytest.mark.abuse(34)
def test_a_code_works_once(client, client_factory):
    sign_up(client)
    code = code_for("new@example.org")
    confirm(client, code)

    other = client_factory()
    page = confirm(other, code)

    assert not page.wsgi_request.user.is_authenticated


@pytest.mark.abuse(13)
def test_a_known_and_an_unknown_address_get_the_same_page_and_cookies(client, client_factory):
    User.behind("known@example.org")
    known, unknown = client_factory(), client_factory()

    pages = [sign_up(known, "known@example.org"), sign_up(unknown, "unknown@example.org")]

    assert told(pages[0]) == told(pages[1])
    assert [page.status_code for page in pages] == [200, 200]
    assert set(known.cookies) == set(unknown.cookies)
    assert occasions("known@example.org") == ["account_already_exists"]
    assert occasions("unknown@example.org") == ["email_confirmation_signup"]


@pytest.mark.abuse(13)
def test_a_wrong_code_answers_the_same_for_a_known_and_an_unknown_address(client_factory):
    User.behind("known@example.org")
    pages = []
    for email in ("known@example.org", "unknown@example.org"):
        client = client_factory()
        sign_up(client, email)
        pages.append([told(confirm(client, WRONG)) for _ in range(6)])

    assert pages[0] == pages[1]


@pytest.mark.abuse(12)
@pytest.mark.parametrize("known", [True, False])
def test_the_fourth_message_within_an_hour_is_not_sent(client_factory, known):
    email = "known@example.org" if known else "unknown@example.org"
    if known:
        User.behind(email)
    answers = [client_factory().post("/en/accounts/login/code/", {"email": email}).status_code for _ in range(2)]
    answers.append(client_factory().post("/en/accounts/password/reset/", {"email": email}).status_code)
    answers.append(client_factory().post("/en/accounts/signup/", {"email": email}).status_code)
    answers.append(client_factory().post("/en/accounts/login/", {"login": email}).status_code)

    assert answers == [302, 302, 302, 429, 429]
    assert Message.objects.filter(to=email).count() == 3


@pytest.mark.abuse(12)
def test_a_stranger_who_asks_for_codes_does_not_keep_the_owner_out(client_factory):
    User.behind("known@example.org")

    def ask(place):
        post = {"email": "known@example.org"}
        return client_factory().post("/en/accounts/login/code/", post, REMOTE_ADDR=place).status_code

    stranger = [ask("192.0.2.1") for _ in range(4)]
    owner = ask("192.0.2.2")
    many = [ask(f"192.0.2.{n}") for n in range(3, 20)]

    assert stranger == [302, 302, 302, 429]
    assert owner == 302
    assert Message.objects.filter(to="known@example.org").count() == 10
    assert many[-1] == 429


@pytest.mark.abuse(12)
def test_many_sign_ups_from_one_place_are_stopped(client_factory):
    answers = [sign_up(client_factory(), f"p{n}@example.org").status_code for n in range(21)]

    assert answers[-1] == 429
    assert answers[:20] == [200] * 20


@pytest.mark.abuse(14)
def test_a_forged_forwarded_address_does_not_help(client_factory):
    answers = [
        client_factory()
        .post("/en/accounts/signup/", {"email": f"p{n}@example.org"}, headers={"x-forwarded-for": f"10.0.0.{n}"})
        .status_code
        for n in range(21)
    ]

    assert answers[-1] == 429


def test_behind_a_proxy_each_visitor_counts_apart(client_factory, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    answers = [
        client_factory()
        .post(
            "/en/accounts/signup/", {"email": f"p{n}@example.org"}, headers={"x-forwarded-for": f"1.2.3.4, 10.0.0.{n}"}
        )
        .status_code
        for n in range(21)
    ]

    assert set(answers) == {302}


@pytest.mark.abuse(17)
@pytest.mark.parametrize("email", ["a@example.org,b@example.org", "a@example.org\r\nBcc: b@example.org", "no", ""])
def test_only_one_proper_address_is_taken(client, email):
    page = sign_up(client, email)

    assert page.status_code == 200
    assert not User.objects.exists()
    assert not Message.objects.exists()


def test_a_sign_up_left_half_way_is_finished_with_a_code_later(client, client_factory):
    sign_up(client)
    other = client_factory()
    other.post("/en/accounts/login/", {"login": "new@example.org"})

    page = other.post(
        "/en/accounts/login/code/confirm/", {"code": code_for("new@example.org", "login_code")}, follow=True
    )

    assert page.wsgi_request.user.email == "new@example.org"
    assert EmailAddress.objects.get().verified


@pytest.mark.abuse(24)
def test_nothing_else_that_is_posted_reaches_the_account(client):
    client.post(
        "/en/accounts/signup/",
        {"email": "new@example.org", "is_active": "", "language": "fr", "role": "head", "password": "x" * 12},
    )

    user = User.objects.get()
    assert (user.language, user.time_zone, user.has_usable_password()) == ("en", "", False)
    assert not user.role_grants.exists()


@pytest.mark.django_db(transaction=True)
def test_the_page_says_that_mail_is_slow_when_the_broker_is_away(client, monkeypatch):
    monkeypatch.setitem(doorbell.mute, "until", monotonic() + 30)

    page = sign_up(client)

    assert "Our mail is slow" in page.content.decode()
    assert Message.objects.get().status == "queued"


@pytest.mark.abuse(11)
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_account():
    def click(n):
        try:
            return Client().post("/en/accounts/signup/", {"email": f"twice{n // 2}@example.org"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = set(pool.map(click, range(12)))

    assert answers == {302}
    assert User.objects.count() == 6


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Leila\r\nHaddad ", "Leila Haddad"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("山田\u3000太郎", "山田\u3000太郎"),
        ("Zoe\u0308", "Zoë"),
    ],
)
def test_a_name_is_one_line_and_otherwise_as_typed(typed, kept):
    assert one_line(typed) == kept


@pytest.mark.parametrize("typed", ["Leila\u202e Haddad", "Leila\x07", "Leila\x00"])
def test_a_name_that_reads_otherwise_than_it_looks_is_refused_and_stays_in_its_field(client, typed):
    page = client.post("/en/accounts/signup/", {"email": "new@example.org", "name": typed})

    assert page.status_code == 200
    assert not User.objects.exists()
    assert page.context["form"].errors["name"]
    assert page.context["form"]["name"].value() == typed


@pytest.mark.parametrize("address", ["Zoë.Fresh@example.org", "nobody", "a" * 250 + "@example.org"])
def test_what_is_wrong_with_an_address_is_said_once(client, address):
    page = client.post("/en/accounts/signup/", {"email": address})

    assert len(page.context["form"].errors["email"]) == 1
