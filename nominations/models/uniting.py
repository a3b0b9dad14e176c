"""Uniting: two nominations of one human in a call become one dossier, with all that Members said of either."""

from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused

from ..notices import nominations as notices
from .barred import look_for_conflicts, share_conflicts


class Uniting:
    """Trait of Nomination. The one that is kept stays as it is; the other is closed, leads here, and stays readable."""

    def obstacle_to_unite(self, other) -> str:
        """Why these two cannot be one, in a sentence; empty where they can."""
        if other.pk == self.pk or other.call_id != self.call_id:
            return _("Choose another nomination of the same call.")
        if self.united_with_id or other.united_with_id:
            return _("One of the two was united with another one already.")
        if self.Status.DECIDED in (self.status, other.status):
            return _("One of the two is decided already.")
        if self.status == self.Status.WITHDRAWN:
            return _("This one is withdrawn. Keep the other one.")
        if other.submitted_version_id and not self.submitted_version_id and other.status != self.Status.WITHDRAWN:
            return _("The other one was submitted and this one was not. Keep the other one.")
        return ""

    def unite(self, other, *, reason, by, at=None):
        """Take over what Members said of the other one, and close it. Both are told; answers and files stay with each.

        Where one Member gave its word on both, the word on this one stays; a request to it is no longer asked.
        """
        with both_locked(self, other) as now:
            at = at or now
            if obstacle := self.obstacle_to_unite(other):
                raise Refused(obstacle)
            if not reason.strip():
                raise Refused(_("Say why they are one: the reason is kept in the file."))
            facts = {"reason": reason.strip(), "words": self.take_words(other, by=by, at=at)}
            closed = {"withdrawn_from": other.withdrawn_from or other.status, "united_with": self}
            if other.status == other.Status.WITHDRAWN:
                other.united_with = self
                other.save(update_fields=["united_with"])
                other.record("united_with", by=by, at=at, facts=facts | {"nomination": self.reference})
            else:
                gone = facts | {"nomination": self.reference}
                other.move(other.Status.WITHDRAWN, verb="united_with", by=by, at=at, facts=gone, **closed)
            other.stubs.update(united_with=self)
            self.follow(other)
            self.record("united", by=by, at=at, facts=facts | {"nomination": other.reference})
            share_conflicts(self, other, by=by, at=at)
            look_for_conflicts(self.call, self, at=at)
            notices.nominations_united(self, other)

    def take_words(self, other, *, by, at) -> list[str]:
        """Move the endorsements of the other one here; returns their keys. Call inside both locks."""
        from .endorsement import Endorsement

        words = Endorsement.objects.filter(nomination__in=[self, other]).order_by("pk").select_for_update(of=("self",))
        given, live = Endorsement.Status.GIVEN, Endorsement.LIVE
        words = sorted(words, key=lambda word: (word.status != given, word.nomination_id != self.pk))
        kept, said = set(), {word.member_id for word in words if word.status == given}
        for word in words:
            what, waits = (word.member_id, word.kind), word.status == Endorsement.Status.REQUESTED
            if word.status in live and (what in kept or (waits and word.member_id in said)):
                word.move(Endorsement.Status.WITHDRAWN, verb="united", by=by, at=at, place=None, rank=None)
            elif word.status in live:
                kept.add(what)
        moved = [word for word in words if word.nomination_id == other.pk]
        for word in moved:
            word.nomination = self
            word.save(update_fields=["nomination"])
        return [str(word.pk) for word in moved]


@contextmanager
def both_locked(one, other):
    """Lock two nominations in one order, so that two who unite the same pair wait for each other and none for ever."""
    first, second = sorted((one, other), key=lambda each: str(each.pk))
    with transaction.atomic(), first.locked() as at, second.locked(at):
        yield at
