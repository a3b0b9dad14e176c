"""Who is missing while a call runs: Members that said nothing, groups short of candidates, and the balance of who came.

For the secretariat: all counts, however small. What leaves the house must hide counts under five.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Exists, Min, OuterRef, Value
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from members.models import Delegate, Member
from members.models.delegate import Capacity
from members.models.member import Region
from members.regions import REGION_OF
from members.stakeholders import StakeholderGroup
from portal.lifecycle.barred import unbarred
from portal.lifecycle.clock import day_of

from .models import Endorsement, Nomination
from .questions.choices import GENDERS

CANDIDATES_PER_SEAT = 2  # the line under which a group is short: ours, no rule of the Partnership
NominationStatus, Status, Kind = Nomination.Status, Endorsement.Status, Endorsement.Kind
COUNTED = (NominationStatus.SUBMITTED, NominationStatus.RETURNED, NominationStatus.ELIGIBLE, NominationStatus.DECIDED)


@dataclass
class OfMember:
    """What a Member did in a call so far."""

    member: Member
    places: int  # of its quota, in all groups
    prepared: int = 0
    invited: int = 0
    agreed: int = 0
    endorsed: int = 0
    waiting: int = 0  # requests without an answer
    waiting_since: datetime | None = None
    living: int = 0  # submitted nominations of people who live there

    @property
    def used(self) -> int:
        return self.invited + self.agreed

    @property
    def free(self) -> int:
        return max(self.places - self.used, 0)

    @property
    def is_silent(self) -> bool:
        """It has neither named nor endorsed anybody: what it prepared, declined or took back is none."""
        return not (self.used or self.endorsed)

    @property
    def has_focal_point(self) -> bool:
        return self.member.focal


class OfGroup(NamedTuple):
    """How many candidates a group has, and how many it should have."""

    group: Any
    seats: int
    candidates: int
    named: int  # by Members, and agreed

    @property
    def line(self) -> int:
        return self.seats * CANDIDATES_PER_SEAT

    @property
    def short_of(self) -> int:
        return max(self.line - self.candidates, 0)


class Part(NamedTuple):
    """A part of the whole, with its share in per cent."""

    name: str
    number: int
    share: int


class Gaps:
    """Reckoned at one moment: the Members, their words and the nominations in one statement each."""

    def __init__(self, call, at, reader=None):
        """reader: whose page it is; what a conflict bars them from is not counted. A verb reckons with all."""
        self.call, self.at, self.reader = call, at, reader

    def shown(self, rows):
        return unbarred(rows, self.reader) if self.reader else rows

    @cached_property
    def tallies(self) -> dict[str, dict[str, int]]:
        """What is counted by (residence, stakeholder_group, gender, group) to value to number, of submitted versions."""
        rows = self.shown(self.call.nominations.order_by())
        there = rows.filter(status__in=COUNTED)
        columns = ("residence", "stakeholder_group", "gender", "group")
        first, *others = [tally(there, column) for column in columns]
        found: dict = {column: {} for column in columns}
        for what, key, number in first.union(*others, all=True):
            found[what][key or ""] = number
        return found

    @cached_property
    def words(self) -> list[dict]:
        """How many of Members' words are in which state, for which group, and since when the oldest waits."""
        found = self.shown(self.call.endorsements.order_by()).values("member", "kind", "status", "group")
        return list(found.annotate(number=Count("*"), since=Min("asked_at")))

    @cached_property
    def members(self) -> list[OfMember]:
        """Those of today: first whoever said nothing, then by places used."""
        focal = Delegate.objects.acting(self.at).filter(capacity=Capacity.FOCAL_POINT, user__is_active=True)
        members = Member.objects.on(day_of(self.at)).annotate(focal=Exists(focal.filter(member=OuterRef("pk"))))
        places, living = self.call.quota * len(self.call.seats_by_group), self.tallies["residence"]
        found = {each.pk: OfMember(each, places, living=living.get(each.code, 0)) for each in members}
        for row in self.words:
            if one := found.get(row["member"]):
                add(one, row)
        return sorted(found.values(), key=lambda one: (not one.is_silent, one.used, one.member.sort_key))

    @property
    def silent(self) -> list[OfMember]:
        return [one for one in self.members if one.is_silent]

    @property
    def waiting(self) -> list[OfMember]:
        """Members that owe an answer, whoever waits longest first."""
        return sorted((one for one in self.members if one.waiting), key=lambda one: one.waiting_since)

    def to_ask(self) -> list[OfMember]:
        """Whom the secretariat may write to: with a focal point, and something left to do in time."""
        return [one for one in self.members if one.has_focal_point and self.asks(one)]

    def asks(self, one) -> list[str]:
        """What is left to do for this Member: to name people, to answer requests."""
        if self.call.status != self.call.Status.PUBLISHED or self.at < self.call.opens_at:
            return []
        names = one.free and self.at < self.call.agree_end
        answers = one.waiting and self.at < self.call.endorsement_end
        return [*(["name"] if names else []), *(["answer"] if answers else [])]

    @cached_property
    def groups(self) -> list[OfGroup]:
        first = self.tallies["group"]
        named = [row for row in self.words if (row["kind"], row["status"]) == (Kind.NOMINATE, Status.GIVEN)]
        return [
            OfGroup(
                seats.group,
                seats.number,
                first.get(str(seats.group.pk), 0),
                sum(row["number"] for row in named if row["group"] == seats.group.pk),
            )
            for seats in self.call.seats_by_group
        ]

    @property
    def submitted(self) -> int:
        """How many nominations are counted here."""
        return sum(self.tallies["gender"].values())

    @property
    def balance(self) -> list[tuple[str, list[Part]]]:
        """(by what, its parts): region, gender, stakeholder group; what nobody stated is said as such."""
        regions: dict = {}
        for code, number in self.tallies["residence"].items():
            region = REGION_OF.get(code, "" if not code else "elsewhere")
            regions[region] = regions.get(region, 0) + number
        elsewhere = [("elsewhere", _("Elsewhere"))] if "elsewhere" in regions else []
        return [
            (_("Region of residence"), self.parts([*Region.choices, *elsewhere], regions)),
            (_("Gender"), self.parts(GENDERS, self.tallies["gender"])),
            (_("Stakeholder group"), self.parts(StakeholderGroup.choices, self.tallies["stakeholder_group"])),
        ]

    def parts(self, choices, numbers) -> list[Part]:
        named = [*choices, ("", pgettext("of an answer", "Not stated"))]
        whole = self.submitted or 1
        return [Part(str(name), numbers.get(key, 0), round(100 * numbers.get(key, 0) / whole)) for key, name in named]


def tally(rows, column):
    """How many rows have which value of a column, told as (column, value as text, number)."""
    values = rows.values(what=Value(column, output_field=CharField()), key=Cast(column, CharField()))
    return values.annotate(number=Count("*")).values_list("what", "key", "number")


NAMED_AS = {Status.PREPARED: "prepared", Status.INVITED: "invited", Status.GIVEN: "agreed"}
ASKED_AS = {Status.REQUESTED: "waiting", Status.GIVEN: "endorsed"}


def add(one: OfMember, row: dict):
    """Count a row of words for its Member."""
    name = (NAMED_AS if row["kind"] == Kind.NOMINATE else ASKED_AS).get(row["status"])
    if name:
        setattr(one, name, getattr(one, name) + row["number"])
    if name == "waiting":
        one.waiting_since = min(filter(None, (one.waiting_since, row["since"])))


def silent_members(call, at, reader=None):
    """Those of today that have neither named nor endorsed anybody: what `OfMember.is_silent` says, asked of the database."""
    words = (unbarred(call.endorsements.all(), reader) if reader else call.endorsements).filter(
        status__in=[Status.INVITED, Status.GIVEN], member=OuterRef("pk")
    )
    return Member.objects.on(day_of(at)).filter(~Exists(words))
