"""Leaf: one page of a list of people in the order of a dictionary, found by the index and numbered by nobody."""

from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from ..models import Person

LEAF = 40  # people on it; with the next one asked for, fewer than the fifty rows a page may fetch
COUNTED = 1_000  # beyond it a number costs more than it tells


class Leaf(NamedTuple):
    """The people of a page, the addresses of its neighbours (empty where there is none), and how many there are in all."""

    people: list[Person]
    previous: str
    next: str
    count: int

    @property
    def more_than(self) -> int:
        """What there are more of than this; 0 where all were counted."""
        return COUNTED if self.count > COUNTED else 0


def leaf(found, asked, **kept) -> Leaf:
    """The page that the address asks for: the people after or before one of them; without a name, the first.

    found: whom the list has, all of them public. asked: the address's query. kept: what else stands in it.
    """
    back, mark = bool(asked.get("before")), marked(asked.get("before") or asked.get("after"))
    rows = found.in_order()
    if mark:
        rows = rows.standing_before(mark).reverse() if back else rows.standing_after(mark)
    people = list(rows[: LEAF + 1])
    if mark and not people:  # a place beyond either end
        return leaf(found, {}, **kept)
    more, people = len(people) > LEAF, people[:LEAF]
    back = back and mark is not None
    if back:
        people.reverse()
    first, last = (people[0], people[-1]) if people else (None, None)
    return Leaf(
        people,
        address(kept, before=first) if first and (more if back else mark) else "",
        address(kept, after=last) if last and (back or more) else "",
        found.order_by()[: COUNTED + 1].count(),
    )


def marked(name) -> Person | None:
    """The person whom an address names; somebody who may not be shown marks no place."""
    try:
        key = UUID(name or "")
    except ValueError:
        return None
    return Person.objects.public().filter(public_id=key).only("sort_name").first()


def address(kept, **mark) -> str:
    words = {name: value for name, value in kept.items() if value}
    return "?" + urlencode(words | {name: person.public_id for name, person in mark.items()})
