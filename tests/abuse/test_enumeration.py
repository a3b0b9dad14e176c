"""Nobody learns who has an account: the same words (see the accounts' tests), and the same work behind them.

How long an answer takes is not asserted here, for a busy machine would decide it; what takes the time is counted.
"""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.abuse.house import written
from tests.make import user

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(13)]
DOORS = {
    "a wrong password": ("login/", {"login": "{}", "password": "wrong wrong"}),
    "no password": ("login/", {"login": "{}"}),
    "a code": ("login/code/", {"email": "{}"}),
    "a new password": ("password/reset/", {"email": "{}"}),
    "sign-up": ("signup/", {"email": "{}", "name": "Nia"}),
}
A_FEW = 4  # small look-ups more or less, some hundred microseconds each


@pytest.fixture
def hashes(monkeypatch):
    """How often a password was hashed: that alone takes longer than all the rest."""
    done, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: done.append(1) or encode(*args))
    return done


def knock(client, door, who, place):
    """(statements, rows written by table, status, cookies, headers) of one try."""
    path, fields = DOORS[door]
    client.get(f"/en/accounts/{path}")
    sent, before = {name: value.format(f"{who}@example.org") for name, value in fields.items()}, written()
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(f"/en/accounts/{path}", sent, REMOTE_ADDR=place)
    rows = {table: number - before.get(table, 0) for table, number in written().items()}
    told = answer.status_code, set(answer.cookies), set(answer.headers), answer.get("Location")
    return len(captured), {table: number for table, number in rows.items() if number}, told


@pytest.mark.parametrize("door", DOORS)
def test_a_known_and_an_unknown_address_cost_the_same_work(client_factory, hashes, door):
    user("warm@example.org")
    knock(client_factory(), door, "warm", "192.0.2.9")
    user("known@example.org", password="correct horse battery")
    user("bare@example.org")
    user("closed@example.org", is_active=False)
    costs, counts = {}, {}
    for number, who in enumerate(("unknown", "known", "bare", "closed")):
        hashes.clear()
        costs[who], rows, told = knock(client_factory(), door, who, f"192.0.2.{number}")
        counts[who] = rows, told, len(hashes)

    assert [who for who, counted in counts.items() if counted != counts["unknown"]] == []
    assert max(costs.values()) - min(costs.values()) <= A_FEW, costs
