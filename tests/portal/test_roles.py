"""Who gives roles, and who ends them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.accounts.signed_in import SignedIn
from portal.lifecycle.models import Event, Refused
from tests.make import user
from tests.portal.mailbox import occasions

pytestmark = pytest.mark.django_db


def fresh(account) -> User:
    return User.objects.get(pk=account.pk)


def later(days=30):
    return timezone.now() + timedelta(days=days)


def test_a_head_gives_a_role_and_the_person_is_told(jonas, leila):
    RoleGrant.give(Role.OFFICER, to=leila, by=jonas)

    assert leila.is_secretariat
    assert not leila.governs
    assert occasions("leila@example.org") == ["role_given"]
    event = leila.story().get()
    assert (event.verb, event.by, event.capacity, event.facts["role"]) == ("role given", jonas, "head", "officer")


def test_whoever_is_signed_in_comes_with_their_roles(jonas, leila, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert SignedIn().get_user(jonas.pk).governs
    RoleGrant.objects.filter(user=jonas).update(until=timezone.now())
    assert not SignedIn().get_user(jonas.pk).roles
    User.objects.filter(pk=leila.pk).update(is_active=False)
    assert SignedIn().get_user(leila.pk) is None


def test_a_role_begins_and_ends_by_the_clock(jonas, leila):
    RoleGrant.give(Role.OFFICER, to=leila, by=jonas, since=later(1), until=later(2))
    assert not fresh(leila).is_secretariat

    RoleGrant.objects.filter(user=leila).update(since=later(-2), until=later(1))
    assert fresh(leila).is_secretariat

    RoleGrant.objects.filter(user=leila).update(since=later(-2), until=later(-1))
    assert not fresh(leila).is_secretariat


@pytest.mark.parametrize("giver", ["amina", "auditor", "stranger"])
def test_only_a_head_gives_and_ends_roles(request, giver, jonas, leila, tomas):
    giver = request.getfixturevalue(giver)
    grant = RoleGrant.give(Role.OFFICER, to=tomas, by=jonas)

    with pytest.raises(Refused):
        RoleGrant.give(Role.OFFICER, to=leila, by=giver)
    with pytest.raises(Refused):
        grant.end(by=giver)


def test_nobody_gives_or_ends_a_role_of_their_own(jonas):
    user("other.head@example.org", role="head")

    with pytest.raises(Refused, match="themselves"):
        RoleGrant.give(Role.AUDITOR, to=jonas, by=jonas, until=later())
    with pytest.raises(Refused, match="themselves"):
        jonas.role_grants.get().end(by=jonas)


def test_the_last_head_stays(jonas):
    other = user("other.head@example.org", "Olga Other", role="head")
    jonas.role_grants.get().end(by=other)

    with pytest.raises(Refused, match="last head"):
        other.role_grants.get().end(by=None)
    with pytest.raises(Refused, match="last head"):
        other.close(by=None)


def test_a_closed_account_is_no_head(jonas):
    other = user("other.head@example.org", role="head")
    other.close(by=jonas)

    with pytest.raises(Refused, match="last head"):
        jonas.role_grants.get().end(by=None)


def test_an_ended_role_is_gone_at_once_and_told(jonas, leila):
    grant = RoleGrant.give(Role.OFFICER, to=leila, by=jonas)

    grant.end(by=jonas)

    assert not fresh(leila).is_secretariat
    assert occasions("leila@example.org")[-1] == "role_ended"
    with pytest.raises(Refused, match="already"):
        grant.end(by=jonas)


def test_a_role_that_has_not_begun_is_taken_back(jonas, leila):
    grant = RoleGrant.give(Role.OFFICER, to=leila, by=jonas, since=later(5))

    grant.end(by=jonas)

    assert not RoleGrant.objects.filter(user=leila).exists()
    assert [event.verb for event in leila.story()] == ["role given", "role ended"]


def test_an_auditor_needs_an_end(jonas, leila):
    with pytest.raises(Refused, match="date"):
        RoleGrant.give(Role.AUDITOR, to=leila, by=jonas)

    RoleGrant.give(Role.AUDITOR, to=leila, by=jonas, until=later())
    assert leila.may_read_files
    assert not leila.is_secretariat


def test_a_role_cannot_end_before_it_begins(jonas, leila):
    with pytest.raises(Refused, match="end after"):
        RoleGrant.give(Role.OFFICER, to=leila, by=jonas, since=later(5), until=later(4))
    with pytest.raises(Refused, match="past"):
        RoleGrant.give(Role.OFFICER, to=leila, by=jonas, until=later(-1))


def test_the_same_role_is_not_given_twice(jonas, leila):
    RoleGrant.give(Role.OFFICER, to=leila, by=jonas)

    with pytest.raises(Refused, match="already"):
        RoleGrant.give(Role.OFFICER, to=leila, by=jonas)


def test_an_account_can_be_closed_and_opened_again(jonas, leila, client):
    client.force_login(leila)

    leila.close(by=jonas)

    assert client.get("/en/accounts/profile/").status_code == 302
    with pytest.raises(Refused):
        leila.close(by=jonas)
    leila.reopen(by=jonas)
    assert fresh(leila).is_active
    assert [event.verb for event in leila.story()] == ["account closed", "account reopened"]


def test_only_heads_keep_accounts_and_never_their_own(jonas, amina, leila):
    for verb in ("close", "end_sessions", "lose_second_factor"):
        with pytest.raises(Refused):
            getattr(leila, verb)(by=amina)
        with pytest.raises(Refused):
            getattr(jonas, verb)(by=jonas)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("perm", "allowed"),
    [
        ("accounts.view_rolegrant", {"head", "officer", "auditor"}),
        ("accounts.add_rolegrant", {"head"}),
        ("accounts.change_user", {"head"}),
        ("nominations.view_nomination", {"head", "officer", "auditor"}),
        ("nominations.change_nomination", {"head", "officer"}),
        ("notifications.view_message", {"head", "officer", "auditor"}),
        ("mfa.view_authenticator", set()),
        ("usersessions.view_usersession", set()),
        ("account.view_emailaddress", set()),
        ("sessions.view_session", set()),
    ],
)
def test_what_each_role_may_do_in_the_admin(perm, allowed, jonas, amina, auditor, leila):
    people = {"head": jonas, "officer": amina, "auditor": auditor, "": leila}

    assert {role for role, person in people.items() if person.has_perm(perm)} == allowed


@pytest.mark.abuse(26)
@pytest.mark.django_db(transaction=True)
def test_two_heads_cannot_end_each_other_at_once(jonas):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    other = user("other.head@example.org", role="head")

    def end(pair):
        by, whom = pair
        try:
            fresh(whom).role_grants.get().end(by=fresh(by))
            return "ended"
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(end, [(jonas, other), (other, jonas)]))

    assert results == ["ended", "refused"]
    assert RoleGrant.objects.heads().count() == 1
