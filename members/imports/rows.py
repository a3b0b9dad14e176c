"""A row of a file once it is read: whom it is about, and which term; what in it contradicts itself."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from ..models.appointment import Appointment
from ..models.group import WorkingGroup
from ..models.member import Member
from .columns import read
from .opening import line

DAY = timedelta(days=1)


@dataclass
class Row:
    """`values` by column. The term's ends are first days outside, as the ledger keeps them."""

    number: int
    values: dict
    group: WorkingGroup | None = None
    member: Member | None = None
    starts_on: date | None = None
    planned_end: date | None = None
    ended_on: date | None = None
    lines: list = field(default_factory=list)
    readable: bool = True

    def say(self, code, column="", **facts):
        self.lines.append(line(code, self.number, column, **facts))

    def wrong(self, code, column="", **facts):
        self.say(code, column, **facts)
        self.readable = False

    @property
    def over_on(self) -> date:
        return self.ended_on or self.planned_end

    @property
    def place(self) -> tuple:
        """Where two terms of one person must not overlap."""
        return self.group and self.group.pk, self.values["role"]

    @property
    def consents(self) -> bool:
        return bool(self.values["consent_publication"])

    @property
    def consented_at(self) -> datetime:
        return datetime.combine(self.values["consent_given_on"], time(), tzinfo=UTC)

    def status(self, today: date) -> str:
        """How far the clock has come with this term."""
        if self.over_on <= today:
            return Appointment.Status.ENDED
        return Appointment.Status.ACTIVE if self.starts_on <= today else Appointment.Status.PLANNED


class Known:
    """What rows refer to by a word: the groups and the Members."""

    def __init__(self):
        self.groups = {}
        for group in WorkingGroup.objects.all():
            self.groups |= {word.casefold(): group for word in (group.slug, group.name_en, group.name_fr) if word}
        self.members = {member.code: member for member in Member.objects.all()}


def row_of(given, known: Known, today: date) -> Row:
    """Read one row, and ask what can be asked of it alone."""
    values, wrong = read(given.cells)
    row = Row(given.number, values)
    for column, error in wrong:
        row.wrong(error.code, column, **error.facts)
    if "" in given.cells:
        row.wrong("beyond")
    judge_person(row, today)
    judge_group(row, known)
    judge_member(row, known)
    judge_days(row, today)
    return row


def judge_person(row: Row, today: date):
    """A name, a way to find the person again, an organisation that is whole, a consent that is told."""
    values, named = row.values, {each["column"] for each in row.lines}
    if not {"given_name", "family_name", "published_name"} & ({key for key, value in values.items() if value} | named):
        row.wrong("no_name")
    if not values["email"] and not values["orcid"] and not {"email", "orcid"} & named:
        row.wrong("no_key")
    beside = [name for name in ("stakeholder_group", "country") if not values[name] and name not in named]
    if values["organisation"]:
        for name in beside:
            row.wrong("needed_with_organisation", name)
    elif any(values[name] for name in ("position", "stakeholder_group", "country")) and "organisation" not in named:
        row.wrong("organisation_missing", "organisation")
    if row.consents:
        for name in ("consent_given_on", "consent_way"):
            if not values[name] and name not in named:
                row.wrong("needed_with_consent", name)
        if values["consent_given_on"] and values["consent_given_on"] > today:
            row.wrong("consent_to_come", "consent_given_on", value=values["consent_given_on"].isoformat())


def judge_group(row: Row, known: Known):
    if (word := row.values["group"]) is None:
        return
    if word.casefold() in known.groups:
        row.group = known.groups[word.casefold()]
    else:
        row.wrong("no_group", "group", value=word)


def judge_member(row: Row, known: Known):
    """The route says whether a Member must be named; one that was none on the first day is told."""
    code, route, starts_on = (row.values[name] for name in ("member", "route", "starts_on"))
    if route == "member" and not code:
        row.wrong("member_missing", "member")
    if route and route != "member" and code:
        row.wrong("member_of_no_use", "member", value=code)
    if not code:
        return
    if code not in known.members:
        row.wrong("no_member", "member", value=code)
        return
    member = known.members[code]
    row.member = member
    if starts_on and not (member.admitted_on <= starts_on and (member.left_on is None or starts_on < member.left_on)):
        row.say("no_member_then", "member", value=code, day=starts_on.isoformat())


def judge_days(row: Row, today: date):
    """People give last days; the ledger keeps the first days outside."""
    starts_on, planned_end, ended_on = (row.values[name] for name in ("starts_on", "planned_end", "ended_on"))
    row.starts_on = starts_on
    row.planned_end = planned_end and planned_end + DAY
    row.ended_on = ended_on and ended_on + DAY
    if not starts_on or not planned_end:
        return
    if planned_end < starts_on:
        row.wrong("ends_before", "planned_end", value=planned_end.isoformat(), start=starts_on.isoformat())
    if ended_on and not starts_on <= ended_on <= planned_end:
        row.wrong("ended_outside", "ended_on", value=ended_on.isoformat())
    elif ended_on and ended_on >= today:
        row.wrong("ended_to_come", "ended_on", value=ended_on.isoformat())
    elif ended_on == planned_end:
        row.ended_on = None
    if row.group and row.group.concluded and row.over_on > today:
        row.wrong("group_concluded", "group", value=row.values["group"])
    if row.values["reason"] and not ended_on:
        row.wrong("reason_without_end", "reason")
