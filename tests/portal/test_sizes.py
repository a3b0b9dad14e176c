"""What a page costs does not grow with the call: every address is read in a small house and in a large one."""

import re
from collections import Counter
from datetime import timedelta
from itertools import zip_longest

import pytest
from django.contrib import admin
from django.db import connection
from django.utils import timezone

from bench import copies, words
from bench.meter import Meter
from members.models import Likeness
from nominations.deciding.models import Look
from nominations.desk import A_PAGE
from nominations.models import Nomination
from nominations.views import kept as kept_pages
from tests import make
from tests.admin import list_of
from tests.kept import kept
from tests.kinds import know_kinds
from tests.portal.access import ROLES, row
from tests.portal.routes import routes
from tests.portal.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SMALL, LARGE = 10, 300  # more than any page shows
PAGE = 50  # rows of a page
ROWS = 20  # of the admin's lists, here
OFTEN = 8
DESK = A_PAGE + 1  # of a Member's desk, and the one by which it knows that another page follows
READERS = ("visitor", "applicant", "contact", "council", "focal", "head")


@kept
def peopled(groups):
    world = World()
    assert world.parts
    make.member("FR", "France")  # whom else people ask
    world.nomination.add_note("Looked up.", by=world.people["head"])
    world.closed = decided(world)
    Look.take(world.publication, world.people["head"], at=timezone.now())  # the first look is written down
    return world


@pytest.fixture
def world(peopled, settings, counted, caplog):
    caplog.set_level("ERROR", "django.request")
    settings.REQUIRE_STAFF_MFA = False
    know_kinds()
    return peopled


def decided(world):
    """A ballot on which the council delegate voted, and that is over."""
    head, council = world.people["head"], world.people["council"]
    ballot = make.ballot(make.recommended("UG", contact=world.people["other"]), by=head)
    ballot.vote("against", by=council)
    ballot.close(at=ballot.closes_at)
    return ballot


def grow(world, size):
    """As many nominations with all that hangs on them, invitations, roles and terms, and ballots; then two pages of events of all
    kinds.
    """
    first, last = copies.grow(world, size)
    copies.offices(world.invitation, world.people["auditor"].role_grants.get(), first, last)
    copies.imports(world.imported, first, last)
    copies.accessions(world.accession, world.applied, first, last)
    copies.delegates(world.people["council"].delegations.get(), first, last)
    copies.experts(world.term, world.place, first, last)
    copies.ballots(world.closed, first, last)
    words.endorsements(world.named, world.asking, first, last)
    copies.likenesses(Likeness.objects.between(*world.twins).get(), first, last)
    things = (world.nomination, world.call, world.question, world.invitation, world.people["other"])
    for thing in things * (2 * PAGE // len(things)):
        thing.record("looked at", by=world.people["head"])
    with connection.cursor() as cursor:
        tables = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names(cursor)))
        cursor.execute(f"ANALYZE {tables}")  # and not what all databases share: other tests would wait


def cost(client, address, method="get") -> list | None:
    """(statement, rows) of a page that is there, each in its order; None where there is no such page."""
    with Meter() as meter:
        response = getattr(client, method)(address)
        if response.streaming:
            b"".join(response.streaming_content)
    return meter.told if response.status_code == 200 else None


def differences(small: dict, large: dict, page_of=PAGE) -> list[str]:
    """Pages that ask more often in the large house, or fetch more than a page of rows there."""
    found = []
    for page, told in small.items():
        if large[page] is None:
            found.append(f"{page}: gone when the house is large")
        elif len(told) != len(large[page]):
            found.append(
                f"{page}: {len(told)} statements, {len(large[page])} when the house is large\n{unlike(told, large[page])}"
            )
        else:
            pairs = zip(told, large[page], strict=True)
            found += [
                f"{page}: {after} rows by {sql[:200]}"
                for (_, before), (sql, after) in pairs
                if after > max(before, DESK if "focal" in page else page_of)
            ]
    return found


def repeated(pages: dict) -> list[str]:
    """Statements that a page asks again and again: a row of it asks one by itself."""
    counts = [(page, Counter(shapes(told)).most_common(1)) for page, told in pages.items() if told]
    return [f"{page}: {number} times {sql}" for page, [(sql, number)] in counts if number > OFTEN]


def unlike(small, large) -> str:
    """The first statement that is another one."""
    pairs = zip_longest(shapes(small), shapes(large))
    return next((f"  {one}\n  {other}" for one, other in pairs if one != other), "")


def shapes(told) -> list[str]:
    return [re.sub(r"%s(, %s)+", "…", sql)[:300] for sql, _ in told]


