"""Lifecycle: the one door through which a status changes."""

from contextlib import contextmanager
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.functions import TransactionNow
from django.db import models, transaction
from django.utils.translation import gettext as _

from .. import clock
from ..prepared import Prepared
from .event import Event


class Refused(Exception):
    """A verb that cannot be done now. Its text is a sentence fit to show a person."""


class Lifecycle(models.Model):
    """A thing with a status, a table of MOVES and a story of Events.

    MOVES maps each status to the statuses it may become. A verb is a method that opens `self.locked()`,
    checks what it must, calls `self.move(...)` and posts its letters: all in that one transaction.
    """

    MOVES: dict[str, set[str]] = {}
    LETTERS_HOLD: dict[str, set[str]] = {}

    class Meta:
        abstract = True

    @classmethod
    def to_change(cls):
        """The rows as verbs read them, with what else verbs ask for; only the row itself is locked."""
        return cls._base_manager.all()

    @classmethod
    @cache
    def to_lock(cls, kind) -> Prepared:
        """The row of a key of this kind, locked, with the moment of the transaction."""
        return Prepared(
            lambda pk: (
                cls.to_change()
                .filter(pk=pk)
                .select_for_update(of=("self",), no_key=True)
                .annotate(now=TransactionNow())
            ),
            pk=kind,
        )

    @contextmanager
    def locked(self, at=None):
        """One change at a time: lock the row, read it afresh, and do all of the verb or nothing.

        Gives the moment of the change: `at`, or the database's clock, as `clock.now()` tells it and read with the row.
        All that was on the instance before is forgotten, unsaved changes too: save before calling a verb.
        The lock lets others write rows that refer to this one, whose key never changes: they would wait for each other.
        """
        with transaction.atomic():
            rows = self.to_lock(type(self.pk))
            # Who waited while another change led the row to another neighbour finds none by the join: ask once more.
            fresh = rows.first(pk=self.pk) or rows.first(pk=self.pk)
            if fresh is None:
                raise self.DoesNotExist
            vars(self).clear()
            vars(self).update(vars(fresh))
            yield at or self.now

    def move(self, to, *, verb, by, at=None, facts=None, capacity="", **stamps):
        """Write the new status with its stamps and the Event; what is new is written whole. Raises Refused where MOVES has no
        such way.
        """
        if to not in self.MOVES.get(self.status, ()):
            raise Refused(self.refusal(to))
        came_from, self.status = self.status, to
        for name, value in stamps.items():
            setattr(self, name, value)
        self.save(update_fields=None if self._state.adding else ["status", *stamps])
        facts = {"from": came_from, "to": to, **(facts or {})}
        return self.record(verb, by=by, at=at, facts=facts, capacity=capacity)

    def record(self, verb, *, by, at=None, facts=None, capacity="") -> Event:
        """Tell the story without a move: an extension, a note, a correction.

        capacity: as what somebody acts, where it is not the highest role they hold.
        """
        return Event.objects.create(
            kind=ContentType.objects.get_for_model(self),
            thing_id=str(self.pk),
            verb=verb,
            by=by,
            capacity=capacity or capacity_of(by),
            at=at or clock.now(),
            facts=facts or {},
        )

    def refusal(self, to) -> str:
        """Why this move is closed, in a sentence that names the present state."""
        states = dict(self._meta.get_field("status").flatchoices)
        if to == self.status:
            return _("This is “%(now)s” already.") % {"now": states.get(to, to)}
        return _("This is “%(now)s” at present and cannot become “%(to)s”.") % {
            "now": states.get(self.status, self.status),
            "to": states.get(to, to),
        }

    def story(self):
        """All Events of this thing, oldest first."""
        return Event.objects.about(self)

    @classmethod
    def letter_holds(cls, occasion: str, status: str) -> bool:
        """Whether a letter written earlier is true of such a thing in this state: the sender asks before it sends."""
        states = cls.LETTERS_HOLD.get(occasion)
        return states is None or status in states


def capacity_of(user) -> str:
    """In which capacity somebody acts; the clock acts in none."""
    return user.capacity if user is not None else ""


def move_many(queryset, to, *, verb, by, at=None, facts=None, capacity="", locked=None, **stamps):
    """Move all rows of a queryset whose status allows it; returns their primary keys.

    Locks the rows, changes them in one UPDATE and records one Event each in one INSERT. Rows that may not
    move are left alone: compare the result with what you asked for. The caller posts letters in bulk.
    capacity: as `record` has it. locked: key to status of these rows, for a caller that holds their locks; then they are not
    asked again.
    """
    model = queryset.model
    sources = [state for state, targets in model.MOVES.items() if to in targets]
    with transaction.atomic(savepoint=False):
        at = at or clock.now()
        rows = model._base_manager.filter(pk__in=queryset.values("pk"), status__in=sources)
        if locked is None:
            fresh = rows.select_for_update(of=("self",), no_key=True)
            locked = dict(fresh.order_by("pk").values_list("pk", "status"))
        came_from = {pk: status for pk, status in locked.items() if status in sources}
        model._base_manager.filter(pk__in=came_from).update(status=to, **stamps)
        kind, capacity = ContentType.objects.get_for_model(model), capacity or capacity_of(by)
        Event.objects.bulk_create(
            Event(
                kind=kind,
                thing_id=str(pk),
                verb=verb,
                by=by,
                capacity=capacity,
                at=at,
                facts={"from": source, "to": to, **(facts or {})},
            )
            for pk, source in came_from.items()
        )
    return list(came_from)
