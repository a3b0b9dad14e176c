"""Where a nomination stands, as the person it belongs to may know it: state in words, steps, what is theirs to do."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .coming import for_person
from .models import Clarification, Seats
from .models.outcome import with_outcomes


class Told(NamedTuple):
    """A state in words, and its tone (ok, wait, stop, info)."""

    text: str
    tone: str


TOLD = {
    "draft": Told(gettext_lazy("Draft"), "info"),
    "not_submitted": Told(gettext_lazy("Not submitted"), ""),
    "submitted": Told(gettext_lazy("Submitted"), "ok"),
    "returned": Told(gettext_lazy("Returned to you for correction"), "stop"),
    "eligible": Told(gettext_lazy("Eligible: waiting for review"), "ok"),
    "ineligible": Told(gettext_lazy("Not eligible"), "stop"),
    "withdrawn": Told(gettext_lazy("Withdrawn"), ""),
    "united": Told(gettext_lazy("United with another one"), ""),
    "decided": Told(gettext_lazy("Decided"), "ok"),
}
OUTCOMES = {
    "offered": Told(gettext_lazy("Selected: please answer"), "stop"),
    "accepted": Told(gettext_lazy("Selected: you accepted the seat"), "ok"),
    "declined": Told(gettext_lazy("Selected: you declined the seat"), ""),
    "lapsed": Told(gettext_lazy("Selected: the offer has lapsed"), ""),
    "reserve": Told(gettext_lazy("On the reserve list"), "wait"),
    "reserve_ended": Told(gettext_lazy("No longer on the reserve list"), ""),
    "not_select": Told(gettext_lazy("Not selected"), ""),
}
REACHED = {
    "draft": 0,
    "submitted": 2,
    "returned": 2,
    "eligible": 3,
    "ineligible": 2,
    "decided": 5,
}  # the step it stands at


def steps(state) -> list[dict]:
    """Five steps, each done, now or next; none where it does not go on."""
    if state not in REACHED:
        return []
    names = [_("Answers"), _("Submitted"), _("Eligibility"), _("Review"), _("Decision")]
    reached = REACHED[state]
    return [
        {"name": n, "state": "done" if i < reached else "now" if i == reached else "next"} for i, n in enumerate(names)
    ]


def whole() -> tuple:
    """What is brought along for many nominations at once."""
    return (
        Prefetch("clarifications", Clarification.objects.filter(status="asked"), to_attr="open_questions"),
        Prefetch(
            "call__seats", Seats.objects.select_related("group").order_by("group__order"), to_attr="seats_by_group"
        ),
        with_outcomes(),
    )


def became(decision) -> str:
    """What became of it, as a word: of whoever is selected how the offer stands."""
    if decision.outcome == decision.Outcome.SELECT:
        return str(decision.offer.status)
    return "reserve_ended" if decision.status == decision.Status.SUPERSEDED else str(decision.outcome)


class Outlook:
    """What a page tells about a nomination at a moment. Reads nothing that its author may not know yet."""

    def __init__(self, nomination, now):
        self.nomination, self.now = nomination, now
        self.call = nomination.call
        self.deadline = nomination.deadline()
        self.shown = nomination.shown_status(now)
        self.over = now >= self.deadline + self.call.grace

    @property
    def state(self) -> str:
        """The shown status, or `not_submitted` for a draft after the end."""
        return "not_submitted" if self.shown == "draft" and self.over else str(self.shown)

    @property
    def told(self) -> Told:
        if self.became:
            return OUTCOMES[self.became]
        return TOLD["united" if self.nomination.united_with_id else self.state]

    @property
    def decision(self):
        """What was published of it, or None."""
        return self.nomination.outcome

    @property
    def became(self) -> str:
        """See `became`; empty before the publication."""
        return became(self.decision) if self.decision else ""

    @property
    def reasons(self) -> list[str]:
        """As the letter gave them."""
        return self.decision.reasons_in(self.nomination.language)

    @property
    def steps(self) -> list[dict]:
        return steps(self.state)

    @property
    def coming(self) -> list:
        """What is still to come: who does what, by when."""
        return for_person(self)

    @property
    def waiting(self) -> list:
        """Requests to Members that wait for an answer."""
        return [word for word in self.nomination.words if word.status == "requested" and self.now < word.end]

    @property
    def to_ask(self) -> bool:
        """Whether the call demands the word of a Member, none is there or on its way, and it can still be asked for."""
        nomination, time = self.nomination, self.now < self.call.endorsement_end
        return time and self.may_change and nomination.lacks_word and not self.waiting

    @property
    def group(self):
        """The working group chosen first: of the version that counts, else of the draft; None if none is chosen yet."""
        chosen = self.nomination.answers.get("first_group")
        groups = {seats.group.slug: seats.group for seats in self.call.seats_by_group}
        return self.nomination.group or groups.get(chosen)

    @property
    def to_do(self) -> bool:
        """Whether it is the reader's turn."""
        turn = self.state in ("draft", "returned") or self.became == "offered"
        return turn or bool(self.questions) or self.changed

    @cached_property
    def questions(self) -> list:
        """Questions of the secretariat that wait for an answer."""
        there = getattr(self.nomination, "open_questions", None)
        return list(self.nomination.clarifications.filter(status="asked")) if there is None else there

    @property
    def changed(self) -> bool:
        """Whether saved changes are not submitted, and still can be."""
        version = self.nomination.submitted_version
        return (
            version is not None
            and self.shown in ("submitted", "eligible")
            and not self.over
            and self.nomination.changed_since_submitted()
        )

    @property
    def may_change(self) -> bool:
        return self.shown in self.nomination.AT_WORK and not self.over

    @property
    def kept_until(self):
        """Until when a draft that was not submitted can be read."""
        return self.deadline + timedelta(days=self.call.drafts_kept_days)

    @property
    def withdrawable(self) -> tuple[str, ...]:
        """A draft is deleted rather than withdrawn."""
        return ("submitted", "returned", "eligible")
