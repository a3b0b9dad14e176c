"""The screens on which a head gives roles, invites, and helps."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from portal.accounts.models import Invitation, RoleGrant, User
from portal.accounts.tasks import forget_expired
from tests.admin import do, enter, list_of, page_of
from tests.portal.authenticator import give_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def head(client, jonas):
    return enter(client, jonas)


def last_day(days):
    return (timezone.now() + timedelta(days=days)).date().isoformat()


def test_the_secretariat_shows_who_holds_what_given_by_whom(head, amina, auditor, jonas, leila):
    RoleGrant.give("officer", to=leila, by=jonas)

    page = head.get(list_of(RoleGrant)).content.decode()

    for words in ("Amina Diallo", "Ada Auditor", "Leila Haddad", "secretariat officer", "auditor", "Jonas Weber"):
        assert words in page
    assert "Invite somebody" in page


def test_the_list_can_be_narrowed_to_what_is_in_force(head, amina, leila, jonas):
    RoleGrant.give("officer", to=leila, by=jonas, since=timezone.now() + timedelta(days=3))

    now = head.get(list_of(RoleGrant), {"in_force": "now"}).content.decode()
    later = head.get(list_of(RoleGrant), {"in_force": "later"}).content.decode()

    assert "amina@example.org" in now
    assert "leila@example.org" not in now
    assert "leila@example.org" in later


def test_a_head_gives_a_role_on_a_screen(head, leila):
    head.post(do(leila, "give_role"), {"role": "auditor", "since": "", "until": last_day(30)})

    grant = leila.role_grants.get()
    assert (grant.role, grant.given_by.email) == ("auditor", "jonas@example.org")
    assert grant.until.date().isoformat() == last_day(31)  # the first instant outside, Anywhere on Earth


@pytest.mark.parametrize(
    "typed", [{"role": ""}, {"role": "pope"}, {"role": "auditor"}, {"role": "officer", "until": "2001-01-01"}]
)
def test_what_cannot_be_given_is_refused_in_words(head, leila, typed):
    page = head.post(do(leila, "give_role"), typed)

    assert page.status_code == 200
    assert 'class="wrong"' in page.content.decode() or 'class="problem"' in page.content.decode()
    assert not leila.role_grants.exists()


def test_a_head_cannot_help_themselves_on_a_screen(head, jonas):
    page = head.post(do(jonas, "close"))

    assert "themselves" in page.content.decode()
    assert User.objects.get(pk=jonas.pk).is_active


def test_a_head_ends_a_role_on_a_screen(head, amina):
    head.post(do(amina.role_grants.get(), "end"))

    assert User.objects.get(pk=amina.pk).roles == frozenset()


def test_a_head_invites_on_a_screen(head):
    typed = {"email": "nora@example.org", "role": "officer", "until": "", "language": "fr"}
    page = head.post(list_of(Invitation, "add"), typed, follow=True)

    assert "nora@example.org" in page.content.decode()
    assert Invitation.objects.get().status == "sent"


def test_an_invitation_that_is_refused_keeps_what_was_typed(head):
    page = head.post(list_of(Invitation, "add"), {"email": "jonas@example.org", "role": "officer", "language": "en"})

    assert "themselves" in page.content.decode()
    assert 'value="jonas@example.org"' in page.content.decode()


def test_a_head_withdraws_an_invitation_on_a_screen(head, jonas):
    invitation = Invitation.send("nora@example.org", "officer", by=jonas)

    head.post(do(invitation, "withdraw"))

    assert Invitation.objects.get().status == "withdrawn"
    assert "Withdrawn" in head.get(page_of(invitation)).content.decode()


def test_the_page_of_an_account_offers_help_only_where_it_helps(head, leila):
    assert "Remove the second step" not in head.get(page_of(leila)).content.decode()
    give_app(leila)

    assert "Remove the second step" in head.get(page_of(leila)).content.decode()
    head.post(do(leila, "lose_second_factor"))
    assert "Second step removed" in head.get(page_of(leila)).content.decode()


@pytest.mark.parametrize("somebody", ["amina", "auditor"])
def test_officers_and_auditors_read_and_have_no_buttons(client, request, somebody, leila):
    enter(client, request.getfixturevalue(somebody))

    page = client.get(page_of(leila)).content.decode()

    assert "leila@example.org" in page
    assert "Give a role" not in page
    assert "Close the account" not in page


def test_accounts_are_found_by_any_of_their_addresses(head, leila, tomas):
    leila.emailaddress_set.create(email="other@work.example", verified=True)

    page = head.get(list_of(User), {"q": "other@"}).content.decode()

    assert "leila@example.org" in page
    assert "tomas@example.org" not in page


@pytest.mark.abuse(6)
@pytest.mark.parametrize("query", ["password__startswith=a", "emailaddress__email=x", "o=99", "q=%00", "p=9999", "e=1"])
def test_addresses_of_the_list_guess_nothing(head, leila, query):
    assert head.get(f"{list_of(User)}?{query}").status_code in (200, 302, 400)


@pytest.mark.abuse(6)
def test_a_page_of_an_account_shows_no_hash_and_no_key(head, leila):
    leila.set_password("correct horse battery")
    leila.save()
    key = give_app(leila)

    page = head.get(page_of(leila)).content.decode()

    assert leila.password not in page
    assert key not in page


def test_the_nightly_task_clears_counts_and_sessions():
    cache.set("old", 1, -5)

    forget_expired()

    assert cache.get("old") is None
