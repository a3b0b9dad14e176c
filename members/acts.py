"""What somebody did for a Member: their own votes, and their Events in a capacity of theirs, in words, with links as far as
they may follow. A vote is told from its own row, changes too, with its choice: whoever cast it reads this, and nobody else.
"""

from itertools import groupby

from django.db.models import F, Value
from django.utils.translation import gettext as _

from portal.lifecycle.admin.events import what
from portal.lifecycle.models import Event
from portal.lifecycle.templatetags.lifecycle import capacity

from .models import Vote

PAGE = 40  # with the next one asked for, fewer than the fifty rows a page may fetch


def acts_of(user, delegations, page=0) -> tuple[list[dict], bool]:
    """Newest first, a page of them, and whether there are older ones. An act keeps the capacity in which it was done."""
    if not delegations:
        return [], False
    events = Event.objects.filter(by=user, capacity__in={delegate.as_what for delegate in delegations})
    votes = Vote.objects.filter(delegate__in=delegations)
    found = in_order(events.exclude(verb="voted"), votes)[page * PAGE : (page + 1) * PAGE + 1]
    shown = [(sort, key) for _moment, sort, key in found]
    told = told_events(user, [key for sort, key in shown[:PAGE] if sort == "event"])
    told |= told_votes([key for sort, key in shown[:PAGE] if sort == "vote"])
    return [told[each] for each in shown[:PAGE]], len(shown) > PAGE


def in_order(events, votes):
    """(moment, sort, key) of both, newest first."""
    columns = ("moment", "sort", "key")
    events = events.annotate(moment=F("at"), sort=Value("event"), key=F("pk")).order_by().values_list(*columns)
    votes = votes.annotate(moment=F("cast_at"), sort=Value("vote"), key=F("pk")).order_by().values_list(*columns)
    return events.union(votes, all=True).order_by("-moment", "-key")


def told_votes(keys) -> dict:
    """Each leads to its ballot: whoever voted in it may read it for life."""
    votes = Vote.objects.filter(pk__in=keys).select_related("delegate__member", "entry__ballot__accession")
    return {
        ("vote", vote.pk): {
            "at": vote.cast_at,
            "what": _("Vote: %(choice)s") % {"choice": vote.told},
            "about": str(vote.entry.ballot),
            "url": vote.entry.ballot.get_absolute_url(),
            "capacity": capacity(vote.delegate.as_what),
        }
        for vote in votes
    }


def told_events(user, keys) -> dict:
    events = list(Event.objects.filter(pk__in=keys).with_things())
    open_to = followable(user, events)
    return {
        ("event", event.pk): {
            "at": event.at,
            "what": what(event),
            "about": str(event.thing) if event.thing else "",
            "url": event.thing.get_absolute_url() if (event.kind_id, event.thing_id) in open_to else "",
            "capacity": capacity(event.capacity),
        }
        for event in events
    }


def followable(user, events) -> set[tuple[int, str]]:
    """Those things that have a page which this person may open still; one question for each kind."""
    found = set()
    for kind, told_of in groupby(sorted(events, key=lambda event: event.kind_id), key=lambda event: event.kind):
        model = kind.model_class()
        ids = {event.thing_id for event in told_of if event.thing is not None}
        if hasattr(model, "get_absolute_url") and hasattr(model._default_manager.all(), "visible_to"):
            open_ones = model._default_manager.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)
            found |= {(kind.pk, str(pk)) for pk in open_ones}
    return found
