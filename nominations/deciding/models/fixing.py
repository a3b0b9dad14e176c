"""Fixing: the list of a call, or what comes from its reserve list, is frozen by a hash, and every letter is written."""

import hashlib
import json
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from members.drafts.frozen import canonical
from portal.lifecycle.models import Event, Refused
from portal.notifications.doorbell import wake

from .whole import demand_whole

SHORTEST, LONGEST = timedelta(days=3), timedelta(days=366)  # between an offer and its end


def demand_time_to_answer(until, at):
    """at: when the offers are made, or at the earliest."""
    if until <= at:
        raise Refused(_("The day until which offers are answered must lie in the future."))
    if until - at < SHORTEST:
        raise Refused(_("Whoever is selected has at least three days to answer. Choose a later day."))
    if until - at > LONGEST:
        raise Refused(_("Whoever is selected answers within a year. Choose an earlier day."))


class Fixing:
    """Trait of Publication."""

    @classmethod
    def prepare(cls, call, *, by, offers_until, beyond_seats=False, at=None):
        """Fix what is proposed: from now on nothing of it changes, and a job writes the letters. Returns the Publication.

        The first of a call takes every eligible nomination; what comes later, as from the reserve list, takes what there is.
        beyond_seats: that more are selected than a group has seats for is meant.
        """
        with call.locked(at) as at:
            first = not call.decisions.filter(status__in=["published", "superseded"]).exists()
            call.decisions.model.take_back_gone(call, at=at)
            demand_whole(call, by=by, at=at, beyond_seats=beyond_seats)
            demand_time_to_answer(offers_until, at)
            asked = {"asked_at": at, "asked_by": by, "hands": [by.pk]}
            kind = cls.Kind.LIST if first else cls.Kind.RELEASE
            new = cls.objects.create(call=call, kind=kind, offers_until=offers_until, **asked)
            call.decisions.filter(status="proposed", publication=None).update(publication=new)
            new.hands = sorted({by.pk, *new.found_hands()})
            new.save(update_fields=["hands"])
            new.record("prepared", by=by, at=at, facts={"until": offers_until.isoformat()})
            new.ring_on_commit()
        return new

    def ring(self):
        from ..tasks import write_letters

        wake(write_letters, str(self.pk))

    def do(self, say) -> dict:
        """The job: freeze the content and write every letter, so that publishing has nothing to reckon."""
        from ..freezing import frozen
        from .letter import PreparedLetter

        say(5, "freezing")
        content = canonical(frozen(self))
        say(30, "letters")
        foreign = PreparedLetter.write_for(self, say)
        return {"content": content, "sha256": hashlib.sha256(content.encode()).hexdigest(), "foreign": foreign}

    def found_hands(self) -> set[int]:
        """All who had a hand in any of its decisions, by the story of each; who wrote a text of a reason that one of them says;
        and who proposed something about the same people before that was taken back, for an act that is undone puts their
        words back.
        """
        from .decision import Decision

        before = Decision.objects.filter(nomination__in=self.decisions.values("nomination"), status="taken_back")
        told = stories(self.decisions) | stories(before).filter(verb__in=["proposed", "changed"])
        written = self.decisions.exclude(reasons=None).values_list("reasons__hands", flat=True).distinct()
        return set(told.exclude(by=None).order_by().values_list("by", flat=True)).union(*written)

    @property
    def listed(self) -> list[dict]:
        """The entries of the frozen list."""
        return json.loads(self.content)["decisions"] if self.content else []

    def take_back(self, *, by, at=None):
        """Free its decisions, so that they can be changed; its letters are thrown away, none has left."""
        with self.held(at) as at:
            self.move(self.Status.DISCARDED, verb="taken_back", by=by, at=at, **self.FREE)
            self.decisions.update(publication=None)
            self.letters.all().delete()


def stories(decisions):
    """The Events of these decisions."""
    ids = list(map(str, decisions.values_list("pk", flat=True)))
    return Event.objects.filter(kind=ContentType.objects.get_for_model(decisions.model), thing_id__in=ids)
