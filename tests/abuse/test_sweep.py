"""Every address, asked by everybody: the answer of the role matrix; and a look changes nothing, shows nothing hidden, and stays in no cache."""

import pytest

from tests.abuse.house import IN_ANOTHER_STATE, written
from tests.portal.access import answer, asking, by_role, knocking

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def whole(response) -> str:
    """Its headers and its words."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}{body.decode('utf-8', 'replace')}"


@pytest.mark.abuse(1, 6, 9, 23, 32)
def test_everybody_reads_what_their_row_says_and_a_look_changes_nothing_and_shows_nothing_hidden(house, lean):
    clients, found, seen = house.clients(), [], set()
    before = written()
    for turn, (name, address) in enumerate(list(house.named_addresses())):
        said = by_role(name, "get") if name and name not in IN_ANOTHER_STATE else {}
        for role in asking(address, said, turn) if said else knocking(address, turn):
            response = clients[role].get(address)
            text, got = whole(response), answer(response)
            found += (
                [f"{name} ({address}), {role}: {said[role]} wanted, {got} got"] if said.get(role, got) != got else []
            )
            found += [f"{role} read {word} at {address}" for word in house.hidden_from(role) if word in text]
            found += [f"{role} at {address}: {fault}" for fault in unguarded(role, response)]
            seen |= {word for word in house.shown_to(role) if word in text}

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
def test_no_other_way_of_looking_changes_anything_either(house, lean):
    """HEAD and OPTIONS, from those who could do something: the others may nothing that these may not.

    The pages of the admin are made by the same hands: a third of them by turns.
    """
    client, before, looks = house.clients(), written(), 0
    for turn, address in enumerate(list(house.addresses())):
        inside = address.startswith("/admin/")
        if turn % 3 == 0 or not inside:
            looks += 1
            for method in ("head", "options"):
                whole(getattr(client["head" if inside else "applicant"], method)(address))

    assert written() == before, "Somebody wrote: look at fewer addresses to find where."
    assert looks > 100
