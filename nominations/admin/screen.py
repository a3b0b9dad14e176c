"""What the screening page shows: the queue of a call, the nomination that is open, and how far the work has come."""

from datetime import datetime
from functools import cached_property

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from portal.lifecycle import clock
from portal.lifecycle.models import Event

from ..checks import checks_of
from ..models import Call, Doubts, Nomination
from ..models.screening_batch import AT_ONCE
from .dossier import documents, sections
from .search import search

ROWS = 12  # of the queue that stand beside the document
TABS = ("cv", "statements", "answers", "history")
STATEMENTS = ("biography", "motivation", "evidence_expertise", "evidence_record", "evidence_international")
SCREENED = ("eligible", "ineligible", "decided")
UNREAD = (
    "answers",
    "section_revisions",
    "names",
)  # working answers are their author's own; the version has what counts


class Screen:
    """For one member of staff, one call and one search; `pk` is the nomination that is to be open, or None for the first."""

    def __init__(self, user, query, pk=None):
        self.user, self.pk = user, pk
        self.typed = query.get("q", "").replace("\x00", "").strip()[:200]
        self.tab = query.get("tab") if query.get("tab") in TABS else TABS[0]
        self.year = query.get("call", "")

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @cached_property
    def call(self):
        """The call of the nomination that is open; else the one that is named, else the newest."""
        if self.pk:
            return self.one.call
        calls = Call.objects.announced().order_by("-year")
        year = int(self.year) if self.year.isdecimal() and len(self.year) < 5 else 0
        return calls.filter(year=year).first() if year else calls.first()

    # --- the nomination

    @cached_property
    def one(self):
        """The nomination that is open, with all that its checks ask; None where nothing waits."""
        if self.pk:
            return self.read(self.pk)
        first = self.rows[0] if self.rows else None
        return self.read(first.pk, self.call) if first else None

    def read(self, pk, call=None):
        """One that was submitted and may be seen; None where there is no such one."""
        rows = Nomination.objects.visible_to(self.user).exclude(submitted_version=None).defer(*UNREAD)
        if call is None:
            call = Call.objects.filter(nominations=pk).first()
        if call is None:
            return None
        self.doubts = vars(self).get("doubts") or Doubts(call, self.user)
        seen = rows.filter(pk=pk).with_checks(self.doubts)
        one = seen.select_related("person__user", "group", "submitted_version__facts", "batch").first()
        if one is not None:
            one.call = call
        return one

    @cached_property
    def checks(self):
        return checks_of(self.one, self.doubts)

    @cached_property
    def doubts(self):
        return Doubts(self.call, self.user)

    @cached_property
    def document(self) -> dict:
        """What the open tab shows."""
        version = self.one.submitted_version
        version.nomination = self.one
        if self.tab == "cv":
            return {"documents": [each for each in documents(version) if each[0].kind == "cv"]}
        if self.tab == "statements":
            lines = {line.name: line for _name, _title, lines in sections(version) for line in lines}
            others = [each for each in documents(version) if each[0].kind != "cv"]
            return {"lines": [lines[name] for name in STATEMENTS if name in lines], "documents": others}
        if self.tab == "answers":
            return {"sections": sections(version)}
        return {
            "notes": self.one.notes.select_related("by"),
            "questions": self.one.clarifications.select_related("asked_by"),
        }

    def decision(self):
        """The last Event by which it came to its present state."""
        return (
            Event.objects.about(self.one).filter(facts__to=self.one.status).order_by("-pk").select_related("by").first()
        )

    # --- the queue

    @cached_property
    def rows(self) -> list:
        """The open one and those behind it, then again from the first; each `with_checks`."""
        if self.call is None:
            return []
        queue = search(Nomination.objects.visible_to(self.user).to_screen(self.call), self.typed)
        queue = queue.with_checks(self.doubts).select_related("group", "submitted_version__facts")
        queue = queue.defer(*UNREAD, "submitted_version__content")
        behind = list(queue.filter(self.from_here())[:ROWS])
        first = list(queue[:ROWS])
        there = {row.pk for row in behind}
        return (behind + [row for row in first if row.pk not in there])[:ROWS]

    def from_here(self) -> Q:
        """Those that came no earlier than the open one."""
        if not self.pk or self.one.submitted_at is None:
            return Q(pk=None)
        at, number = self.one.submitted_at, self.one.number
        return Q(submitted_at__gte=at) & (Q(submitted_at__gt=at) | Q(number__gte=number))

    at_once = AT_ONCE

    @property
    def following(self):
        """The next to screen after the open one; None where it is the last."""
        return next((row for row in self.rows if self.one is None or row.pk != self.one.pk), None)

    # --- how far

    @cached_property
    def numbers(self) -> dict:
        """How many were screened, of how many; of those that this account may see."""
        rows = Nomination.objects.visible_to(self.user).filter(call=self.call).order_by()
        counts = dict(rows.values_list("status").annotate(number=Count("*")))
        screened = sum(counts.get(state, 0) for state in SCREENED)
        waiting = counts.get("submitted", 0)
        return {
            "screened": screened,
            "waiting": waiting,
            "returned": (returned := counts.get("returned", 0)),
            "all": screened + waiting + returned,
        }

    @cached_property
    def passing(self) -> int:
        """How many pass every check: counted no further than one act can take, and one more."""
        return Nomination.objects.passing(self.doubts).order_by().values("pk")[: AT_ONCE + 1].count()

    def tabs(self) -> list[tuple[str, str]]:
        titles = (_("CV"), _("Statements"), _("All answers"), _("History"))
        return list(zip(TABS, titles, strict=True))
