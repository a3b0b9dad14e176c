"""What a file would do: whom it brings, which terms, and each line of what is wrong. Writes nothing."""

from itertools import groupby

from ..models.appointment import Appointment
from .opening import Given
from .persons import Register, Someone, brought_together, settle_consents
from .rows import DAY, Known, Row, row_of
from .words import WARNINGS

LINES = 1_000  # that are kept


class Reckoning:
    """All of a file against the database of this transaction. tell: hears how many rows are done. hold: as of Register."""

    def __init__(self, given: list[Given], today, tell=lambda done: None, hold=False):
        self.today, known = today, Known()
        self.rows: list[Row] = []
        for each in given:
            self.rows.append(row_of(each, known, today))
            tell(len(self.rows))
        self.people = brought_together([row for row in self.rows if row.readable])
        register = Register(self.people, hold)
        for someone in self.people:
            register.find(someone)
        settle_consents(self.people)
        self.there: set[int] = set()  # numbers of rows whose term is in the ledger
        self.judge_terms()
        self.counts = self.counted()  # before anything is written

    # --- terms

    def judge_terms(self):
        ledger: dict[int, list[Appointment]] = {}
        found = [someone.person.pk for someone in self.people if someone.person]
        for term in Appointment.objects.filter(person__in=found).order_by("starts_on", "pk"):
            ledger.setdefault(term.person_id, []).append(term)
        for someone in self.people:
            for row in someone.rows:
                self.judge_against(row, ledger.get(someone.person.pk, ()) if someone.person else ())
            judge_each_other(someone)

    def judge_against(self, row: Row, terms):
        """The same term is there already; another one on the same days stands in its way."""
        for term in terms:
            if (term.group_id, term.role) != row.place:
                continue
            if (term.starts_on, term.planned_end) == (row.starts_on, row.planned_end):
                self.there.add(row.number)
                if (term.ended_on or term.planned_end) != row.over_on:
                    row.say("other_end", "ended_on", until=last_day(term.over_on))
                if (term.route, term.member_id) != (row.values["route"], row.member and row.member.pk):
                    row.say("other_route", "route")
            elif max(term.starts_on, row.starts_on) < min(term.over_on, row.over_on):
                row.wrong("overlaps_term", "starts_on", since=term.starts_on.isoformat(), until=last_day(term.over_on))

    # --- what it comes to

    @property
    def lines(self) -> list[dict]:
        return [line for row in self.rows for line in row.lines]

    @property
    def fit(self) -> bool:
        return not any(line["code"] not in WARNINGS for line in self.lines)

    @property
    def new_terms(self) -> list[tuple[Someone, Row]]:
        return [(each, row) for each in self.people for row in each.rows if row.number not in self.there]

    def counted(self) -> dict[str, int]:
        problems = [line for line in self.lines if line["code"] not in WARNINGS]
        return {
            "rows": len(self.rows),
            "problems": len(problems),
            "warnings": len(self.lines) - len(problems),
            "new_people": sum(someone.person is None for someone in self.people),
            "found_people": sum(someone.person is not None for someone in self.people),
            "new_terms": len(self.new_terms),
            "terms_there": len(self.there),
            "new_addresses": sum(someone.new_address for someone in self.people),
            "new_orcids": sum(someone.new_orcid for someone in self.people),
            "new_consents": sum(someone.new_consent for someone in self.people),
        }


def judge_each_other(someone: Someone):
    """Two rows that give one term twice, or days that overlap."""
    ordered = sorted(someone.rows, key=lambda row: (str(row.place), row.starts_on, row.number))
    for _place, rows in groupby(ordered, key=lambda row: row.place):
        last = None
        for row in rows:
            if last and (row.starts_on, row.over_on) == (last.starts_on, last.over_on):
                row.wrong("double_row", other=last.number)
            elif last and row.starts_on < last.over_on:
                row.wrong("overlaps_row", "starts_on", other=last.number)
            last = max(last, row, key=lambda each: each.over_on) if last else row


def last_day(outside) -> str:
    return (outside - DAY).isoformat()
