"""One's own nominations: the task list, a section, check, submit."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from .. import rules
from ..models import Call, Nomination
from ..questions import SECTIONS


def mine(request):
    """My nominations, newest call first."""
    mine = Nomination.objects.owned_by(request.user).select_related("call").order_by("-call__year")
    return render(request, "nominations/mine.html", {"nominations": mine, "call": Call.objects.current(), "now": clock.now()})


@require_POST
def start(request):
    """Begin (or find) one's nomination in the open call."""
    call = Call.objects.open().first()
    if call is None:
        messages.error(request, _("No call is open at present."))
        return redirect("nominations:call")
    return redirect(Nomination.start(call=call, by=request.user))


def detail(request, pk):
    """The task list."""
    nomination = get_object_or_404(Nomination.objects.owned_by(request.user), pk=pk)
    sections = [(name, form, nomination.section_state(name)) for name, form in SECTIONS.items()]
    return render(request, "nominations/detail.html", {"nomination": nomination, "sections": sections, "now": clock.now()})


def section(request, pk, section):
    """One section: save whatever came, then say what is missing."""
    if section not in SECTIONS:
        raise Http404
    nomination = get_object_or_404(Nomination.objects.owned_by(request.user), pk=pk)
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in SECTIONS[section].base_fields}
        nomination.save_section(section, typed, by=request.user)
        if nomination.section_form(section).is_valid():
            return redirect(nomination)
    form = nomination.section_form(section)
    return render(request, "nominations/section.html", {"nomination": nomination, "form": form, "section": section})


def check(request, pk):
    """All answers before they go."""
    nomination = get_object_or_404(Nomination.objects.owned_by(request.user), pk=pk)
    forms = {name: nomination.section_form(name) for name in SECTIONS}
    return render(request, "nominations/check.html", {"nomination": nomination, "forms": forms, "missing": nomination.missing()})


@require_POST
def submit(request, pk):
    """Hand it in."""
    nomination = get_object_or_404(Nomination.objects.owned_by(request.user), pk=pk)
    if not rules.may_edit(request.user, nomination):
        raise Http404
    try:
        nomination.submit(by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("nominations:check", pk)
    messages.success(request, _("Your nomination is with the secretariat."))
    return redirect(nomination)
