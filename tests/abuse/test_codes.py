"""Codes and links work once, in time, for their one purpose; an address is its owner's who confirmed it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.accounts.models import Invitation, User
from portal.accounts.roles import Role
from portal.notifications.models.silence import stop_address
from tests.abuse.house import OF_SESSIONS, written
from tests.abuse.test_sessions import PASSWORD, is_in, post
from tests.make import user
from tests.portal.mailbox import code_for, last

pytestmark = pytest.mark.django_db


@pytest.fixture
def leila(db):
    return user("leila@example.org", "Leila Haddad", password=PASSWORD)


CODES = {  # how each is asked for, the letter that brings it, and where it is typed
    "sign-in": ("login/code/", "login_code", "login/code/confirm/"),
    "new password": ("password/reset/", "password_reset_code", "password/reset/confirm/"),
}


@pytest.mark.abuse(34)
@pytest.mark.parametrize("door", CODES)
def test_a_code_lapses_after_a_quarter_of_an_hour(client, leila, door):
    asked, letter, typed = CODES[door]
    post(client, asked, email=leila.email)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=5)):
        post(client, typed, code=code_for(leila.email, letter))
        post(client, "password/reset/complete/", password1="another good one")
        assert not is_in(client)

    leila.refresh_from_db()
    assert leila.check_password(PASSWORD)


@pytest.mark.abuse(34)
@pytest.mark.parametrize(("door", "elsewhere"), [("sign-in", "new password"), ("new password", "sign-in")])
def test_a_code_opens_the_door_it_was_sent_for_and_no_other(client, client_factory, leila, door, elsewhere):
    """Not in the same window, where both were asked for, and not in another one."""
    for path, _letter, _typed in CODES.values():
        post(client, path, email=leila.email)
    code = code_for(leila.email, CODES[door][1])
    if code == code_for(leila.email, CODES[elsewhere][1]):
        pytest.skip("the same six digits by chance")
    thief = client_factory()
    post(thief, CODES[elsewhere][0], email=leila.email)
    for window in (client, thief):
        for typed in (CODES[elsewhere][2], "confirm-email/", "2fa/authenticate/"):
            post(window, typed, code=code)
        post(window, "password/reset/complete/", password1="another good one")
        assert not is_in(window)

    leila.refresh_from_db()
    assert leila.check_password(PASSWORD)


@pytest.mark.abuse(34)
@pytest.mark.parametrize("door", CODES)
def test_a_code_is_good_for_one_window_and_one_use(client, client_factory, leila, door):
    asked, letter, typed = CODES[door]
    post(client, asked, email=leila.email)
    code = code_for(leila.email, letter)
    other = client_factory()
    post(other, typed, code=code)
    first = post(client, typed, code=code)
    post(client, "logout/")
    post(client, typed, code=code)

    assert first.status_code == 302
    assert not is_in(other)
    assert not is_in(client)


@pytest.mark.abuse(32, 34)
def test_whoever_opens_a_link_ahead_of_its_reader_uses_nothing_up(client, client_factory, leila, jonas):
    """Scanners of mails fetch every link, also with HEAD and OPTIONS, also twice."""
    link = Invitation.send("new@example.org", Role.OFFICER, by=jonas).link
    links, before = [link, stop_address(leila)], written()
    for address in links:
        for ask in (client.get, client.head, client.options, client.get):
            assert ask(address).status_code in (200, 405)
    changed = {table for table, rows in written().items() if before.get(table) != rows} - OF_SESSIONS

    assert changed == set()
    assert client_factory().post(link).status_code == 302


@pytest.mark.abuse(34)
def test_a_token_of_one_kind_is_none_of_another(client, leila, jonas):
    invited = Invitation.send("new@example.org", Role.OFFICER, by=jonas).link.rstrip("/").rpartition("/")[2]
    silenced = stop_address(leila).rstrip("/").rpartition("/")[2]
    other = stop_address(jonas).rstrip("/").rpartition("/")[2]
    forged = f"{leila.pk}:{other.partition(':')[2]}"

    for path in (
        f"/en/accounts/invitation/{silenced}/",
        f"/reminders/{invited}/",
        f"/reminders/{leila.pk}/",
        f"/reminders/{forged}/",
        f"/reminders/{silenced}x/",
    ):
        assert client.get(path).status_code == client.post(path).status_code == 404, path


# --- addresses


def mallory_adds_it(client):
    """A stranger signs in, and says that the owner's address is theirs, too."""
    mallory = user("mallory@example.org", password=PASSWORD)
    post(client, "login/", login=mallory.email, password=PASSWORD)
    post(client, "reauthenticate/", password=PASSWORD)
    post(client, "email/", action_add="", email="owner@example.org")
    return mallory


@pytest.mark.abuse(35)
def test_an_address_that_was_added_and_never_confirmed_leads_to_no_account_of_the_adder(client, client_factory, leila):
    """Else a stranger's account waits for its true owner to sign in and write into it."""
    mallory = mallory_adds_it(client)
    assert last("owner@example.org").occasion == "accounts/email_confirmation"

    owner = client_factory()
    post(owner, "login/", login="owner@example.org")
    assert last("owner@example.org").occasion == "accounts/unknown_account"
    post(owner, "signup/", email="owner@example.org")
    post(owner, "confirm-email/", code=code_for("owner@example.org", "email_confirmation_signup"))

    assert is_in(owner)
    assert owner.get("/en/accounts/profile/").wsgi_request.user.email == "owner@example.org"
    assert mallory.emailaddress_set.count() == 1


@pytest.mark.abuse(35)
def test_the_adders_code_is_worth_nothing_once_the_owner_has_an_account(client, client_factory, leila):
    """Two race for one address: whoever confirms it later does not get it too."""
    mallory = mallory_adds_it(client)
    code = code_for("owner@example.org", "email_confirmation")
    User.behind("owner@example.org")
    post(client, "confirm-email/", code=code)

    assert set(mallory.emailaddress_set.values_list("email", flat=True)) == {"mallory@example.org"}
