"""Assignment by the solver: asked for, watched, inspected, deployed, undone."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from nominations.admin.filters import CallFilter
from portal.lifecycle.admin import LifecycleAdmin, Verb, short
from portal.lifecycle.models import Refused

from ..models import AssignmentRun
from ..proposal import Proposal
from ..rules import may_keep_committee
from ..run_forms import GROUPS, AskForm
from ..words import FAILED, STEPS, what_must_give

Status = AssignmentRun.Status
ASK = Verb("ask", _("Find an assignment"), may=may_keep_committee, form=AskForm)
AGAIN = "5"  # seconds after which a browser looks again while the job is at work
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
        done=_("Assigned."),
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
class AssignmentRunAdmin(LifecycleAdmin):
    page_template = "admin/reviewing/run.html"
    verbs = VERBS
    story = {
        "asked": _("Asked for"),
        "begun": _("Begun"),
        "proposed": _("Proposed"),
        "infeasible": _("Found impossible"),
        "failed": _("Failed"),
        "discarded": _("Discarded"),
        "deployed": _("Assigned"),
        "undone": _("Undone"),
        "seed": _("number that breaks ties"),
    }
    waiting = frozenset({Status.PROPOSED, Status.INFEASIBLE})
    list_display = ("asked", "call", "state", "asked_by")
    list_filter = (CallFilter,)
    list_select_related = ("call", "asked_by")
    ordering = ("-asked_at", "pk")
    unread = ("pairs", "report")
    shown = (
        "call",
        "asked",
        "asked_by",
        "of_each",
        "of_groups",
        "of_languages",
        "of_countries",
        "of_anchors",
        "moving",
        "seed",
    )

    @display(description=_("asked for"), ordering="asked_at")
    def asked(self, run):
        return short(run.asked_at)

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
        return max(run.rules["anchors"], len(run.rules["chosen"]))

    @display(description=_("what is not begun may go to somebody else"))
    def moving(self, run):
        return bool(run.rules["move"])

    # --- asking

    def has_add_permission(self, request, *args):
        return may_keep_committee(request.user)

    def add_view(self, request, form_url="", extra_context=None):
        """The rules; then the page of the run tells how far it is."""
        if not may_keep_committee(request.user):
            raise PermissionDenied
        form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
        if form.is_bound and form.is_valid():
            rules = dict(form.cleaned_data)
            call, seed = rules.pop("call"), rules.pop("seed")
            try:
                return redirect(self.address(AssignmentRun.ask(call, rules, by=request.user, seed=seed)))
            except Refused as refusal:
                form.add_error(None, str(refusal))
        return TemplateResponse(request, "admin/lifecycle/verb.html", self.asking(request, form))

    def asking(self, request, form) -> dict:
        return {
            **self.admin_site.each_context(request),
            "title": ASK.label,
            "verb": ASK,
            "thing": capfirst(self.opts.verbose_name_plural),
            "explanation": _t(
                "The best assignment under these rules is reckoned, and proposed. Nothing is assigned before you have looked at it and say so. Conflicts, what people declined and what is begun always hold."
            ),
            "form": form,
            "media": form.media,
            "back": self.list_address(),
            "model_opts": self.opts,
        }

    # --- the page

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """While the job is at work, the browser looks again by itself, script or not."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        thing = getattr(response, "context_data", None) and response.context_data.get("thing")
        if thing and thing.status in AssignmentRun.AT_WORK:
            response["Refresh"] = AGAIN
        return response

    def page(self, request, run):
        told = {"at_work": run.status in AssignmentRun.AT_WORK, "step": STEPS.get(run.step, "")}
        told["failed"] = FAILED.get(run.report.get("why"), "")
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
