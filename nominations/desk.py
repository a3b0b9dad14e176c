"""What lies on the desk of a Member in a call: its rows by state, the quota, and what may be done at this moment."""

from itertools import groupby
from typing import NamedTuple

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from members.models import Delegate
from members.models.delegate import Capacity

from .models import Endorsement
from .models.endorsement_queries import WRITERS
from .models.outcome import with_outcomes
from .turns import turn, with_nomination

A_PAGE = 200
STATE = Endorsement.Status
ORDER = (
    STATE.REQUESTED,
    STATE.PREPARED,
    STATE.INVITED,
    STATE.GIVEN,
)  # what waits for the desk first; then what has ended
IN_ORDER = Case(
    *(When(status=status, then=Value(place)) for place, status in enumerate(ORDER)),
    default=Value(len(ORDER)),
    output_field=IntegerField(),
)


class Quota(NamedTuple):
    """Of one group: how many were asked, how many agreed, how many are prepared; what remains, and how many too many."""

    group: object
    asked: int
    agreed: int
    prepared: int
    left: int
    over: int


class Section(NamedTuple):
    """The rows of one state. ticks: each has a box; tags: each names its state; withdraws: each can be withdrawn."""

    key: str  # requested, prepared, invited, given, ended
    heading: str
    number: int
    ticks: bool
    tags: bool
    withdraws: bool


class Desk:
    """Of this delegate, in this call, at this moment."""

    def __init__(self, delegate, call, at):
        self.delegate, self.member, self.call, self.at = delegate, delegate.member, call, at

    def of(self, call) -> "Desk":
        """The same desk in another call: that of a thing that is older."""
        return self if self.call and call.pk == self.call.pk else Desk(self.delegate, call, self.at)

    # --- what may be done

    @property
    def sends(self) -> bool:
        """Whether this delegate gives the Member's word; a deputy prepares."""
        return self.delegate.capacity == Capacity.FOCAL_POINT

    @property
    def open(self) -> bool:
        """Whether anything can be done on it still; else it is read."""
        return self.call is not None and self.call.status == self.call.Status.PUBLISHED

    @property
    def may_name(self) -> bool:
        return self.open and self.call.opens_at <= self.at < self.call.agree_end

    @property
    def may_answer(self) -> bool:
        return self.open and self.at < self.call.endorsement_end

    @cached_property
    def focal_point(self):
        """Whom a deputy asks: the account of the Member's focal point, or None."""
        found = Delegate.objects.acting(self.at).filter(member=self.member, capacity=Capacity.FOCAL_POINT)
        there = found.filter(user__is_active=True).select_related("user").first()
        return there and there.user

    # --- what lies there

    def rows(self):
        return Endorsement.objects.filter(call=self.call, member=self.member)

    @cached_property
    def counts(self) -> dict:
        """(group or None, kind, status) to how many, in one statement."""
        told = self.rows().order_by().values_list("group", "kind", "status").annotate(n=Count("pk"))
        return {tuple(key): n for *key, n in told}

    def number(self, *statuses) -> int:
        return sum(n for (_group, _kind, status), n in self.counts.items() if status in statuses)

    @property
    def requests(self) -> int:
        """How many requests wait for the focal point's answer."""
        return self.number(STATE.REQUESTED) if self.may_answer else 0

    @cached_property
    def quotas(self) -> list[Quota]:
        """Of each group of the call, in the groups' order."""
        return [self.quota_of(seats.group) for seats in self.call.seats_by_group]

    def quota_of(self, group) -> Quota:
        asked, agreed, prepared = (
            self.counts.get((group.pk, Endorsement.Kind.NOMINATE, status), 0)
            for status in (STATE.INVITED, STATE.GIVEN, STATE.PREPARED)
        )
        left = max(0, self.call.quota - asked - agreed)
        return Quota(group, asked, agreed, prepared, left, max(0, prepared - left))

    @property
    def named(self) -> int:
        """How many people this Member has asked or won over, in all groups."""
        return sum(quota.asked + quota.agreed for quota in self.quotas)

    def page(self, number: int) -> list[Endorsement]:
        """The rows of a page, from 0, each with its `turn`; and one more where another page follows."""
        found = self.rows().select_related("group", "letter_row", "nomination").defer("nomination__answers")
        order = (IN_ORDER, F("group__order").asc(nulls_last=True), "rank", "asked_at", "pk")
        start = number * A_PAGE
        found = found.prefetch_related(with_outcomes("nomination__decisions"))
        rows = [self.told(row) for row in found.order_by(*order)[start : start + A_PAGE + 1]]
        mark_ends(rows)
        return rows

    def told(self, row):
        """With what a page says of it: whose turn it is, its section, and the state of the nomination it is about."""
        row.call, row.member = self.call, self.member
        row.turn = turn(row, self.at, sends=self.sends)
        row.about = with_nomination(row, self.at) if row.status == STATE.REQUESTED else None
        row.readable = self.may_read(row)
        row.section = self.sections[row.status if row.status in ORDER else "ended"]
        row.complete = all((row.name, row.email, row.group_id, row.statement, row.time_granted, row.letter))
        return row

    def may_read(self, row) -> bool:
        """Whether the desk reads what the person submitted."""
        ties = row.status == STATE.GIVEN or (row.status == STATE.REQUESTED and self.at < row.end)
        nomination = row.nomination if ties else None
        return nomination is not None and nomination.submitted_version_id and nomination.status != "withdrawn"

    @cached_property
    def sections(self) -> dict[str, Section]:
        headings = {
            STATE.REQUESTED: _("Requests that wait for your answer"),
            STATE.PREPARED: _("Prepared, not sent"),
            STATE.INVITED: _("Asked, waiting for the person"),
            STATE.GIVEN: _("Nominated and endorsed"),
            "ended": _("Ended"),
        }
        ticks = {STATE.REQUESTED: self.may_answer and self.sends, STATE.PREPARED: self.may_name and self.sends}
        ended = (STATE.DECLINED, STATE.LAPSED, STATE.WITHDRAWN)
        return {
            key: Section(
                str(key),
                heading,
                self.number(*(ended if key == "ended" else (key,))),
                ticks.get(key, False),
                tags=key in (STATE.GIVEN, "ended"),
                withdraws=key in (STATE.INVITED, STATE.GIVEN),
            )
            for key, heading in headings.items()
        }


def waiting(delegations, call, at) -> Desk | None:
    """The desk of whoever writes for a Member, out of what they do for Members; None for everybody else."""
    writing = [each for each in delegations if each.capacity in WRITERS and each.standing(at) == "acting"]
    first = min(writing, key=lambda each: each.capacity != Capacity.FOCAL_POINT, default=None)
    return first and call and Desk(first, call, at)


def mark_ends(rows):
    """Notes on prepared ones whether they are the first or the last of their group, as far as the page shows."""
    waiting = [row for row in rows if row.status == STATE.PREPARED]
    for _group, found in groupby(waiting, key=lambda row: row.group_id):
        same = list(found)
        for row in same:
            row.first, row.last = row is same[0], row is same[-1]


def position(endorsement) -> tuple[int, int]:
    """Its place among what is prepared for the same group, from 1, and how many there are."""
    waiting = endorsement.siblings().filter(status=STATE.PREPARED)
    before = waiting.filter(Q(rank__lt=endorsement.rank) | Q(rank=endorsement.rank, pk__lt=endorsement.pk))
    return before.count() + 1, waiting.count() + 1
