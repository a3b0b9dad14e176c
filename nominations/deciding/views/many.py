"""Many at once: the preview, the act, and its way back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from portal.lifecycle.models import Refused

from ..forms.decision import FIRST, ManyForm
from ..many import Many
from ..models import Decision, DecisionBatch
from ..what_if import asked_rows
from .at_workbench import at_workbench

NAMED = 50  # rows of a preview
WHICH = ("undecided", "member")


@require_http_methods(["GET", "HEAD", "POST"])
@at_workbench(proposes=True)
def many(request, sight):
    """Read, it shows what would change; sent, it does what was shown, or shows it anew where something changed meanwhile."""
    asked = request.POST if request.method == "POST" else request.GET
    which = asked.get("which", "") if asked.get("which") in WHICH else ""
    rows = [] if which else asked_rows(asked)
    form = ManyForm(with_group(asked), seats=sight.seats, texts=list(sight.call.reason_texts.all()))
    if not (which or rows):
        messages.error(request, _("Choose at least one nomination."))
        return redirect("deciding:workbench", sight.call.year)
    if request.method != "POST" and not asked.get("outcome"):
        form = ManyForm(seats=sight.seats, texts=form_texts(sight))
    if not form.is_valid():
        return shown(request, sight, form, Many(sight, which=which, rows=rows))
    act = Many(sight, which=which, rows=rows, reasons=form.reasons, **said(form))
    if request.method == "POST" and done(request, sight, form, act):
        return redirect("deciding:workbench", sight.call.year)
    return shown(request, sight, form, act)


def form_texts(sight):
    return list(sight.call.reason_texts.all())


def with_group(asked):
    asked = asked.copy()
    asked.setdefault("group", FIRST)
    return asked


def said(form) -> dict:
    return {
        "outcome": form.cleaned_data["outcome"],
        "group": form.cleaned_data["group"],
        "note": form.cleaned_data["note"],
    }


def done(request, sight, form, act) -> bool:
    """Whether it stands now. The first look at what would change is no error."""
    if act.was_done:
        return True
    if not act.able:
        form.add_error(None, _("Nothing of this can be done."))
        return False
    if (seal := request.POST.get("seal")) != act.seal:
        if seal:
            form.add_error(None, _("Something changed meanwhile, or you chose otherwise. Look at it, and do it then."))
        return False
    if act.departs and not act.note.strip():
        form.add_error("note", _("Some of them depart from the order of ranks. Say why."))
        return False
    try:
        Decision.propose_many(sight.call, act.proposals, by=request.user, capacity=sight.as_what)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    number = len(act.able)
    messages.success(
        request, ngettext("%(n)d decision is proposed.", "%(n)d decisions are proposed.", number) % {"n": number}
    )
    return True


def shown(request, sight, form, act):
    context = {
        "sight": sight,
        "call": sight.call,
        "form": form,
        "act": act,
        "seal": act.seal if act.outcome else "",
        "changes": act.changes[:NAMED] if act.outcome else [],
        "departs": act.departs[:NAMED] if act.outcome else [],
        "unable": act.unable[:NAMED] if act.outcome else [],
    }
    return render(request, "deciding/many.html", context, status=400 if form.errors else 200)


@require_POST
@at_workbench(proposes=True)
def undo(request, sight, number):
    """One's own act, as far as nobody changed it since."""
    batch = get_object_or_404(DecisionBatch, pk=number, call=sight.call, by=request.user)
    try:
        back = batch.undo(by=request.user, capacity=sight.as_what)
        messages.success(
            request, ngettext("Undone for %(n)d nomination.", "Undone for %(n)d nominations.", back) % {"n": back}
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("deciding:workbench", sight.call.year)
