"""Every address with odd parts, odd parameters and odd methods: an answer in words, no error of ours, nothing made by it."""

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from .hostile import CANARY, WORDS, sent
from .routes import routes
from .test_attack_forms import faults
from .wide_world import undone

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.abuse(36)]
PARTS = ["\x00", "\xff\xfe", "x" * 3000, "9" * 30, "9" * 5000, "_00_3C_", "a\r\nSet-Cookie: x=y", WORDS["element"]]
ASKED = ["", "\x00", "\ud800", "9" * 30, "-1", "x" * 5000, "0001-01-01", "9999-12-31", "//evil.example"]
ASKED += [WORDS[kind] for kind in ("element", "attribute", "script", "growing", "header")]
GENERAL = ("next", "page", "q", "language", "before")  # what any page might read
OF_LISTS = ("p", "o", "e", "all", "_facets", "_popup", "_to_field", "_changelist_filters")
OTHER_WAYS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
LOOKUPS = {  # what Django would look up
    "person__user__password__startswith": "a",
    "answers__icontains": "a",
    "email__startswith": "a",
    "secret__isnull": "0",
    "pk__in": "1,x",
    "id__exact": "\x00",
    "call__id__exact": "x",
    "submitted_at__gte": "never",
    "status__regex": "(",
    "user__role_grants__role": "head",
}


def asked(wide_world, who, address, method="get", **options) -> list[str]:
    """The faults of one answer."""
    try:
        return faults(undone(wide_world.clients[who], method, address, **options), urlsplit(address).path)
    except Exception as error:
        return [f"raised {error!r:.200}"]


def test_an_odd_part_of_an_address_is_a_missing_page(wide_world):
    found = []
    for route, name in routes().items():
        who = "head" if name.startswith("admin:") else "applicant"
        for part in re.findall(r"\(\?P<\w+>[^)]*\)|<[\w:]+>", route):
            whole = wide_world.address(name, route.replace(part, CANARY))
            for odd in PARTS:
                address = whole.replace(CANARY, quote(odd.encode("latin-1", "ignore"), safe=""))
                found += [f"{address[:90]}: {fault}" for fault in asked(wide_world, who, address)]

    assert not found, "\n".join(found)


def names_on(address, page) -> list[str]:
    """By which parameters the page says that it can be asked: in its forms, and in its links to itself."""
    here = urlsplit(address).path
    names = [name for form in page.forms if form.method == "get" for name in form.fields]
    names += [name for link in page.links if urlsplit(link).path == here for name in parse_qs(urlsplit(link).query)]
    return sorted({*names} - {*OF_LISTS})


def queries(address, page, number) -> list[dict]:
    """Its own parameters with every fifth odd thing in turn, the others on the next pages; and what any page might read."""
    own, found = names_on(address, page), []
    for turn in range(number % 5, len(ASKED) if own else 0, 5):
        found.append({name: ASKED[(turn + place) % len(ASKED)] for place, name in enumerate(own)})
    found.append(dict(zip(GENERAL, ASKED[9:], strict=True)))
    if address.startswith("/admin/") and own:
        found += [{name: odd} for name in OF_LISTS for odd in ("", "\x00", "9" * 30, WORDS["element"])]
        found += [{name: odd} for name, odd in LOOKUPS.items()]
    return found


def test_a_page_asked_by_odd_words_answers_in_words(wide_world):
    found, tried = [], 0
    for number, (who, address, page) in enumerate(wide_world.walk()):
        here = urlsplit(address).path
        for query in queries(address, page, number):
            tried += 1
            found += [
                f"{who}, {here}?{shown(query)}: {fault}" for fault in asked(wide_world, who, f"{here}?{written(query)}")
            ]

    assert not found, "\n".join(found)
    assert tried > 300


def written(query) -> str:
    return "&".join(f"{quote(name)}={quote(sent(text))}" for name, text in query.items())


def shown(query) -> str:
    return str({name: text[:12] for name, text in query.items()})


def test_there_is_no_third_way_to_ask(wide_world):
    found = []
    for route, name in routes().items():
        for who, method in zip(("visitor", "applicant", "head") * 2, OTHER_WAYS, strict=True):
            answer = wide_world.clients[who].generic(method, wide_world.address(name, route))
            if answer.status_code != 405 or "<h1" not in answer.content.decode() or "GET" not in answer["Allow"]:
                found.append(f"{who}: {method} {name} answered {answer.status_code}")

    assert not found, "\n".join(found)
