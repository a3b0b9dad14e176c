"""SECRET_KEY is changed: with the old one in SECRET_KEY_FALLBACKS nobody notices, and after `reseal` it can go."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.notifications import outbox
from portal.notifications.envelope import envelope
from portal.notifications.models import Message
from portal.notifications.models.silence import stop_address
from tests.admin import enter

from .authenticator import digits, give_app

pytestmark = pytest.mark.django_db
FIRST, SECOND = "the first key of this portal", "the second key of this portal"


@pytest.fixture(autouse=True)
def change(settings):
    """Gives the portal its keys, the present one first."""

    def keys(present, *old):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = present, list(old)

    keys(FIRST)
    return keys


def signed_in(client) -> bool:
    return client.get("/en/accounts/profile/").status_code == 200


def opens_with_app(client, user, key) -> bool:
    client.logout()
    client.post("/en/accounts/login/", {"login": user.email, "password": "a long quiet evening"})
    client.post("/en/accounts/2fa/authenticate/", {"code": digits(key)})
    return signed_in(client)


def test_with_the_old_key_behind_it_sessions_links_and_second_factors_go_on(client, leila, change):
    leila.set_password("a long quiet evening")
    leila.save()
    enter(client, leila)
    link, key = stop_address(leila), give_app(leila)

    change(SECOND, FIRST)

    assert signed_in(client)
    assert client.get(link.removeprefix("http://testserver")).status_code == 200
    assert opens_with_app(client, leila, key)


def test_without_the_old_key_sessions_end_and_links_are_a_missing_page(client, leila, change):
    enter(client, leila)
    link = stop_address(leila)

    change(SECOND)

    assert not signed_in(client)
    assert client.get(link.removeprefix("http://testserver")).status_code == 404


def test_what_is_resealed_needs_the_old_key_no_more(client, leila, change, shelf):
    leila.set_password("a long quiet evening")
    leila.save()
    key = give_app(leila)
    outbox.post("code", to="a@example.org", key="code:1", link="/en/", secret="K7-42")
    letter = Message.objects.get(key="code:1")

    change(SECOND, FIRST)
    call_command("reseal", stdout=StringIO())
    change(SECOND)

    letter.refresh_from_db()
    assert "K7-42" in envelope(letter).body
    assert opens_with_app(client, leila, key)


def test_what_no_key_opens_is_told_before_anything_is_changed(leila, change):
    give_app(leila)
    change(SECOND)

    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("reseal")
