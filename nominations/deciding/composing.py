"""The composition of a choice beside its targets, as it is and as it would be.

A chair does not know anybody's gender: of a choice that was saved they read shares to the nearest ten per cent, of ten people
or more, and others only when enough people came or went since (see ToldShares); of a choice as it would be they read nothing,
for one person more or less would tell theirs.
"""

from collections import defaultdict
from math import ceil, floor
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .composition import candidates
from .facts import CODES, LONG
from .models import Target, ToldShares


class Cell(NamedTuple):
    """How many of how many; told: in words; met: None without a target, of nobody's share, or where it is not told."""

    share: int | None
    told: str
    verdict: str = ""
    met: bool | None = None


class Line(NamedTuple):
    """One value of a fact; would: None without a what-if."""

    label: str
    group: object
    target: str
    floor: int | None  # in per cent, for the mark in the drawing
    now: Cell
    would: Cell | None


class Table(NamedTuple):
    fact: str
    title: str
    rows: list
    note: str


class Choice(NamedTuple):
    """Who is chosen: pairs of Candidate and the key of the group in which."""

    people: tuple

    def of(self, group=None):
        return [one for one, where in self.people if group is None or where == group]


class Composition:
    """now: the Choice that is saved; would: the one as it would be, or None."""

    def __init__(self, sight, now, would=None):
        self.sight, self.now, self.would = sight, now, would

    @cached_property
    def targets(self) -> list:
        return list(self.sight.call.targets.select_related("group"))

    @cached_property
    def tables(self) -> list[Table]:
        return [self.seats, *(self.table(fact, title) for fact, title in Target.Fact.choices)]

    @property
    def short(self) -> dict:
        """The numbers that stay in sight: of the choice as it would be, where there is one; targets of which it is told."""
        choice = self.would or self.now
        cells = [row.would or row.now for table in self.tables[1:] for row in table.rows if row.target]
        told = [one.met for one in cells if one and one.verdict]
        taken = [sum(not each.apart for each in choice.of(one.group_id)) for one in self.sight.seats]
        free = sum(max(0, one.number - n) for one, n in zip(self.sight.seats, taken, strict=True))
        return {"people": len(choice.people), "free": free, "met": sum(told), "targets": len(told)}

    # --- seats

    @property
    def seats(self) -> Table:
        rows = [self.seated(one.group, one.number) for one in self.sight.seats]
        note = "" if self.sight.call.scores_named else _("People on the Member track take none of these seats.")
        return Table("seats", _("Seats"), rows, note)

    def seated(self, group, number) -> Line:
        cells = [choice and self.taken(choice, group, number) for choice in (self.now, self.would)]
        target = ngettext("%(n)d seat", "%(n)d seats", number) % {"n": number}
        return Line(group.name, None, target, 100, *cells)

    def taken(self, choice, group, number) -> Cell:
        taken = sum(not one.apart for one in choice.of(group.pk))
        share = min(100, round(100 * taken / number)) if number else None
        if taken > number:
            return Cell(share, str(taken), _("%(n)d too many") % {"n": taken - number}, False)
        verdict = _("%(n)d free") % {"n": number - taken} if taken < number else _("all taken")
        return Cell(share, str(taken), verdict, taken == number)

    # --- facts

    def table(self, fact, title) -> Table:
        mine = [one for one in self.targets if one.fact == fact]
        overall = {one.value: one for one in mine if one.group_id is None}
        codes = [code for code in CODES[fact] if fact not in LONG or code in overall or self.has(fact, code)]
        rows = [self.line(fact, code, None, overall.get(code)) for code in codes]
        rows += [self.line(fact, one.value, one.group, one) for one in mine if one.group_id is not None]
        if not self.veils(fact) and any(not one.values[fact] for one in self.everybody):
            rows.append(Line(_("not stated"), None, "", None, *self.both(lambda choice: unstated(choice, fact))))
        return Table(fact, str(title).capitalize(), rows, self.note(fact))

    @property
    def everybody(self):
        return [*self.now.of(), *(self.would.of() if self.would else ())]

    def has(self, fact, code) -> bool:
        return any(code in one.values[fact] for one in self.everybody)

    def veils(self, fact) -> bool:
        return fact == "gender" and not self.sight.knows_gender

    def note(self, fact) -> str:
        if not self.veils(fact):
            return _("Whoever did not state it is counted by no floor.") if fact == "gender" else ""
        return _(
            "You read shares of a saved choice to the nearest ten per cent, of ten people or more. They are told anew when at least five people came or went, and are of an earlier choice until then. Of an “as if” you read none: so nobody's gender follows."
        )

    # --- gender, for whoever may not know it of anybody

    @cached_property
    def scopes(self) -> dict:
        """The saved choice in all and by group, of whom every such reader sees: number of a nomination to values."""
        found, barred = defaultdict(dict), self.sight.barred_from_chairs
        for one, group in self.now.people:
            if one.number not in barred:
                found[""][one.number] = found[str(group)][one.number] = one.values["gender"]
        return found

    @cached_property
    def told(self) -> dict:
        return ToldShares.tell(self.sight.call, self.scopes)

    def veiled(self, code, group) -> Cell:
        scope = str(group.pk) if group else ""
        if scope not in self.told:
            return Cell(None, _("not told of so few"))
        people = self.told[scope]["people"]
        tens = 10 * floor(10 * self.told[scope]["with"].get(code, 0) / len(people) + 0.5)
        if set(people) == self.scopes.get(scope, {}).keys():
            return Cell(tens, _("about %(share)d %%") % {"share": tens})
        return Cell(tens, _("about %(share)d %%, of an earlier choice") % {"share": tens})

    def both(self, cell) -> list:
        return [cell(self.now), self.would and cell(self.would)]

    def line(self, fact, code, group, target) -> Line:
        label = str(CODES[fact].get(code, code))
        if self.veils(fact):
            cells = [self.veiled(code, group), self.would and Cell(None, _("not told"))]
        else:
            cells = self.both(lambda choice: counted(choice, fact, code, group, target))
        mark = target.least if target and target.unit == Target.Unit.SHARE else None
        return Line(label, group, wanted(target), mark, *cells)


