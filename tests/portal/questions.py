"""What a page is asked after its question mark: its own parameters and any others, with odd words."""

from urllib.parse import parse_qs, quote, urlsplit

from .hostile import WORDS, sent
from .pages import faults
from .wide_world import undone

ASKED = ["", "\x00", "\ud800", "9" * 30, "-1", "x" * 5000, "0001-01-01", "9999-12-31", "//evil.example"]
ASKED += [WORDS[kind] for kind in ("element", "attribute", "script", "growing", "header")]
GENERAL = ("next", "page", "q", "language", "before")  # what any page might read
OF_LISTS = ("p", "o", "e", "all", "_facets", "_popup", "_to_field", "_changelist_filters")
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


def names_on(address, page) -> list[str]:
    """By which parameters the page says that it can be asked: in its forms, and in its links to itself."""
    here = urlsplit(address).path
    names = [name for form in page.forms if form.method == "get" for name in form.fields]
    names += [name for link in page.links if urlsplit(link).path == here for name in parse_qs(urlsplit(link).query)]
    return sorted({*names} - {*OF_LISTS})


def queries(address, page, number) -> list[dict]:
    """Its own parameters with every fifth odd thing in turn, the others on the next pages; and what any page might read.

    The pages of the admin are made by the same hands: they are asked less each, and by turns what all their lists read.
    """
    inside, own, found = address.startswith("/admin/"), names_on(address, page), []
    few = 7 if inside else 5
    for turn in range(number % few, len(ASKED) if own else 0, few):
        found.append({name: ASKED[(turn + place) % len(ASKED)] for place, name in enumerate(own)})
    if not inside or number % 3 == 0:
        found.append(dict(zip(GENERAL, ASKED[9:], strict=True)))
    if inside and own:
        strange = [{name: odd} for name in OF_LISTS for odd in ("", "\x00", "9" * 30, WORDS["element"])]
        strange += [{name: odd} for name, odd in LOOKUPS.items()]
        found += strange[number % 9 :: 9]
    return found


def in_questions(wide_world, pages) -> list[str]:
    """The faults of all that these pages are asked."""
    found, tried = [], 0
    for number, (who, address, page) in enumerate(pages):
        here = urlsplit(address).path
        for query in queries(address, page, number):
            tried += 1
            wrongs = asked(wide_world, who, f"{here}?{written(query)}")
            found += [f"{who}, {here}?{shown(query)}: {fault}" for fault in wrongs]

    assert tried > 150
    return found


def written(query) -> str:
    return "&".join(f"{quote(name)}={quote(sent(text))}" for name, text in query.items())


def shown(query) -> str:
    return str({name: text[:12] for name, text in query.items()})
