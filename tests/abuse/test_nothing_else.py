"""Nothing lies about: no source, backup, list of files, debug or measuring page; and no other method does anything."""

import pytest

from tests.abuse.house import written
from tests.admin import enter

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(40)]
LYING_ABOUT = [
    *("/.git/HEAD", "/.git/config", "/.env", "/portal.env", "/.venv/bin/python", "/manage.py", "/portal/settings.py"),
    *("/static/", "/static/css/", "/static/js/", "/static/../portal/settings.py", "/static/%2e%2e/portal/settings.py"),
    *("/media/", "/files/", "/documents/", "/.data/", "/backup.sql", "/dump.sql.gz", "/db.sqlite3", "/export.csv"),
    *(
        "/__debug__/",
        "/debug/",
        "/metrics",
        "/server-status",
        "/health",
        "/silk/",
    ),
    *("/en/.git/HEAD", "/en/static/", "/requirements.txt", "/pyproject.toml", "/README.md", "/.ci/run", "/wsgi.py"),
    *("/static/staticfiles.json", "/static/css/site.css.map", "/favicon.ico/../.env", "/..%2f.env"),
]


@pytest.mark.parametrize("who", ["visitor", "officer"])
def test_what_lies_about_elsewhere_does_not_here(client, settings, amina, who):
    settings.REQUIRE_STAFF_MFA = False
    if who == "officer":
        enter(client, amina)
    for path in LYING_ABOUT:
        answer = client.get(path, follow=True)
        assert answer.status_code in (403, 404), (path, answer.status_code)
        for word in ("SECRET_KEY", "Traceback", "[core]", "Index of", "INSTALLED_APPS", "Using the URLconf"):
            assert word not in answer.text, (path, word)


@pytest.mark.abuse(32)
@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "get", "FOO"])
def test_an_unusual_method_does_nothing_and_repeats_nothing(client, leila, call, method):
    enter(client, leila)
    before = written()
    for path in ("/en/", "/en/nominations/", "/en/nominations/start/", "/en/accounts/profile/", "/admin/", "/healthz"):
        answer = client.generic(method, path, headers={"x-secret": "Hidden-header"})
        assert answer.status_code < 500
        assert "Hidden-header" not in str(answer.headers) + answer.text
        assert client.cookies["session"].value not in answer.text

    assert written() == before
