"""The optimiser's proposals: asked for, watched, looked at, taken or set aside. None of them decides anything."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.lifecycle.models.job import LOOK_AGAIN

from ..models import Shortlist
from ..optimiser.form import RulesForm
from ..optimiser.proposed import Proposed
from ..optimiser.words import FAILED, STEPS
from ..phase import why_closed
from .at_workbench import at_workbench

LISTED = 20  # so many of the latest proposals


def there(run) -> str:
    return reverse("deciding:proposal", args=[run.call.year, run.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@at_workbench
def proposals(request, sight):
    """The latest, and the rules by which another is asked for."""
    form = RulesForm(request.POST if request.method == "POST" else None, sight=sight)
    if form.is_bound:
        if not sight.may_propose:
            raise Http404
        if form.is_valid():
            try:
                return redirect(there(Shortlist.ask(sight, form.rules, seed=form.cleaned_data["seed"])))
            except Refused as refusal:
                form.add_error(None, str(refusal))
    runs = Shortlist.objects.filter(call=sight.call).exclude(status="discarded").select_related("asked_by")
    context = {
        "sight": sight,
        "call": sight.call,
        "form": form,
        "runs": runs.defer("outcome", "rules")[:LISTED],
        "closed": why_closed(sight.call, clock.now()),
    }
    return render(request, "deciding/proposals.html", context, status=400 if form.is_bound else 200)


@require_safe
@at_workbench
def proposal(request, sight, pk):
    """While the job is at work, the browser looks again by itself, script or not."""
    run = own(sight, pk)
    context = {"sight": sight, "call": sight.call, "run": run}
    if run.status in run.READY:
        context["proposed"] = Proposed(run, sight)
    context |= {"step": STEPS.get(run.step, ""), "failed": FAILED.get(run.why, FAILED["broke_off"])}
    response = render(request, "deciding/proposal.html", context)
    if run.at_work:
        response["Refresh"] = LOOK_AGAIN
    return response


@require_POST
@at_workbench(proposes=True)
def take(request, sight, pk):
    """Its list becomes decisions, which stay proposed until somebody publishes them."""
    run = own(sight, pk)
    try:
        plan = run.take(sight, over="over" in request.POST)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(there(run))
    number = len(plan.proposals)
    if not number and not plan.gone:
        messages.info(request, _("Everything is decided as proposed already."))
    else:
        words = ngettext("%(n)d person is selected as proposed.", "%(n)d people are selected as proposed.", number)
        messages.success(request, words % {"n": number})
    return redirect("deciding:workbench", sight.call.year)


@require_POST
@at_workbench(proposes=True)
def discard(request, sight, pk):
    run = own(sight, pk)
    try:
        run.discard(by=request.user)
        messages.success(request, _("Set aside. Nothing was decided by it."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("deciding:proposals", sight.call.year)


def own(sight, pk) -> Shortlist:
    run = get_object_or_404(Shortlist.objects.select_related("asked_by"), call=sight.call, pk=pk)
    run.call = sight.call
    return run