def pages(world) -> dict:
    """Every address that is a page for somebody, but for the lists of the admin: (name, reader) to what it asks."""
    clients, found = {reader: world.client(reader) for reader in READERS}, {}
    for route, name in routes().items():
        answers = dict(zip(ROLES, row(name)[0], strict=True))
        for reader in readers(name, answers):
            if answers[reader] == "200" and not name.endswith(("_csv", "_changelist")):  # files have all the rows
                kept_pages.pages.clear()  # the call's page is made anew, in either house
                found[name, reader] = cost(clients[reader], world.address(name, route))
    return found


def readers(name, answers) -> tuple:
    if {*answers.values()} == {"200"}:
        return "visitor", "focal"
    return ("focal", "head") if name.startswith(("account_", "mfa_", "usersessions_")) else READERS


def lists(world, addresses) -> dict:
    """Each list as it is asked, its second page, and the file: its address to what it asks."""
    client = world.client("head")
    found = {address: cost(client, address) for address in addresses}
    for plain in map(list_of, admin.site._registry):
        found[f"{plain}?p=2"] = cost(client, f"{plain}?p=2") or found[f"{plain}?"]
    return found | {"as a file": cost(client, list_of(Nomination, "export"), "post")}


def addresses(world) -> list[str]:
    """Every list of the admin, plain and asked in each way that it can be."""
    client, plain = world.client("head"), [list_of(model) for model in admin.site._registry]
    return [f"{one}?{query}" for one in plain for query in ("", *asked(client.get(one).context["cl"], world))]


def asked(listing, world):
    """Its filters (with one choice, and with the one that fits the nomination), searches and orders, for an address."""
    for spec in listing.filter_specs:
        names = spec.expected_parameters()
        choices = [key for key, _ in getattr(spec, "lookup_choices", ())]
        fits = getattr(world.nomination, names[0], None)
        yield from [f"{names[0]}={key}" for key in choices if key in (choices[0], fits)]
        yield from [f"{name}=2020-01-01" for name in names if not choices]
    if listing.search_fields:
        yield from ("q=a", "q=nia+haddad", "q=copy-5@example.net")
    yield "o=-2.1"


def test_every_page_and_list_asks_as_often_in_a_large_house_as_in_a_small_one(world, monkeypatch):
    for listing in admin.site._registry.values():
        monkeypatch.setattr(listing, "list_per_page", ROWS)
    grow(world, SMALL)
    there = addresses(world)
    small, short = pages(world), lists(world, there)
    grow(world, LARGE)
    large, long = pages(world), lists(world, there)

    assert (len(small) > 60, len(short) > 60) == (True, True)
    assert differences(small, large) + differences(short, long, ROWS) == []
    assert repeated(large | long) == []
    assert all(told is not None for told in short.values())


OWN = ("nominations:mine", "nominations:detail", "nominations:check", "nominations:receipt", "account_profile")


def story(world) -> dict:
    """The pages that tell of one person and one nomination, for the person and for the secretariat."""
    readers = {"applicant": world.client("applicant"), "head": world.client("head")}
    told = [
        (name, route)
        for route, name in routes().items()
        if name in OWN or re.fullmatch(r"admin:(?!password)\w+_\w+_change", name)
    ]
    return {
        name: cost(readers["applicant" if name in OWN else "head"], world.address(name, route)) for name, route in told
    }


def lengthen(world, numbers):
    """Notes, questions, versions, letters, events, extensions and calls of the one person."""
    head, owner = world.people["head"], world.people["applicant"]
    for number in numbers:
        world.nomination.add_note(f"Looked up {number}.", by=head)
        world.nomination.ask(f"Since when, {number}?", by=head)
        world.nomination.extend(until=world.call.closes_at + timedelta(days=number), reason="Illness.", by=head)
        world.nomination.save_section("work", {"position": f"Head {number}"}, by=owner)
        world.nomination.submit(by=owner)
        call = make.call(by=head, year=2026 + number)
        make.nomination(author=owner, call=call)


def test_a_long_story_is_told_with_as_many_statements_as_a_short_one(world):
    lengthen(world, range(1, 3))
    short = story(world)
    lengthen(world, range(3, 9))
    long = story(world)

    assert len(short) >= len(OWN) + 10
    assert {page: len(told) for page, told in short.items()} == {page: len(told) for page, told in long.items()}


def test_postgresql_compiles_no_statement():
    """A server's own setting takes a guess of 100,000 rows for a reason to compile for thirty milliseconds."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
