"""Every address, asked by everybody: a look changes nothing, shows nothing hidden, and stays in no cache."""

import pytest

from tests.abuse.house import written
from tests.portal.access import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def answers(house, clients, method="get", roles=ROLES):
    """(role, address, response, its text) of every address to each role."""
    addresses = list(house.addresses())
    for role in roles:
        for address in addresses:
            response = getattr(clients[role], method)(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            yield role, address, response, f"{response.headers}{body.decode('utf-8', 'replace')}"


@pytest.mark.abuse(1, 6, 9, 23, 32)
def test_whoever_looks_at_every_address_changes_nothing_and_sees_nothing_hidden(house):
    clients, found, seen = house.clients(), [], set()
    before = written()
    for role, address, response, text in answers(house, clients):
        found += [f"{role} read {word} at {address}" for word in house.hidden_from(role) if word in text]
        seen |= {word for word in house.shown_to(role) if word in text}
        found += [f"{role} at {address}: {fault}" for fault in unguarded(role, response)]

    assert found == []
    assert written() == before, "Somebody wrote: look at fewer addresses to find where."
    assert seen == {word for word, roles in house.seen_by.items() if roles}, "Else these words prove nothing."


def unguarded(role, response) -> list[str]:
    """What the headers of an answer leave open."""
    kept, policy = response.get("Cache-Control", ""), response.get("Content-Security-Policy", "")
    faults = {
        "a cache may keep it": role != "visitor" and not {"no-store", "private"} <= set(kept.split(", ")),
        "one answer for all cookies": "Cookie" not in response.get("Vary", ""),
        "no strict policy": "default-src 'none'" not in policy,
        "may be sniffed": response.get("X-Content-Type-Options") != "nosniff",
        "may be framed": response.get("X-Frame-Options") != "DENY",
    }
    return [fault for fault, holds in faults.items() if holds]


@pytest.mark.abuse(32)
def test_no_other_way_of_looking_changes_anything_either(house):
    """HEAD and OPTIONS, from those who could do something: the others may nothing that these may not."""
    clients, before = house.clients(), written()
    for method in ("head", "options"):
        looks = len(list(answers(house, clients, method, ("applicant", "head"))))
        assert looks > 100

    assert written() == before, "Somebody wrote: look at fewer addresses to find where."
