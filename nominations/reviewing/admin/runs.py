"""Assignment by the solver: asked for, watched, inspected, deployed, undone."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from nominations.admin.filters import CallFilter
from nominations.models import Nomination
from portal.lifecycle.admin import JobAdmin, Verb

from ..models import AssignmentRun
from ..proposal import Proposal
from ..rules import may_keep_committee
from ..run_forms import GROUPS, AskForm
from ..words import FAILED, STEPS, what_must_give

Status = AssignmentRun.Status


def ask(*, call, seed, by, **rules) -> AssignmentRun:
    return AssignmentRun.ask(call, rules, by=by, seed=seed)


ASK = Verb(
    "ask",
    _("Find an assignment"),
    may=may_keep_committee,
    form=AskForm,
    explains=_(
        "The best assignment under these rules is reckoned, and proposed. Nothing is assigned before you have looked at it and say so. Conflicts, what people declined and what is begun always hold."
    ),
    act=ask,
)
VERBS = (
    Verb(
        "deploy",
        _("Assign as proposed"),
        may=may_keep_committee,
        to=Status.DEPLOYED,
        confirm=True,
        explains=_(
            "All pairs are assigned at once. What cannot be any more, because something changed since, is left out and shown. Reviewers are told in their next digest."
        ),
        done=_("Assigned as proposed."),
    ),
    Verb(
        "undo",
        _("Undo the assignment"),
        may=may_keep_committee,
        to=Status.UNDONE,
        danger=True,
        explains=_("Takes back what is not begun. What is begun or reviewed stays with its reviewer."),
        done=_("Undone. What was begun stays."),
    ),
    Verb(
        "discard",
        _("Discard"),
        may=may_keep_committee,
        to=Status.DISCARDED,
        confirm=True,
        quiet=True,
        explains=_("Nothing is assigned by it."),
        done=_("Discarded."),
    ),
)


@admin.register(AssignmentRun)
class AssignmentRunAdmin(JobAdmin):
    page_template = "admin/reviewing/run.html"
    asking = ASK
    verbs = VERBS
    steps, failures = STEPS, FAILED
    story = {
        "asked": _("Asked for"),
        "begun": _("Begun"),
        "proposed": _("Proposed"),
        "infeasible": _("Found impossible"),
        "failed": _("Failed"),
        "discarded": _("Discarded"),
        "deployed": _("Assigned as proposed"),
        "undone": _("Undone"),
        "seed": _("number that breaks ties"),
    }
    waiting = frozenset({Status.PROPOSED, Status.INFEASIBLE})
    list_before_template = "admin/reviewing/runs_top.html"
    list_display = ("asked", "call", "state", "asked_by")
    list_filter = (CallFilter,)
    list_select_related = ("call", "asked_by")
    unread = ("pairs", "report")
    shown = (
        "call",
        "asked_at",
        "asked_by",
        "of_each",
        "of_groups",
        "of_languages",
        "of_countries",
        "of_anchors",
        "moving",
        "seed",
    )

    @display(description=_("reviews of each nomination"))
    def of_each(self, run):
        return run.rules["reviews"]

    @display(description=_("reviewers of a nomination's groups"))
    def of_groups(self, run):
        return dict(GROUPS)[run.rules["groups"]]

    @display(description=_("reviewers read the language of the statements"))
    def of_languages(self, run):
        return bool(run.rules["languages"])

    @display(description=_("no two reviewers of one country"))
    def of_countries(self, run):
        return bool(run.rules["countries"])

    @display(description=_("nominations that everybody scores"))
    def of_anchors(self, run):
        return max(run.rules["anchors"], run.chosen_seen)

    @display(description=_("what is not begun may go to somebody else"))
    def moving(self, run):
        return bool(run.rules["move"])

    # --- the page

    def get_object(self, request, *args, **kwargs):
        """With how many of the chosen nominations this person may see."""
        run = super().get_object(request, *args, **kwargs)
        if run is not None:
            chosen = Nomination.objects.visible_to(request.user).filter(pk__in=run.rules["chosen"])
            run.chosen_seen = chosen.count() if run.rules["chosen"] else 0
        return run

    def page(self, request, run):
        told = {}
        if run.status == Status.INFEASIBLE:
            told["gives"] = what_must_give(run, request.user)
        if run.pairs:
            told |= self.inspected(Proposal(run, request.user), request.GET)
        return super().page(request, run) | told

    def inspected(self, proposal, asked) -> dict:
        typed = asked.get("q", "")[:80]
        return {
            "proposal": proposal,
            "typed": typed,
            "pairs": proposal.page(typed, asked.get("p", "1")),
            "loads": proposal.loads(),
            "weakest": proposal.weakest(),
            "coverage": proposal.coverage(),
        }
