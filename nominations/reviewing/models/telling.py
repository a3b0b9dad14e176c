"""What a seat in the committee was told, and what of it still holds when a letter leaves."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from portal.lifecycle.models import Event

from ..notices import assignments as notices
from ..work import work_of
from .assignment import Assignment

SETTLES = timedelta(minutes=10)  # so long nothing of a reviewer's has changed before the letter is written
ENDED, NAMED, SERVING = "ended", "named", "serving"  # named: the terms are not accepted
WAITS = {"named, waits", "serving, waits"}  # reviews of theirs are not done


class Telling:
    """Trait of Reviewer."""

    LETTERS_HOLD = {
        "reviewing/named": {NAMED, SERVING, *WAITS},
        "reviewing/terms_reminder": {NAMED, "named, waits"},
        "reviewing/assigned": WAITS,
        "reviewing/taken_back": {NAMED, SERVING, *WAITS},
        "reviewing/date_moved": WAITS,
        "reviewing/progress": WAITS,
        "reviewing/closing_soon": WAITS,
        "reviewing/late": WAITS,
        "reviewing/not_begun": {SERVING, "serving, waits"},
        "reviewing/not_done": {SERVING, "serving, waits"},
    }

    @classmethod
    def state_for_letters(cls, pk) -> tuple[str] | None:
        """What letters to a seat depend on: whether it has ended, whether the terms are accepted, whether reviews wait."""
        waits = Assignment.objects.standing().filter(reviewer=OuterRef("pk"), status=Assignment.Status.ASSIGNED)
        seat = cls.objects.select_related("user", "call").annotate(waits=Exists(waits)).filter(pk=pk).first()
        if seat is None:
            return None
        if seat.ended_at or not seat.user.is_active or seat.call.status != seat.call.Status.PUBLISHED:
            return (ENDED,)
        return ((SERVING if seat.has_accepted else NAMED) + (", waits" if seat.waits else ""),)

    @classmethod
    def tell_assignments(cls, call, at) -> int:
        """One letter to each whose assignments have changed, and then rested: how many are new, how many were taken back.

        Statements do not grow with the committee. Returns how many letters were new.
        """
        changed = settled(Assignment.objects.untold().filter(reviewer__call=call), at)
        if not changed:
            return 0
        with transaction.atomic():
            seats = cls.to_write_to(call, pk__in=changed)
            rows = Assignment.objects.untold().filter(reviewer__in=seats).select_related("nomination__group")
            rows = list(rows.select_for_update(of=("self",)).order_by("pk"))
            new = [row for row in rows if row.status == row.Status.ASSIGNED]
            taken = [row for row in rows if row.status == row.Status.RELEASED]
            Assignment.objects.filter(pk__in=[row.pk for row in new]).update(told_at=at)
            Assignment.objects.filter(pk__in=[row.pk for row in taken]).update(told_at=None)
            heard = {row.reviewer_id for row in new}
            cls.objects.filter(pk__in=heard).update(told_at=at, told_until=call.review_until)
            return notices.changed(call, seats, new, taken, work_of(call), at)

    @classmethod
    def tell_moved(cls, call, at) -> int:
        """Of another end of reviews, to whoever has reviews to do and was told another date; what named that one is dropped."""
        if call.review_until is None:
            return 0
        other = Q(told_until=None) | ~Q(told_until=F("call__review_until"))
        with transaction.atomic():
            seats = cls.to_write_to(call, other, told_at__isnull=False)
            if not seats:
                return 0
            work = work_of(call)
            seats = [seat for seat in seats if work[seat.pk].since]
            cls.objects.filter(pk__in=[seat.pk for seat in seats]).update(told_at=at, told_until=call.review_until)
            return notices.date_moved(call, seats, work, at)

    @classmethod
    def to_write_to(cls, call, *those, **which) -> list:
        """The seats of a call that serve, locked, so that nobody is told twice at one moment."""
        seats = cls.objects.serving().filter(*those, call=call, **which).select_related("user")
        return list(seats.select_for_update(of=("self",)).order_by("pk"))


def settled(assignments, at) -> set:
    """Primary keys of the seats whose assignments rest: nothing was given or taken within the last minutes.

    Nor in the coming ones, by another process that began a moment later. What lies further ahead was written before the
    clock was set back, and holds up nobody.
    """
    rows = list(assignments.values_list("pk", "reviewer", "assigned_at"))
    events = Event.objects.filter(
        kind=ContentType.objects.get_for_model(Assignment), at__gt=at - SETTLES, at__lt=at + SETTLES
    )
    recent = set(events.filter(thing_id__in=[str(pk) for pk, *_ in rows]).values_list("thing_id", flat=True))
    restless = {seat for pk, seat, given in rows if abs(given - at) < SETTLES or str(pk) in recent}
    return {seat for _pk, seat, _given in rows} - restless
