"""What is reckoned of a whole call for its chair, kept in this process until something happened.

A chair's numbers come from what this chair may see and from nothing else, so they are kept by chair and by what bars
them. Whatever changes a review, an assignment, a conflict or a nomination records an Event in its transaction: as long as
the newest Events are the same ones, nothing of it has changed. An Event that began before the newest and was committed after
it is found by the number of those there are.
"""

from collections import OrderedDict
from threading import Lock
from time import monotonic
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from portal.lifecycle.models import Event
from portal.lifecycle.prepared import Prepared

from .models import Conflict, Reviewer

NEWEST = 1_000  # so many numbers of Events are looked at
SECONDS, CHAIRS = 300, 8  # so long it is kept at most, and for so many
kept, door = OrderedDict(), Lock()


def kept_for(seat, rules, make):
    """What `make` gives, made again where anything happened, or by other rules."""
    key, now = (seat.pk, *stamp_of(seat), rules), monotonic()
    with door:
        there = kept.get(key)
    if there and now - there[0] < SECONDS:
        return there[1]
    made = make()
    with door:
        for old in [one for one in kept if one[0] == seat.pk]:
            del kept[old]
        kept[key] = now, made
        while len(kept) > CHAIRS:
            kept.popitem(last=False)
    return made


def stamp_of(seat) -> tuple:
    """What happened last, and what bars this chair. One statement, as dear at any size of the call."""
    told = stamped.first(pk=seat.pk)
    return told.newest, told.of_late, tuple(told.barred)


def with_stamp(pk):
    latest = Coalesce(Subquery(Event.objects.order_by("-pk").values("pk")[:1]), 0)
    late = Event.objects.filter(pk__gt=latest - NEWEST).order_by().annotate(all=Value(0)).values("all")
    bars = Conflict.objects.in_force().filter(user=OuterRef("user")).order_by("nomination").values("nomination")
    return (
        Reviewer.objects.filter(pk=pk)
        .only("pk")
        .annotate(
            newest=latest,
            of_late=Coalesce(Subquery(late.annotate(n=Count("pk")).values("n")), 0),
            barred=ArraySubquery(bars),
        )
    )


stamped = Prepared(with_stamp, pk=UUID)
