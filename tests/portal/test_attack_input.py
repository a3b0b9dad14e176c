"""What an enemy sends where a browser would not: it is refused or kept as text, and never an error of ours."""

import json
import logging
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client

from nominations.models import Nomination
from portal.accounts.models import User
from portal.lifecycle.models import Event
from portal.lifecycle.sheet import harmless
from portal.logs import OneLine
from portal.middleware import Storable
from portal.notifications.models import Message
from tests import make
from tests.admin import enter, list_of

pytestmark = pytest.mark.django_db


def test_no_search_is_asked_for_a_character_that_the_database_cannot_hold(client, rf, settings, amina, call):
    seen = Storable(lambda request: request.GET)(rf.get("/?q=a%00b&%00=1&x=%%0000"))
    assert seen.dict() == {"q": "a\ufffdb", "\ufffd": "1", "x": "%\ufffd00"}
    settings.REQUIRE_STAFF_MFA = False
    enter(client, amina)
    field = "app_label=nominations&model_name=documentversion&field_name=document"
    for address in (
        f"/admin/autocomplete/?term=%00&{field}",
        "/admin/nominations/nomination/?q=a%00b",
        "/en/members/?q=%00",
    ):
        assert client.get(address).status_code in (200, 403, 404), address


@pytest.mark.parametrize("cookie", [r'"aaaaaaaaaaaa\000"', r'"\303\251aaaaaaaaaa"', '"a\' OR 1=1 --"'])
def test_a_cookie_that_names_no_session_is_no_session(client, settings, cookie):
    assert (
        client.get("/en/nominations/", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}).status_code
        == 302
    )


@pytest.mark.parametrize("page", ["", "autosave/"])
def test_the_name_of_a_window_may_be_anything(client, leila, call, page):
    draft = make.nomination(author=leila, call=call)
    sent = {"family_name": "Haddad", "revision": "0", "window": "a\x00b"}
    answer = enter(client, leila).post(f"/en/nominations/{draft.pk}/you/{page}", sent)

    draft.refresh_from_db()
    assert answer.status_code == 200
    assert draft.answers["family_name"] == "Haddad"


@pytest.mark.parametrize("chosen", ["\x00", "1", "abc", "9" * 30])
def test_a_choice_in_a_list_that_names_nothing_is_a_missing_page(client, settings, amina, chosen):
    settings.REQUIRE_STAFF_MFA = False
    sent = {"action": "declare_eligible", "_selected_action": chosen, "index": "0"}

    assert enter(client, amina).post(list_of(Nomination), sent).status_code == 404


@pytest.mark.abuse(35)
@pytest.mark.parametrize("address", ["İ@example.org", "leıla@example.org", "tomaſ@example.org", "\u212aim@example.org"])
@pytest.mark.parametrize("page", ["signup", "login/code", "password/reset", "login"])
def test_letters_that_only_look_plain_make_no_address(client, address, page):
    sent = {"email": address, "login": address, "password": ""}

    assert client.post(f"/en/accounts/{page}/", sent).status_code == 200
    assert not User.objects.exists()


ODD = {  # to the mail server: leila@example.org, fass.example.org, a host of ours, nobody
    "quotes": '"leila"@example.org',
    "a quoted sign": r'"l\eila"@example.org',
    "a control character": '"lei\x01la"@example.org',
    "full width": "leila@\uff45xample.org",
    "a soft hyphen": "leila@exa\u00admple.org",
    "two readings": "leila@fa\u00df.example.org",
    "a host": "leila@localhost",
    "a number": "leila@[127.0.0.1]",
    "no domain": "leila@" + "\u00fc" * 60 + ".org",
}


@pytest.mark.abuse(12, 35)
@pytest.mark.parametrize("address", ODD.values(), ids=ODD)
def test_an_address_that_a_mail_server_reads_otherwise_is_refused_in_words(client, settings, jonas, address):
    settings.REQUIRE_STAFF_MFA = False
    enter(admin := Client(), jonas)
    asked = [(client, f"/en/accounts/{page}/") for page in ("signup", "login", "login/code", "password/reset")]
    asked += [(admin, "/en/accounts/email/"), (admin, "/admin/accounts/invitation/add/")]
    sent = {"email": address, "login": address, "action_add": "", "role": "officer", "language": "en"}

    for window, path in asked:
        assert "in its plain form" in window.post(path, sent).content.decode(), path
    assert not Message.objects.exists()
    with pytest.raises(CommandError):
        call_command("admin", address, again=True)


