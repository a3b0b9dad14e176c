"""The role matrix (access.py), asked of every address of the project."""

from copy import deepcopy
from itertools import cycle

import pytest
from django.db import transaction

from tests.abuse.house import IN_ANOTHER_STATE
from tests.kept import kept
from tests.portal.access import GROUPS, ROLES, WITHOUT_TOKEN, answer, asking, by_role, row
from tests.portal.routes import routes
from tests.portal.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@kept
def peopled(groups):
    world = World()
    assert world.parts
    return world


@pytest.fixture
def world(peopled, settings, caplog, lean):
    caplog.set_level("ERROR", "django.request")  # hundreds of refusals are meant
    settings.REQUIRE_STAFF_MFA = False  # how staff come in is tested with the second factor
    return peopled


def ask(client, method, address) -> str:
    """One request whose effects are undone."""
    session = deepcopy(client.cookies)
    with transaction.atomic():
        try:
            return answer(getattr(client, method)(address))
        finally:
            transaction.set_rollback(True)
            client.cookies = session


def differences(world, method, names=None) -> list[str]:
    found, clients = [], {role: world.client(role) for role in ROLES}
    for turn, (route, name) in enumerate(routes().items()):
        if (names and name not in names) or not row(name):
            continue
        answers, address = by_role(name, method), world.address(name, route)
        for role in asking(address, answers, turn):
            wanted = answers[role]
            if (got := ask(clients[role], method, address)) != wanted:
                found.append(f"{name} ({address}), {role}, {method.upper()}: {wanted} wanted, {got} got")
    return found


def test_every_address_has_a_row():
    without = sorted({name for name in routes().values() if row(name) is None})

    assert without == [], "Say who gets what there: add these names to a group in tests/portal/access.py."


def test_every_row_has_an_address():
    known = set(routes().values())
    named = {name for _get, _post, names, *_more in GROUPS for name in names.split() if "*" not in name}

    assert sorted(named - known) == []


@pytest.mark.abuse(1)
def test_everybody_reads_what_their_row_says(world):
    """All other addresses are read in tests/abuse/test_sweep.py, where a look proves more."""
    assert differences(world, "get", IN_ANOTHER_STATE) == []


@pytest.mark.abuse(2)
def test_everybody_does_what_their_row_says(world):
    assert differences(world, "post") == []


@pytest.mark.abuse(32)
def test_nothing_is_done_without_the_token_of_the_form(world):
    """Asked before anybody asks who it is, so by turns: a stranger, somebody signed in, whoever may most."""
    clients = {role: world.client(role, enforce_csrf_checks=True) for role in ("visitor", "applicant", "head")}
    asking = cycle(clients.items())
    open_doors = [
        f"{name}, {role}"
        for (route, name), (role, client) in zip(routes().items(), asking, strict=False)
        if name not in WITHOUT_TOKEN and ask(client, "post", world.address(name, route)) != "403"
    ]

    assert open_doors == []


@pytest.mark.abuse(1)
def test_another_ones_thing_answers_like_a_missing_one(world):
    """The same status and the same page, so that nobody learns what exists."""
    from portal.lifecycle.models import random_id

    client = world.client("other")
    for name in ("nominations:detail", "nominations:receipt", "nominations:document", "nominations:section"):
        [route] = [route for route, known in routes().items() if known == name]
        there = client.get(world.address(name, route))
        own = str(world.fill(name, "pk"))
        missing = client.get(world.address(name, route).replace(own, str(random_id())))

        assert there.status_code == missing.status_code == 404
        assert there.content.replace(there["x-request-id"].encode(), b"") == missing.content.replace(
            missing["x-request-id"].encode(), b""
        )


@pytest.mark.abuse(30)
def test_without_the_second_step_staff_are_strangers_everywhere(world, settings):
    settings.REQUIRE_STAFF_MFA = True
    head, reading = world.client("head"), ("nominations:receipt", "nominations:receipt_json", "nominations:document")
    for route, name in routes().items():
        if name in reading or name.startswith("admin:"):
            assert ask(head, "get", world.address(name, route)) == ("404" if name in reading else "go"), name
