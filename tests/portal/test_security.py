"""How the pages are guarded: headers, cookies, hosts, policies, and what an error gives away."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from string import ascii_letters, digits

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from portal.accounts import limits
from portal.accounts.limits import SharedCache
from tests.admin import enter

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parent.parent.parent
PAGES = [
    "/en/",
    "/en/accounts/login/",
    "/en/accounts/signup/",
    "/en/nothing/",
    "/admin/nothing/",
    "/healthz",
    "/fr/call/",
]
HTTPS = {"SITE_URL": "https://portal.example.org", "SECRET_KEY": ascii_letters + digits, "DEBUG": "0", "DEMO": "0"}


def under_https(code: str, **more) -> str:
    """What Python says in a portal whose address is https, as in production."""
    script = f"import django; django.setup(); {code}"
    environment = os.environ | HTTPS | more | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def directives(response) -> dict[str, str]:
    policy = response["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_headers(client, address):
    response = client.get(address)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert re.fullmatch(r"[0-9a-f]{12}", response["X-Request-ID"])
    assert "charset=utf-8" in response["Content-Type"]
    assert "Server" not in response


@pytest.mark.parametrize("address", [page for page in PAGES if not page.startswith("/admin/")])
@pytest.mark.abuse(16)
def test_the_policy_is_strict_outside_the_admin(client, address):
    allowed = directives(client.get(address))

    assert allowed["default-src"] == allowed["base-uri"] == allowed["frame-ancestors"] == "'none'"
    assert allowed["script-src"] == allowed["style-src"] == allowed["form-action"] == "'self'"
    assert "unsafe" not in str(allowed)
    assert "http" not in str(allowed)


def test_only_the_admin_may_do_what_its_theme_needs(client, jonas, settings):
    settings.REQUIRE_STAFF_MFA = False
    allowed = directives(enter(client, jonas).get("/admin/"))

    assert "'unsafe-eval'" in allowed["script-src"]
    assert "'unsafe-inline'" not in allowed["script-src"]
    assert allowed["default-src"] == "'none'"


@pytest.mark.abuse(23)
def test_who_is_signed_in_leaves_nothing_in_a_cache(client, leila):
    enter(client, leila)
    for address in ("/en/", "/en/accounts/profile/", "/en/nominations/", "/en/nothing/"):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert "Cookie" in response["Vary"]


def test_a_visitor_gets_pages_that_may_be_kept_apart_by_cookie(client, call):
    response = client.get("/en/call/")

    assert "no-store" not in response.get("Cache-Control", "")
    assert "Cookie" in response["Vary"]
    assert not response.cookies


# --- hosts and errors


@pytest.mark.abuse(31)
@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "evil.example:80", "a b", ""])
def test_a_foreign_host_gets_a_readable_400(client, host):
    response = client.get("/en/", headers={"host": host}) if host else client.get("/en/", HTTP_HOST="")

    assert response.status_code == 400
    assert "cannot be read" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()
    assert host not in response.content.decode() or not host.strip()


@pytest.mark.abuse(31)
def test_a_forwarded_host_is_not_believed(client):
    response = client.post(
        "/en/accounts/password/reset/", {"email": "a@example.org"}, headers={"x-forwarded-host": "evil.example"}
    )

    assert response.status_code == 302
    assert "evil" not in response.url


@pytest.mark.abuse(40)
def test_an_error_tells_its_number_and_nothing_else(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("nominations.views.calls.render", broken(RuntimeError("secret of the house")))

    response = client.get("/en/call/")

    page = response.content.decode()
    assert response.status_code == 500
    assert response["X-Request-ID"] in page
    for leak in ("secret of the house", "RuntimeError", "Traceback", "calls.py"):
        assert leak not in page


@pytest.mark.parametrize("path", ["/en/call/", "/en/accounts/login/"])
def test_without_the_database_the_page_says_to_try_again(client, monkeypatch, path):
    monkeypatch.setattr("nominations.views.calls.clock.now", broken(OperationalError("gone")))
    monkeypatch.setattr("allauth.account.views.LoginView.get", broken(OperationalError("gone")))

    response = client.get(path)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "gone" not in response.content.decode()


def test_without_the_database_a_signed_in_person_is_told_so_too(client, leila, monkeypatch):
    """The first to miss the database is then a middleware, not a view."""
    enter(client, leila)
    client.raise_request_exception = False
    monkeypatch.setattr("portal.accounts.backends.RoleBackend.has_perm", broken(OperationalError("gone")))
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", broken(OperationalError("gone")))

    response = client.get("/en/nominations/")

    assert response.status_code == 503
    assert response["Retry-After"]
    assert "no-store" in response["Cache-Control"]


def broken(trouble):
    def call(*args, **kwargs):
        raise trouble

    return call


def test_an_unknown_page_is_a_404_in_words(client):
    response = client.get("/en/nothing/")

    assert response.status_code == 404
    assert response["X-Request-ID"] in response.content.decode()


def test_a_form_without_its_token_is_explained(db):
    response = Client(enforce_csrf_checks=True).post("/en/accounts/login/", {"login": "a@example.org"})

    assert response.status_code == 403
    assert "has to be sent again" in response.content.decode()


ODD = [
    "\x00",
    "a\x00b@example.org",
    "%00",
    "\udc80",
    "x" * 5000,
    "'\"><script>",
    "{{ 7|add:1 }}",
    "../../etc/passwd",
    "𝔠\u202e",
    "\r\nX: y",
]


@pytest.mark.abuse(36)
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_input_never_breaks_an_account_page(client, leila, odd):
    odd = odd.encode("utf-8", "surrogatepass")
    answers = []
    for path, field in {
        "login/": "login",
        "signup/": "email",
        "password/reset/": "email",
        "login/code/": "email",
    }.items():
        answers.append(client.post(f"/en/accounts/{path}", {field: odd, "name": odd, "password": odd, "next": odd}))
        answers.append(client.get(f"/en/accounts/{path}", query_params={"next": odd, "email": odd}))
    answers.append(client.get(b"/en/accounts/invitation/".decode() + "x" * 300 + "/"))
    enter(client, leila)
    answers.append(client.post("/en/accounts/profile/", {"name": odd, "language": odd, "time_zone": odd}))
    answers.append(client.post("/en/accounts/email/", {"action_add": "", "email": odd}))

    assert {answer.status_code for answer in answers} <= {200, 302, 400, 404, 429}


# --- https


@pytest.mark.abuse(29)
def test_cookies_are_locked_to_the_host_where_the_site_is_https():
    names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME LANGUAGE_COOKIE_NAME"
    code = f"""