@pytest.mark.abuse(12)
def test_the_two_spellings_of_one_domain_are_one_mailbox_to_the_limits():
    asked = [*["x@ex\u00e4mple.org", "x@xn--exmple-cua.org", "X@EX\u00c4MPLE.org"] * 2]
    answers = [Client().post("/en/accounts/login/code/", {"email": address}).status_code for address in asked]

    assert answers == [302] * 3 + [429] * 3


def test_nobody_is_invited_at_such_an_address(client, settings, jonas):
    settings.REQUIRE_STAFF_MFA = False
    sent = {"email": "İ@example.org", "role": "officer", "language": "en"}

    assert enter(client, jonas).post("/admin/accounts/invitation/add/", sent).status_code == 200


@pytest.mark.abuse(33)
@pytest.mark.parametrize(
    ("statement", "names"),
    [("INSERT INTO accounts_user (email) VALUES (%s)", "accounts_user"), ("SELECT %s::uuid", "uuid")],
)
def test_the_log_repeats_nothing_that_was_typed(statement, names):
    """PostgreSQL's second sentence names the row; its first one the value that is none."""
    typed = "\n\n\n".join(("leila@example.org", "secret"))
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, [typed])
    except DatabaseError:
        record = logging.LogRecord("portal", logging.ERROR, "", 0, "failed", (), sys.exc_info())

    trace = json.loads(OneLine().format(record))["trace"]
    assert names in trace
    assert "leila" not in trace
    assert "secret" not in trace


@pytest.mark.abuse(22)
@pytest.mark.parametrize("onward", ["abc", "%ff", "-1", "a%00b", "{{7*7}}", "//evil.example", "https:evil.example"])
def test_the_door_of_the_admin_leads_to_an_address_of_ours_whatever_it_is_asked(client, settings, amina, onward):
    settings.REQUIRE_STAFF_MFA = False
    answer = enter(client, amina).get(f"/admin/login/?next={onward}")

    assert answer.status_code == 302
    assert not answer.url.startswith(("//", "http"))


@pytest.mark.abuse(15)
@pytest.mark.parametrize("name", ["=1+1", "x;=1+1", "x; @SUM(1)", "x\n=1+1", "x\t-1", "+1", "\t=1"])
def test_no_program_finds_a_formula_in_the_list(name):
    """Nor one that parts cells by semicolons, as Excel does in French."""
    cells = harmless(name).replace("\n", ";").replace("\t", ";").split(";")

    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@"))]


def test_a_name_stays_as_it_is_in_the_list():
    assert harmless("Haddad-Müller; Leïla") == "Haddad-Müller; Leïla"


@pytest.mark.parametrize(("host", "status"), [("evil.example", 400), ("testserver", 301)])
def test_what_is_refused_before_any_page_carries_the_policy_too(client, settings, host, status):
    """Over http the answer comes from the first middleware that asks for the host."""
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/en/", headers={"host": host})

    assert answer.status_code == status
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.abuse(33)
def test_whom_somebody_searched_for_does_not_stay_in_the_log(client, settings, amina, call):
    settings.REQUIRE_STAFF_MFA = False
    enter(client, amina).post(f"{list_of(Nomination, 'export')}?q=leila@example.org&state=draft")

    assert Event.objects.get(verb="exported_nominations").facts == {"rows": 0, "filters": "state=draft&q=%2A"}


@pytest.mark.abuse(33)
def test_what_somebody_asked_the_admin_to_filter_by_does_not_stay_in_the_log(client, settings, amina, caplog):
    settings.REQUIRE_STAFF_MFA = False
    enter(client, amina).get(f"{list_of(Nomination)}?person__user__haddad@example.org=1&__proto__=haddad@example.org")
    lines = [OneLine().format(record) for record in caplog.records]

    assert "Disallowed" in "".join(lines)
    assert "haddad" not in "".join(lines)
