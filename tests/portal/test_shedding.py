"""In a rush late pages are refused in words, and no form; what is forged or odd sheds nothing."""

import time

import pytest
from django.test import Client

PAGE = "/en/accessibility/"  # asks the database nothing


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings):
    settings.BEHIND_PROXY = True


def asked(seconds_ago, *, method="get", path=PAGE, cookies=None):
    client = Client()
    client.cookies.load(cookies or {})
    start = f"t={time.time() - seconds_ago:.3f}" if isinstance(seconds_ago, float | int) else seconds_ago
    return getattr(client, method)(path, headers={"X-Request-Start": start, "Accept-Language": "fr"})


def test_a_page_that_waited_too_long_is_refused_in_words_before_the_database_is_asked():
    answer = asked(3)  # without the db fixture a query would fail

    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert "busy" in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert "sollicité" in asked(3, path="/fr/accessibility/").text


@pytest.mark.django_db
def test_a_page_that_did_not_wait_is_served():
    assert asked(0.5).status_code == 200


def test_whoever_has_a_session_goes_last(settings):
    session = {settings.SESSION_COOKIE_NAME: "x" * 32}

    assert asked(9, cookies=session).status_code == 503


@pytest.mark.django_db
def test_whoever_has_a_session_is_served_where_others_are_refused(settings):
    assert asked(7, cookies={settings.SESSION_COOKIE_NAME: "x" * 32}).status_code == 200


@pytest.mark.parametrize("made_up", ["nonsense", "x" * 31, "X" * 32, "x" * 33, ""])
def test_what_is_no_key_of_a_session_buys_no_patience(settings, made_up):
    assert asked(3, cookies={settings.SESSION_COOKIE_NAME: made_up}).status_code == 503


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_signs_of_life_are_never_refused(path):
    assert "Retry-After" not in asked(60, path=path)


@pytest.mark.django_db
def test_no_form_is_ever_refused():
    for waited in (3, 60):
        assert asked(waited, method="post", path="/en/accounts/login/code/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "odd",
    [
        "",
        "t=",
        "t=1",
        "t=nan",
        "t=inf",
        "t=-1.000",
        "t=0.000",
        "t=99999999999.000",
        "1764000000.000",
        "t=١٧٦٤٠٠٠٠٠٠.000",
        "t=1e3",
        -100,
        100,
        10**7,
    ],
)
def test_what_cannot_be_sheds_nothing(odd):
    assert asked(odd).status_code == 200


@pytest.mark.django_db
def test_without_a_proxy_nobody_is_believed(settings):
    settings.BEHIND_PROXY = False

    assert asked(3).status_code == 200
