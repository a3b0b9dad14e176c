"""A judged call and what is decided in it: each reached by walking the verbs."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from nominations.deciding.models import Decision, Export, Offer, Publication
from nominations.models import Nomination
from tests import committee, make


def judged_call(*, by, **fields):
    """A call whose reviews closed yesterday, its tracks not frozen: `committee.candidates` freezes them."""
    now = timezone.now()
    return committee.call_in_review(by=by, frozen=False, **({"review_until": now - timedelta(days=1)} | fields))


def candidates(call, number, *, by, **answers):
    """So many eligible people, whose CVs nobody has read yet."""
    return committee.candidates(call, number, by=by, **answers)


def group_of(nomination):
    return nomination.group or make.groups()[0]


def selected(nomination, *, by, **more) -> Decision:
    return Decision.propose(nomination, "select", group=group_of(nomination).pk, by=by, **more)


def on_reserve(nomination, *, by, **more) -> Decision:
    return Decision.propose(nomination, "reserve", group=group_of(nomination).pk, by=by, **more)


def not_selected(nomination, *, by, **more) -> Decision:
    return Decision.propose(nomination, "not_select", by=by, **more)


def prepared(call, *, by, days=14) -> Publication:
    """Fixed, its letters written."""
    publication = Publication.prepare(call, by=by, offers_until=timezone.now() + timedelta(days=days))
    publication.work()
    return Publication.objects.get(pk=publication.pk)


def published(call, *, by, head) -> Publication:
    publication = prepared(call, by=by)
    publication.release(by=head, seen=publication.sha256)
    return Publication.objects.get(pk=publication.pk)


def told(nomination, *, by, **outcome) -> Decision:
    """A decision on an eligible person, published: rows alone, for whoever asks nothing of the way there."""
    now = timezone.now()
    told = {"status": "published", "published_at": now}
    done = {"offers_until": now + timedelta(days=14), "released_by": by, "released_at": now, "asked_at": now}
    publication = Publication.objects.create(call=nomination.call, **told, **done)
    about = {"call": nomination.call, "nomination": nomination, "version": nomination.submitted_version}
    group = group_of(nomination)
    decision = Decision.objects.create(
        publication=publication, proposed_at=now, group=group, **told, **about, **outcome
    )
    Nomination.objects.filter(pk=nomination.pk).update(status="decided")
    return decision


def offered(nomination, *, by) -> Offer:
    decision = told(nomination, by=by, outcome="select")
    until = decision.publication.offers_until
    return Offer.objects.create(decision=decision, offered_at=decision.published_at, until=until)


def on_list(nomination, *, by) -> Decision:
    """The first place of a reserve list."""
    return told(nomination, by=by, outcome="reserve", rank=1)


def offer_of(nomination) -> Offer:
    return Offer.objects.get(decision__nomination=nomination, decision__status="published")


def fixed_at_once(decision, *, by) -> Publication:
    """A list of this one decision, ready to be released, whatever else of its call is open; no job was at work."""
    asked = {"asked_at": timezone.now(), "asked_by": by, "hands": [by.pk]}
    until = timezone.now() + timedelta(days=14)
    publication = Publication.objects.create(call=decision.call, status="running", offers_until=until, **asked)
    Decision.objects.filter(pk=decision.pk).update(publication=publication)
    found = publication.do(lambda percent, step="": None)
    Publication.objects.filter(pk=publication.pk).update(status="done", **found)
    return Publication.objects.get(pk=publication.pk)


def exported(call, *, by) -> Export:
    """A file that lies ready for whoever asked for it."""
    path = default_storage.save("exports/ready.csv", ContentFile(b"Reference\r\n"))
    found = {"path": path, "rows": 0, "asked_at": timezone.now(), "purpose": "The list for the council"}
    return Export.objects.create(call=call, asked_by=by, columns=["reference"], format="csv", status="done", **found)


def unkept():
    """As somebody does who owns the tables: nothing keeps the record any more, and foreign keys wait for the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE deciding_decisionrecord DISABLE TRIGGER record_is_kept")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
