"""Inviting staff: one letter, one link, one use."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.accounts.models import Invitation, RoleGrant, User
from portal.accounts.roles import Role
from portal.lifecycle.aoe import end_of
from portal.lifecycle.models import Refused
from tests.make import user
from tests.portal.mailbox import code_for, last

pytestmark = pytest.mark.django_db
NEW = "nora@example.org"


@pytest.fixture
def invited(jonas, settings):
    settings.REQUIRE_STAFF_MFA = False
    return Invitation.send(NEW, Role.OFFICER, by=jonas)


def path(link) -> str:
    return link.removeprefix("http://testserver")


def link_in_letter(to=NEW) -> str:
    return path(code_for(to, "invitation"))


def test_the_link_is_in_the_letter_and_nowhere_in_the_database(invited):
    letter, link = last(NEW), link_in_letter()
    token = link.rstrip("/").rsplit("/", 1)[-1]

    assert link.startswith("/en/accounts/invitation/")
    assert token not in letter.text + letter.html + invited.token_hash
    assert letter.expires_at == invited.expires_at
    assert invited.expires_at - invited.sent_at == timedelta(days=7)


def test_accepting_makes_the_account_gives_the_role_and_signs_in(client, invited, jonas):
    assert client.get(link_in_letter()).status_code == 200
    assert not User.objects.filter(email=NEW).exists()  # reading uses nothing up

    page = client.post(link_in_letter())

    nora = User.objects.get(email=NEW)
    assert page.url == "/en/accounts/profile/"  # a new colleague says their name first
    assert nora.roles == {"officer"}
    assert nora.role_grants.get().given_by == jonas
    assert client.get("/en/accounts/profile/").wsgi_request.user == nora
    assert [event.verb for event in invited.story()] == ["sent", "accepted"]


@pytest.mark.abuse(35)
def test_a_stranger_who_was_first_to_type_the_address_chooses_nothing(client, client_factory, invited):
    stranger = client_factory()
    stranger.post("/fr/accounts/signup/", {"email": NEW, "name": "Not Nora", "time_zone": "Asia/Tokyo"})

    page = client.post(link_in_letter())

    nora = User.objects.get(email=NEW)
    assert page.url == "/en/accounts/profile/"
    assert (nora.name, nora.time_zone, nora.language) == ("", "", "en")
    for sent in ({"action": "resend"}, {"code": "123456"}):
        stranger.post("/en/accounts/confirm-email/", sent)
    assert stranger.get("/en/accounts/profile/").status_code == 302


@pytest.mark.abuse(34)
def test_a_link_works_once(client, client_factory, invited):
    link = link_in_letter()
    client.post(link)

    other = client_factory()
    for page in (other.get(link), other.post(link)):
        assert page.status_code == 404
        assert "no longer works" in page.content.decode()
    assert other.get("/en/accounts/profile/").status_code == 302


@pytest.mark.abuse(34)
def test_a_link_lapses_after_seven_days(client, invited):
    Invitation.objects.update(expires_at=timezone.now())

    assert client.post(link_in_letter()).status_code == 404
    assert not User.objects.filter(email=NEW).exists()


def test_a_withdrawn_link_does_not_work(client, invited, jonas):
    link = link_in_letter()
    invited.withdraw(by=jonas)

    assert client.post(link).status_code == 404


def test_a_newer_invitation_replaces_the_older(client, invited, jonas):
    older = link_in_letter()
    Invitation.send(NEW, Role.OFFICER, by=jonas)

    assert client.get(older).status_code == 404
    assert client.get(link_in_letter()).status_code == 200


def test_a_guessed_link_is_a_missing_page(client):
    assert client.get("/en/accounts/invitation/guess/").status_code == 404


def test_who_has_an_account_takes_the_role_with_it(client, invited):
    nora = user(NEW, "Nora New")
    client.force_login(nora)

    client.post(link_in_letter())

    assert User.objects.get(email=NEW).roles == {"officer"}


def test_somebody_else_who_is_signed_in_cannot_take_it(client, invited, leila):
    client.force_login(leila)

    page = client.post(link_in_letter())

    assert "another account" in page.content.decode()
    assert not leila.role_grants.exists()
    assert Invitation.objects.get().status == "sent"


@pytest.mark.abuse(30)
def test_an_account_with_a_second_step_is_not_opened_by_the_link_alone(client, invited):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    nora = user(NEW)
    TOTP.activate(nora, generate_totp_secret())

    page = client.post(link_in_letter())

    assert page.url == "/en/accounts/2fa/authenticate/"
    assert client.get("/en/accounts/profile/").status_code == 302


def test_only_a_head_invites(amina, auditor, leila):
    for somebody in (amina, auditor, leila):
        with pytest.raises(Refused):
            Invitation.send(NEW, Role.OFFICER, by=somebody)


def test_a_head_does_not_invite_themselves(jonas):
    with pytest.raises(Refused, match="themselves"):
        Invitation.send("jonas@example.org", Role.AUDITOR, by=jonas, until=timezone.now() + timedelta(days=1))


def test_who_is_no_longer_a_head_has_invited_nobody(client, invited, jonas):
    user("other@example.org", role="head")
    jonas.role_grants.get().end(by=None)

    client.post(link_in_letter())

    assert not RoleGrant.objects.filter(user__email=NEW).exists()


def test_an_invited_auditor_needs_an_end(jonas):
    with pytest.raises(Refused, match="date"):
        Invitation.send(NEW, Role.AUDITOR, by=jonas)


def test_the_command_invites_the_first_head_and_prints_the_link(client, settings):
    settings.REQUIRE_STAFF_MFA = False
    said = StringIO()

    call_command("admin", NEW, stdout=said)
    client.post(path(said.getvalue().split()[-1]))

    assert User.objects.get(email=NEW).governs


def test_the_command_refuses_when_there_is_a_head(jonas):
    with pytest.raises(CommandError, match="already"):
        call_command("admin", NEW)

    call_command("admin", NEW, again=True, stdout=StringIO())
    assert Invitation.objects.get().email == NEW


def test_the_command_wants_an_address():
    with pytest.raises(CommandError, match="not an e-mail"):
        call_command("admin", "nora")


@pytest.mark.parametrize(("language", "words"), [("en", "until 1 February 2027, 23:59"), ("fr", "1er février 2027")])
def test_an_invitation_says_the_last_day_that_was_typed(client, jonas, settings, language, words):
    settings.REQUIRE_STAFF_MFA = False
    Invitation.send(NEW, Role.AUDITOR, by=jonas, until=end_of(date(2027, 2, 1)))

    page = client.get(link_in_letter().replace("/en/", f"/{language}/", 1)).content.decode()

    assert words in page
    assert "2 February" not in page
    assert "2 février" not in page
