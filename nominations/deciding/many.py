"""Many decisions in one act: whom it changes and how, whom it cannot, and why; first shown, then done."""

import hashlib
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from members.models import ConsentRecord
from members.models.consent import Purpose

from .board import CHECKS, SeenDoubts
from .departing import departures
from .forms.decision import FIRST
from .models import Decision, DecisionBatch
from .models.proposing import Proposal, stamp_of
from .models.whole import seated

TITLES = {
    "complete": _l("Complete"),
    "cv": _l("CV opens and can be read"),
    "language": _l("Statements are in English or French"),
    "single": _l("No other nomination in this call"),
    "quota": _l("Quota of Members, and nationals"),
    "interests": _l("Interests declared"),
    "word": _l("Word of a Member"),
}  # of the checks, as checks.py has them


class Change(NamedTuple):
    """before: the Decision that is proposed, or None; why: the reason against it, or what departs from the ranks."""

    nomination: object
    before: object
    why: str = ""


class Many:
    """which: `undecided`, `member` (the Member track without a decision), or empty: then `rows` are numbers of nominations."""

    def __init__(self, sight, *, which, rows, outcome="", group=FIRST, reasons=(), note=""):
        self.sight, self.which, self.rows = sight, which, rows
        self.outcome, self.group, self.reasons, self.note = outcome, group, reasons, note

    @cached_property
    def meant(self) -> list:
        """The nominations that are meant, by number."""
        rows = self.sight.nominations()
        if self.which:
            rows = rows.filter(status="eligible").exclude(decisions__status=Decision.Status.PROPOSED)
            rows = rows.filter(track="member") if self.which == "member" else rows
        else:
            rows = rows.filter(number__in=self.rows)
        rows = rows.with_checks(SeenDoubts(self.sight)) if self.demands_checks else rows
        told = ("number", "reference", "display_name", "track", "group", "person", "call")
        return list(rows.only(*told).order_by("number"))

    @property
    def demands_checks(self) -> bool:
        return self.which == "member" and self.outcome == "select"

    @cached_property
    def before(self) -> dict:
        """What is proposed now, by nomination."""
        rows = Decision.objects.proposed().filter(nomination__in=[one.pk for one in self.meant])
        return {one.nomination_id: one for one in rows.select_related("group")}

    @cached_property
    def agreed(self) -> set:
        """Persons who agreed to the reserve list."""
        people = [one.person_id for one in self.meant]
        rows = ConsentRecord.objects.in_force().filter(purpose=Purpose.RESERVE_LIST, person__in=people)
        return set(rows.values_list("person", flat=True))

    @cached_property
    def held(self) -> set:
        """Those who hold a seat, or are offered one."""
        rows = self.sight.nominations().filter(pk__in=[one.pk for one in self.meant])
        return set(seated(rows).values_list("pk", flat=True))

    def why_not(self, one) -> str:
        before = self.before.get(one.pk)
        if before and before.publication_id:
            return _("The list is fixed for publication.")
        if one.pk in self.held:
            return _("Holds a seat, or is offered one.")
        if self.outcome != "not_select" and self.where(one) is None:
            return _("It chose no group.")
        if self.outcome == "reserve" and one.person_id not in self.agreed:
            return _("Did not agree to the reserve list.")
        if self.demands_checks and (failed := [name for name in CHECKS if getattr(one, f"passes_{name}") is False]):
            return _("A check failed: %(checks)s.") % {"checks": ", ".join(str(TITLES[name]) for name in failed)}
        return ""

    def where(self, one) -> int | None:
        if self.outcome == "not_select":
            return None
        return one.group_id if self.group == FIRST else int(self.group)

    @cached_property
    def unable(self) -> list[Change]:
        return [Change(one, self.before.get(one.pk), why) for one in self.meant if (why := self.why_not(one))]

    @cached_property
    def able(self) -> list:
        """Those who are changed: who is so already is left as they are."""
        apart = {change.nomination.pk for change in self.unable}
        return [one for one in self.meant if one.pk not in apart and not self.is_so(one)]

    def is_so(self, one) -> bool:
        before = self.before.get(one.pk)
        return before is not None and (before.outcome, before.group_id) == (self.outcome, self.where(one))

    @property
    def named(self) -> int:
        """How many of those who would not be selected are on the Member track."""
        return sum(one.track == "member" for one in self.able) if self.outcome == "not_select" else 0

    @cached_property
    def unread(self) -> int:
        """How many of those who would not be selected nobody has reviewed, the Member track apart."""
        if self.outcome != "not_select":
            return 0
        mine = [one.pk for one in self.able if one.track != "member"]
        return self.sight.nominations().filter(pk__in=mine).exclude(review_tally__count__gt=0).count()

    @property
    def was_done(self) -> bool:
        """Whether this account's last act for many did just that: then this is a second click."""
        last = DecisionBatch.objects.filter(call=self.sight.call, by=self.sight.user).order_by("-at").first()
        if self.able or last is None or last.undone_at:
            return False
        rows = Decision.objects.proposed().filter(batch=last)
        done = {(one.nomination_id, one.outcome, one.note) for one in rows}
        apart = {change.nomination.pk for change in self.unable}
        meant = {one.pk for one in self.meant} - apart
        alike = all((outcome, note) == (self.outcome, self.note) for _pk, outcome, note in done)
        return bool(done) and alike and meant <= {pk for pk, *_told in done} and bool(meant or self.which)

    @property
    def proposals(self) -> dict:
        return {one.pk: Proposal(self.outcome, self.where(one), None, self.reasons, "", self.note) for one in self.able}

    @cached_property
    def changes(self) -> list[Change]:
        departs = departures(self.sight, self.proposals)
        return [Change(one, self.before.get(one.pk), departs.get(one.pk, "")) for one in self.able]

    @property
    def departs(self) -> list[Change]:
        return [change for change in self.changes if change.why]

    @property
    def seal(self) -> str:
        """Of what is shown: whoever is changed, and from what. What is done has the same."""
        told = [(str(one.pk), stamp_of(self.before.get(one.pk))) for one in self.able]
        return hashlib.sha256(repr((self.outcome, self.group, told)).encode()).hexdigest()
