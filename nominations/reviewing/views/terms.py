"""The terms of confidentiality, and the facts from which conflicts follow: before both are there nothing is seen."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from members.drafts.layout import laid_out
from portal.lifecycle.models import Refused

from ..forms import FactsForm
from ..models.serving import TERMS, ask_the_secretariat
from .in_committee import in_committee, taken_back, which


@in_committee(before_terms=True, keeps="facts")
def terms(request, seat):
    """Read them, say where one belongs, and accept by a button; later the facts can be corrected."""
    if request.method == "POST":
        return accept(request, seat, FactsForm(FactsForm.typed(request.POST)))
    if kept := taken_back(request, "facts"):
        messages.success(request, _("You had been signed out. What you typed then is here: send it again."))
        return page(request, seat, FactsForm(initial=kept))
    return page(request, seat, FactsForm(initial=FactsForm.of(seat)))


def accept(request, seat, form):
    """Conflicts bind before anything is seen: first the facts, then the terms. To new terms old facts are not typed again."""
    first = not seat.has_accepted
    stands = first and seat.has_seen_dossiers and "nationality_1" not in request.POST
    if not stands and not form.is_valid():
        return page(request, seat, form, status=400)
    try:
        if not stands:
            seat.state_facts(**form.facts(), by=request.user)
        seat.accept_terms(by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return page(request, seat, form, status=409)
    messages.success(request, _("You accepted the terms.") if first else _("What you said is saved."))
    return redirect(f"{reverse('reviewing:queue')}{which(seat, request)}")


def page(request, seat, form, status=200):
    """Facts that only the secretariat changes are read; what somebody typed into them is shown with the refusal."""
    stands = seat.has_seen_dossiers
    context = {
        "seat": seat,
        "call": seat.call,
        "form": None if stands and not form.is_bound else laid_out(form),
        "stands": ask_the_secretariat() if stands else "",
        "facts": told(seat),
        "version": TERMS,
    }
    return render(request, "reviewing/terms.html", context, status=status)


def told(seat) -> list[tuple[str, str]]:
    """What the seat says now, label and words."""
    said = [(FactsForm.base_fields[name], value) for name, value in FactsForm.of(seat).items() if value]
    return [(field.label, dict(getattr(field, "choices", ())).get(value, value)) for field, value in said]