import json
from django.conf import settings
from django.test import Client
from django.utils import timezone
page = Client(headers={{"host": "portal.example.org"}}).get("/en/accounts/login/", secure=True)
cookies = {{name: dict(cookie) for name, cookie in page.cookies.items()}}
names = [getattr(settings, name) for name in "{names}".split()]
flags = [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.LANGUAGE_COOKIE_SECURE]
free = [settings.SESSION_COOKIE_DOMAIN, settings.CSRF_COOKIE_DOMAIN, settings.LANGUAGE_COOKIE_DOMAIN]
paths = {{settings.SESSION_COOKIE_PATH, settings.CSRF_COOKIE_PATH, settings.LANGUAGE_COOKIE_PATH}}
print(json.dumps([cookies, names, flags, free, sorted(paths), page.get("Strict-Transport-Security")]))
"""
    cookies, names, flags, free, paths, hsts = json.loads(under_https(f"exec({code!r})", DEBUG="1").splitlines()[-1])

    assert all(name.startswith("__Host-") for name in names)
    assert set(cookies) == {"__Host-csrf"}
    token = cookies["__Host-csrf"]
    assert (token["secure"], token["httponly"], token["path"], token["domain"], token["samesite"]) == (
        True,
        True,
        "/",
        "",
        "Lax",
    )
    assert flags == [True, True, True]
    assert free == [None, None, None]
    assert paths == ["/"]
    assert hsts == "max-age=31536000; includeSubDomains; preload"


def test_plain_http_is_sent_on_to_https():
    code = """
from django.test import Client
from django.utils import timezone
page = Client(headers={"host": "portal.example.org"}).get("/en/accounts/login/")
print(page.status_code, page["Location"])
"""
    assert under_https(f"exec({code!r})").split() == ["301", "https://portal.example.org/en/accounts/login/"]


def test_django_finds_nothing_to_say_about_the_deployment():
    code = "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"

    assert "no issues" in under_https(code)


# --- the cache of the limits


@pytest.fixture
def cache(db):
    return SharedCache("shared_cache", {})


def test_the_cache_keeps_adds_and_forgets(cache):
    cache.set("a", [1.5], 60)
    assert cache.get("a") == [1.5]
    assert not cache.add("a", 2, 60)
    assert cache.add("b", True, 60)
    assert cache.touch("b", 60)
    assert not cache.touch("nothing", 60)
    cache.delete("a")
    assert cache.get("a") is None


def test_what_expired_is_free_again_and_cleared_at_night(cache):
    cache.set("a", 1, -1)
    assert cache.get("a", "gone") == "gone"
    cache.set("b", 1, -1)
    assert cache.add("b", 2, 60)
    cache.set("c", 1, -1)

    assert cache.forget_expired() == 1
    assert cache.get("b") == 2


def test_a_write_into_the_cache_is_one_statement(cache, django_assert_num_queries):
    with django_assert_num_queries(1):
        cache.set("a", 1, 60)
    with django_assert_num_queries(1):
        assert cache.add("b", 2, 60)
    assert (cache.get("a"), cache.get("b")) == (1, 2)


def test_a_use_is_counted_in_one_statement_and_the_one_too_many_is_refused(cache, django_assert_num_queries):
    for _use in range(3):
        with django_assert_num_queries(1):
            assert limits.spend(None, "code_mail", "leila@example.org 10.0.0.1")
    assert not limits.spend(None, "code_mail", "leila@example.org 10.0.0.1")
    assert limits.spend(None, "code_mail", "leila@example.org 10.0.0.2")


def test_each_use_is_forgotten_in_its_time(cache):
    long_ago, just_now = timezone.now() - timedelta(minutes=61), timezone.now() - timedelta(minutes=59)
    limits.spend(None, "code_mail", "leila")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE shared_cache SET value = ARRAY[%s, %s, %s]::timestamptz[]::text", [long_ago, long_ago, just_now]
        )

    assert [limits.spend(None, "code_mail", "leila") for _use in range(3)] == [True, True, False]


def test_the_table_of_the_cache_comes_with_migrate():
    assert "shared_cache" in connection.introspection.table_names()