def counted(choice, fact, code, group, target) -> Cell:
    people = choice.of(group and group.pk)
    number = sum(code in one.values[fact] for one in people)
    share = round(100 * number / len(people)) if people else None
    told = str(number) if share is None else _("%(n)d (%(share)d %%)") % {"n": number, "share": share}
    if target is None or (not people and target.unit == Target.Unit.SHARE):  # of nobody no share is met or missed
        return Cell(share, told)
    lacking, beyond = lacks(target, number, len(people))
    if lacking:
        return Cell(share, told, _("short by %(n)d") % {"n": lacking}, False)
    if beyond:
        return Cell(share, told, _("%(n)d too many") % {"n": beyond}, False)
    return Cell(share, told, _("met"), True)


def unstated(choice, fact) -> Cell:
    people = choice.of()
    number = sum(not one.values[fact] for one in people)
    return Cell(round(100 * number / len(people)) if people else None, str(number))


def lacks(target, number, people) -> tuple[int, int]:
    """How many are lacking for the floor, and how many are beyond the cap."""
    of = 1 if target.unit == Target.Unit.PEOPLE else people / 100
    least, most = target.least, target.most
    lacking = 0 if least is None else max(0, ceil(least * of - 1e-9) - number)
    beyond = 0 if most is None else max(0, number - floor(most * of + 1e-9))
    return lacking, beyond


def wanted(target) -> str:
    """What a target asks for, in words."""
    if target is None:
        return ""
    unit = " %" if target.unit == Target.Unit.SHARE else ""
    parts = []
    if target.least is not None:
        parts.append(_("at least %(n)s") % {"n": f"{target.least}{unit}"})
    if target.most is not None:
        parts.append(_("at most %(n)s") % {"n": f"{target.most}{unit}"})
    return ", ".join(parts)


def chosen(sight, where) -> dict:
    """number → (Candidate, group) of these; where: number of a nomination to the key of the group it is chosen for."""
    rows = candidates(sight.nominations().filter(number__in=where))
    return {one.number: (one, where[one.number]) for one in rows}
