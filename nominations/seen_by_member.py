"""What a Member's desk may know of a nomination: less than its person does, and of words on it only its own."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .coming import for_member
from .models import Document
from .outlook import Told, became, steps

TOLD = {
    "draft": Told(_("Not submitted yet"), "info"),
    "submitted": Told(_("Submitted"), "ok"),
    "returned": Told(_("Returned to the person for correction"), "wait"),
    "eligible": Told(_("Eligible: waiting for review"), "ok"),
    "ineligible": Told(_("Not eligible"), "stop"),
    "withdrawn": Told(_("Withdrawn by the person"), ""),
    "decided": Told(_("Decided"), "ok"),
}
OUTCOMES = {  # to whom a Member's word brought the person; neither reasons nor places
    "offered": Told(_("Selected"), "ok"),
    "accepted": Told(_("Selected and appointed"), "ok"),
    "declined": Told(_("Selected; did not take the seat"), ""),
    "lapsed": Told(_("Selected; did not take the seat"), ""),
    "reserve": Told(_("On the reserve list"), "wait"),
    "reserve_ended": Told(_("No longer on the reserve list"), ""),
    "not_select": Told(_("Not selected"), ""),
}
READ = {  # with other words for a question where it asks the person; and the name, and the CV
    "organisation": "",
    "position": "",
    "first_group": _("First group"),
    "biography": "",
    "motivation": "",
}


class SeenByMember:
    """words: those of the Members at this desk that tie them to the nomination; see `holding` of endorsements.

    A draft tells no deadline but the one that this Member's own nomination gave: a later one would tell of another Member.
    """

    def __init__(self, nomination, words, now):
        self.nomination, self.words, self.now = nomination, words, now
        self.call, self.name = nomination.call, nomination.display_name
        self.state = str(nomination.shown_status(now))

    @property
    def told(self) -> Told:
        return told_of(self.nomination) or TOLD[self.state]

    @property
    def steps(self) -> list[dict]:
        return steps(self.state)

    @property
    def coming(self) -> list:
        return for_member(self)

    @cached_property
    def version(self):
        """What was submitted, if the desk may read it; else None. A withdrawn one is its person's alone again."""
        return None if self.state == "withdrawn" else self.nomination.submitted_version

    @property
    def answers(self) -> list[tuple[str, str]]:
        """(label, answer) of those in READ."""
        forms = self.version.section_forms()
        rows = [row for name in ("work", "contribution") for row in forms[name].shown()]
        return [(READ[row.name] or row.label, row.answer) for row in rows if row.name in READ]

    @cached_property
    def cv(self) -> Document | None:
        """With its pages, where a worker made them."""
        return self.version.documents.filter(kind=Document.Kind.CV).prefetch_related("pages").first()


def told_of(nomination) -> Told | None:
    """The outcome that was published, as a Member's desk may know it; None before."""
    return OUTCOMES[became(nomination.outcome)] if nomination.outcome else None
