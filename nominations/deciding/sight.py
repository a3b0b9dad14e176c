"""Sight: what whoever sits at the workbench may see of a call, and in which capacity; every number there starts from it."""

from django.utils.functional import cached_property

from ..models import Nomination
from ..reviewing.models import Conflict, Reviewer

CHAIR, SECRETARIAT, AUDITOR = "chair", "secretariat", "auditor"


class Sight:
    """user at the workbench of a call. seat: the Reviewer who chairs it, or None for staff.

    A chair sees what is judged, conflicts apart; staff what staff sees, conflicts apart. Gender is the secretariat's alone,
    one by one: a chair reads it in totals that give nobody away (see composition.py).
    """

    def __init__(self, call, user, seat=None):
        self.call, self.user, self.seat = call, user, seat

    @property
    def capacity(self) -> str:
        if self.seat:
            return CHAIR
        return SECRETARIAT if self.user.is_secretariat else AUDITOR

    @property
    def as_what(self) -> str:
        """The capacity that an Event keeps: the seat's, or the highest role."""
        return self.seat.as_what if self.seat else ""

    @property
    def may_propose(self) -> bool:
        return self.capacity in (CHAIR, SECRETARIAT)

    @property
    def knows_gender(self) -> bool:
        return self.seat is None

    def nominations(self):
        """Those that are decided in this call and exist here: eligible, or decided."""
        rows = self.seat.sees() if self.seat else Nomination.objects.visible_to(self.user).filter(call=self.call)
        return rows.filter(status__in=["eligible", "decided"], united_with=None)

    @property
    def bars(self):
        """The conflicts that keep nominations of this call from this reader, whatever became of these."""
        bind = Conflict.objects.of(self.user) if self.seat else Conflict.objects.barring(self.user)
        return bind.filter(nomination__call=self.call)

    @cached_property
    def lacks(self) -> bool:
        """Whether there are any: exact numbers of all would tell of these."""
        return self.bars.exists()

    @cached_property
    def barred_from_chairs(self) -> set:
        """Numbers of the nominations that a conflict keeps from any chair of this call."""
        chairs = Reviewer.objects.filter(call=self.call, chairs=True, ended_at=None).values("user")
        bind = Conflict.objects.in_force().filter(user__in=chairs, nomination__call=self.call)
        return set(bind.values_list("nomination__number", flat=True))

    @cached_property
    def seats(self) -> list:
        """The call's Seats, in the groups' order."""
        return self.call.seats_by_group


def sight_of(user, call) -> Sight | None:
    """The chair's seat comes before a role in the secretariat."""
    seat = Reviewer.objects.of(user).filter(call=call, chairs=True).first()
    if seat is not None:
        seat.call = call
        return Sight(call, user, seat)
    return Sight(call, user) if user.may_read_files else None
