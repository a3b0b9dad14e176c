"""No address of ours leads to another site, whatever it is asked to go on to; no letter names another host."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import reverse

from portal.notifications.models import Message
from tests import make
from tests.admin import enter
from tests.answers import complete
from tests.portal.authenticator import digits, give_app
from tests.portal.mailbox import code_for

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
HOME = "http://testserver"
FOREIGN = [
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "\n//evil.example/",
    "https:evil.example",
    "https:///evil.example/",
    "http://evil.example/",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "%2F%2Fevil.example/",
    "/%09/evil.example/",
    "/en/\r\nLocation: //evil.example/",
    "\x00//evil.example/",
]


def leads_away(answer) -> bool:
    """Whether a browser at home would leave it for the answer's address."""
    address = answer.get("Location", "")
    if "\\" in address or any(sign in address for sign in "\t\r\n\x00"):
        return True  # browsers read these as slashes, or not at all
    return urlsplit(urljoin(HOME, address)).netloc != "testserver" or urlsplit(address).scheme in ("javascript", "data")


VISITOR = ("login/", "login/code/", "signup/", "password/reset/", "logout/")
MEMBER = ("reauthenticate/", "2fa/reauthenticate/", "login/", "logout/")
OFFICER = ("logout/",)


def asked(client, onward, paths):
    """The pages that take `next`, with it in the address and in the form."""
    for path in ("/admin/login/", *(f"/en/accounts/{path}" for path in paths)):
        yield client.get(path, {"next": onward})
        sent = {"next": onward, "login": "leila@example.org", "email": "a@example.org", "password": PASSWORD}
        yield client.post(path, sent, query_params={"next": onward})


@pytest.fixture
def leila(db):
    return make.user("leila@example.org", "Leila Haddad", password=PASSWORD)


@pytest.mark.abuse(22)
@pytest.mark.parametrize("onward", FOREIGN, ids=range(len(FOREIGN)))
def test_no_page_leads_away(client_factory, leila, amina, settings, onward):
    settings.REQUIRE_STAFF_MFA = False
    windows = {paths: client_factory() for paths in (VISITOR, MEMBER, OFFICER)}
    enter(windows[MEMBER], leila)
    enter(windows[OFFICER], amina)
    for paths, window in windows.items():
        for answer in asked(window, onward, paths):
            assert answer.status_code < 500
            assert not leads_away(answer), answer.get("Location")


@pytest.mark.abuse(22)
@pytest.mark.parametrize("onward", ["//evil.example/", "/\\evil.example/", "https:evil.example", "javascript:alert(1)"])
def test_no_way_of_coming_in_ends_on_another_site(client_factory, leila, onward):
    """By password, by code, by a new password, by the second step, by asking again: with `next` in every request."""

    def post(client, path, **sent):
        answer = client.post(f"/en/accounts/{path}", sent | {"next": onward}, query_params={"next": onward})
        assert not leads_away(answer), (path, answer["Location"])
        return answer

    by_password, by_code, by_reset, new = (client_factory() for _ in range(4))
    assert post(by_password, "login/", login=leila.email, password=PASSWORD).status_code == 302
    post(by_password, "reauthenticate/", password=PASSWORD)
    post(by_code, "login/", login=leila.email)
    post(by_code, "login/code/confirm/", code=code_for(leila.email, "login_code"))
    post(by_reset, "password/reset/", email=leila.email)
    post(by_reset, "password/reset/confirm/", code=code_for(leila.email, "password_reset_code"))
    post(by_reset, "password/reset/complete/", password1="another good one")
    post(new, "signup/", email="new@example.org")
    post(new, "confirm-email/", code=code_for("new@example.org"))
    key, second = give_app(leila), client_factory()
    post(second, "login/", login=leila.email, password="another good one")
    assert post(second, "2fa/authenticate/", code=digits(key)).status_code == 302


@pytest.mark.abuse(22)
@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/en", "/\\evil.example/en", "//evil.example/%2e%2e", "/en//evil.example"]
)
def test_an_address_that_begins_like_another_site_is_not_completed_to_one(client, path):
    """Slashes and languages are put where they are missing: never so that another host comes out."""
    for ask in ("GET", "HEAD"):
        answer = client.request(REQUEST_METHOD=ask, PATH_INFO=path)
        assert answer.status_code in (301, 302, 404)
        assert not leads_away(answer), answer["Location"]


@pytest.mark.abuse(31)
def test_letters_link_to_the_site_of_the_settings_whatever_host_was_asked(
    client, client_factory, settings, leila, jonas, amina, call
):
    """Even where the list of hosts is open by mistake, and the proxy passes on what a visitor claims."""
    settings.ALLOWED_HOSTS, settings.REQUIRE_STAFF_MFA = ["*"], False
    lies = {
        "host": "evil.example",
        "x-forwarded-host": "evil.example",
        "x-forwarded-server": "evil.example",
        "forwarded": "host=evil.example",
    }

    def post(window, path, sent=None):
        answer = window.post(path, sent or {}, headers=lies)
        assert "evil" not in answer.get("Location", "")

    for path, field in {
        "signup/": "email",
        "login/": "login",
        "login/code/": "email",
        "password/reset/": "email",
    }.items():
        for email in (leila.email, "nobody@example.org"):
            post(client_factory(), f"/en/accounts/{path}", {field: email})
    window, desk = enter(client_factory(), leila), enter(client_factory(), jonas)
    nomination = complete(make.nomination(author=leila, call=call))
    post(window, reverse("nominations:send_link", args=[nomination.pk]))
    post(window, reverse("nominations:submit", args=[nomination.pk]), {"declared": "on"})
    post(window, "/en/accounts/password/set/", {"password1": "another good one"})
    post(
        desk,
        reverse("admin:accounts_invitation_add"),
        {"email": "new@example.org", "role": "officer", "language": "en"},
    )
    post(desk, reverse("admin:nominations_nomination_do", args=[nomination.pk, "ask"]), {"question": "Since when?"})

    letters = Message.objects.all()
    assert {"accounts/invitation", "nominations/received", "nominations/clarification_asked"} <= {
        letter.occasion for letter in letters
    }
    for letter in letters:
        assert "evil" not in letter.subject + letter.text + letter.html, letter.occasion
        assert HOME in letter.text or letter.masked, letter.occasion


@pytest.mark.abuse(31)
def test_no_page_names_a_host_that_was_only_claimed(client, client_factory, settings, leila, call):
    """What stands in caches and in links is relative, or from the settings."""
    lies = {
        "x-forwarded-host": "evil.example",
        "x-forwarded-port": "81",
        "x-original-url": "/evil.example",
        "x-rewrite-url": "/evil.example",
    }
    for path in (
        "/",
        "/en/",
        "/en/call/",
        "/sitemap.xml",
        "/robots.txt",
        "/.well-known/security.txt",
        "/en/accounts/login/",
    ):
        for window in (client, enter(client_factory(), leila)):
            answer = window.get(path, headers=lies)
            assert "evil" not in str(answer.headers) + answer.text, path
