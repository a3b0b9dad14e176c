"""A session is given by us at the sign-in, ends on the server, and is worth nothing to anybody else."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.accounts.models import Invitation, RoleGrant, User
from portal.accounts.roles import Role
from portal.lifecycle.models import random_id
from tests.make import user
from tests.portal.authenticator import digits, give_app
from tests.portal.mailbox import code_for

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
NAME = "session"
PLANTED = "a" * 32


@pytest.fixture
def leila(db):
    return user("leila@example.org", "Leila Haddad", password=PASSWORD)


def post(client, path, **sent):
    return client.post(f"/en/accounts/{path}", sent)


def by_password(client):
    post(client, "login/", login="leila@example.org", password=PASSWORD)


def by_code(client):
    post(client, "login/", login="leila@example.org")
    post(client, "login/code/confirm/", code=code_for("leila@example.org", "login_code"))


def by_new_password(client):
    post(client, "password/reset/", email="leila@example.org")
    post(client, "password/reset/confirm/", code=code_for("leila@example.org", "password_reset_code"))
    post(client, "password/reset/complete/", password1="another good one")


def by_second_step(client):
    key = give_app(User.objects.get(email="leila@example.org"))
    by_password(client)
    post(client, "2fa/authenticate/", code=digits(key))


def by_sign_up(client):
    post(client, "signup/", email="new@example.org")
    post(client, "confirm-email/", code=code_for("new@example.org"))


def by_invitation(client):
    user("head@example.org", role="head")
    head = User.objects.get(email="head@example.org")
    link = Invitation.send("new@example.org", Role.OFFICER, by=head).link
    client.post(link)


WAYS = [by_password, by_code, by_new_password, by_second_step, by_sign_up, by_invitation]


def is_in(client) -> bool:
    return client.get("/en/accounts/profile/").status_code == 200


def thief_with(client_factory, key):
    thief = client_factory()
    thief.cookies[NAME] = key
    return thief


@pytest.mark.abuse(29)
@pytest.mark.parametrize("way", WAYS)
def test_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in(client, client_factory, leila, way):
    """Both kinds: one that the thief got from us, and a name of the thief's own."""
    thief = client_factory()
    thief.post(f"/en/nominations/{random_id()}/you/", {"family_name": "Thief"})  # kept until somebody signs in
    known = thief.cookies[NAME].value
    client.cookies[NAME] = known
    way(client)

    assert is_in(client)
    assert client.cookies[NAME].value != known
    assert not is_in(thief_with(client_factory, known))
    other = client_factory()
    other.cookies[NAME] = PLANTED
    post(other, "login/", login="leila@example.org")
    assert not Session.objects.filter(pk=PLANTED).exists()


@pytest.mark.abuse(29)
@pytest.mark.parametrize(
    "end",
    [
        lambda client, leila, head: post(client, "logout/"),
        lambda client, leila, head: leila.close(by=head),
        lambda client, leila, head: leila.end_sessions(by=head),
        lambda client, leila, head: User.objects.filter(pk=leila.pk).update(password="another"),
        lambda client, leila, head: User.objects.filter(pk=leila.pk).update(is_active=False),
    ],
    ids=["log-out", "closed", "ended by a head", "new password", "switched off"],
)
def test_a_stolen_cookie_is_worth_nothing_once_the_session_has_ended(client, client_factory, leila, jonas, end):
    by_password(client)
    thief = thief_with(client_factory, client.cookies[NAME].value)
    assert is_in(thief)

    end(client, leila, jonas)

    assert not is_in(thief)


@pytest.mark.abuse(29)
def test_a_session_ends_by_itself_after_a_fortnight(client, leila):
    by_password(client)

    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert not is_in(client)


@pytest.mark.abuse(30)
def test_a_session_of_before_the_role_does_not_open_the_desk(client, leila, jonas, settings):
    """Whoever becomes staff while signed in passes the second step first, and is timed like staff from then on."""
    settings.REQUIRE_STAFF_MFA = True
    by_password(client)
    RoleGrant.give("officer", to=leila, by=jonas)

    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/nominations/nomination/").status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert not is_in(client)


@pytest.mark.abuse(30)
@pytest.mark.parametrize("way", [by_password, by_code, by_new_password])
@pytest.mark.parametrize("factor", [True, False], ids=["with a second step", "without one yet"])
def test_no_way_in_leads_round_the_second_step(client, leila, jonas, settings, way, factor):
    settings.REQUIRE_STAFF_MFA = True
    RoleGrant.give("head", to=leila, by=jonas)
    if factor:
        give_app(leila)
    way(client)
    for path in ("/admin/", "/admin/login/", "/admin/accounts/user/", "/admin/nominations/nomination/export/"):
        assert client.get(path).status_code == client.post(path).status_code == 302, path
    answer = client.get("/admin/", follow=True)
    assert not answer.request["PATH_INFO"].startswith("/admin/")


@pytest.mark.abuse(29)
def test_a_session_that_has_expired_is_none(client, leila):
    by_password(client)
    assert client.get("/en/nominations/").status_code == 200

    Session.objects.update(expire_date=timezone.now())

    assert client.get("/en/nominations/").status_code == 302
