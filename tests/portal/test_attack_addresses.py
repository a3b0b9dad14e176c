"""Every address with odd parts and odd methods: an answer in words, no error of ours, nothing made by it."""

import re
from urllib.parse import quote

import pytest

from .hostile import CANARY, WORDS
from .questions import asked
from .routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.abuse(36)]
PARTS = ["\x00", "\xff\xfe", "x" * 3000, "9" * 30, "9" * 5000, "_00_3C_", "a\r\nSet-Cookie: x=y", WORDS["element"]]
OTHER_WAYS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")


def odd_parts(name, part, turn) -> list[str]:
    """All for a part that a view of our own reads; by turns what no converter lets through, and in the admin, whose doors are one."""
    converted = part.startswith(("<int:", "<uuid:"))
    return PARTS[turn % 8 :: 8] if converted or name.startswith("admin:") else PARTS


def test_an_odd_part_of_an_address_is_a_missing_page(wide_world):
    found = []
    for turn, (route, name) in enumerate(routes().items()):
        who = "head" if name.startswith("admin:") else "applicant"
        for part in re.findall(r"\(\?P<\w+>[^)]*\)|<[\w:]+>", route):
            whole = wide_world.address(name, route.replace(part, CANARY))
            for odd in odd_parts(name, part, turn):
                address = whole.replace(CANARY, quote(odd.encode("latin-1", "ignore"), safe=""))
                found += [f"{address[:90]}: {fault}" for fault in asked(wide_world, who, address)]

    assert not found, "\n".join(found)


def test_there_is_no_third_way_to_ask(wide_world):
    found = []
    ways = list(zip(("visitor", "applicant", "head") * 2, OTHER_WAYS, strict=True))
    for turn, (route, name) in enumerate(routes().items()):
        for who, method in ways[turn % 3 :: 3]:
            answer = wide_world.clients[who].generic(method, wide_world.address(name, route))
            if answer.status_code != 405 or "<h1" not in answer.content.decode() or "GET" not in answer["Allow"]:
                found.append(f"{who}: {method} {name} answered {answer.status_code}")

    assert not found, "\n".join(found)
