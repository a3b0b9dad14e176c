"""Whoever left while something was proposed for them: withdrawn, no longer eligible, united with another nomination.

What is free is taken back by itself. Of a fixed list whoever withdrew is left out when it is published: the list stays as
it was fixed, the others are told, and the record says what became of the one.
"""

from django.db.models import Q

from portal.lifecycle.models import move_many

WITHDRAWN = "withdrawn"
DECIDABLE = ("eligible", "decided")
LEFT = ~Q(nomination__status__in=DECIDABLE) | Q(nomination__united_with__isnull=False)


class Gone:
    """Trait of Decision."""

    @classmethod
    def take_back_gone(cls, call, *, at) -> list:
        """Inside the call's lock."""
        rows = cls.objects.free().filter(LEFT, call=call)
        return move_many(rows, cls.Status.TAKEN_BACK, verb="taken_back", by=None, at=at, facts={"why": "left"})

    @classmethod
    def clear_gone(cls, *, at):
        """By the clock: in every call in which somebody left; in the archive nothing moves."""
        from ...models import Call

        there = cls.objects.free().filter(LEFT, call__status=Call.Status.PUBLISHED).order_by().values("call")
        for call in Call.objects.filter(pk__in=there):
            with call.locked(at) as now:
                cls.take_back_gone(call, at=now)


class LeftOut:
    """Trait of Publication."""

    def leave_out(self, rows, *, head, by, at):
        """Inside the locks of publishing: these withdrew since the list was fixed. No letter of this list leaves to them."""
        from ..notices import decisions as notices
        from .decision import Decision

        facts = {"why": WITHDRAWN, "publication": str(self.pk)}
        locked = {row.pk: Decision.Status.PROPOSED for row in rows}
        told = {"verb": "taken_back", "by": by, "at": at, "facts": facts}
        move_many(Decision.objects, Decision.Status.TAKEN_BACK, locked=locked, **told)
        notices.left_out(self, head, len(rows))

    def withdrawn(self):
        """Decisions of it whose person withdrew since it was fixed; once it is published, those that were left out."""
        if self.status == self.Status.PUBLISHED:
            return self.decisions.filter(status="taken_back")
        return self.decisions.filter(status="proposed", nomination__status=WITHDRAWN, nomination__united_with=None)
