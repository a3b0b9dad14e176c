"""The pages whose cost is measured, and how often each is asked."""

from functools import partial

from django.urls import reverse

from nominations.models import Nomination

from .belonging import addresses as of_belonging
from .door import Within
from .endorsing import addresses as of_endorsing
from .journey import nominate
from .meter import Cost, of_server, typical
from .reviewing import SAVED, save
from .reviewing import addresses as of_reviewing
from .sample import cookie_of
from .visitor import Unexpected, Visitor

LIST = "/admin/nominations/nomination/"


def addresses(world) -> dict:
    """Name of a page to its address and its reader."""
    copied = Nomination.objects.filter(call=world.call, status="submitted").order_by("number").last()
    return {
        "call page, anonymous": ("/en/call/", None),
        "secretariat's list": (LIST, world.officer),
        "secretariat's list, a family name": (f"{LIST}?q=haddad", world.officer),
        "secretariat's list, whole name": (f"{LIST}?q=nia+haddad", world.officer),
        "secretariat's list, a reference": (f"{LIST}?q={copied.reference}", world.officer),
        "secretariat's list, by state": (f"{LIST}?state=submitted", world.officer),
        "secretariat's list, by state and group": (
            f"{LIST}?state=eligible&group={world.nomination.group.slug}",
            world.officer,
        ),
        "one dossier": (reverse("admin:nominations_nomination_change", args=[copied.pk]), world.officer),
        "my nominations": ("/en/nominations/", copied.owner),
        **of_belonging(world.council, world.officer),
        **of_endorsing(world),
        **of_reviewing(world),
    }


def measured(world, *, repeats: int, journeys: int) -> dict[str, Cost]:
    """The median cost of each page and of a whole nomination, after a few rounds that fill what is kept in memory."""
    door = Within()
    found = looked_at(door, addresses(world), repeats)
    found[SAVED] = repeated(door, partial(save, door, world.committee), repeats)
    found["whole nomination by a new visitor"] = repeated(door, partial(nominate, door), journeys, warm=1)
    return found


def of_committee(world, *, repeats: int) -> dict[str, Cost]:
    """The committee's pages alone."""
    door = Within()
    return {
        **looked_at(door, of_reviewing(world), repeats),
        SAVED: repeated(door, partial(save, door, world.committee), repeats),
    }


def looked_at(door, pages: dict, repeats) -> dict[str, Cost]:
    found = {}
    for name, page in pages.items():
        found[name] = repeated(door, partial(look, door, *page), repeats)
        found[name].server_ms = of_server(door.asked)
    return found


def repeated(door, work, times, warm=3) -> Cost:
    for _ in range(warm):
        work()
    door.take()
    costs = []
    for _ in range(times):
        work()
        costs.append(door.take())
    return typical(costs)


def look(door, path, reader):
    visitor = Visitor(door)
    if reader is not None:
        reader.cookies = getattr(reader, "cookies", None) or cookie_of(reader)
        visitor.cookies = dict(reader.cookies)
    visitor.get(path)
    if visitor.path != path:
        raise Unexpected(f"{visitor.path} instead of {path}")
