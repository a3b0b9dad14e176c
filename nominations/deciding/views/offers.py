"""An offer, for its person alone: what it is, taking the seat, leaving it. What was typed is never lost."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members.drafts import unsaved
from members.drafts.layout import laid_out
from members.models.appointing import YEARS, day_before, years_after
from members.models.consent import Purpose
from portal.lifecycle import clock
from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Refused

from ...questions import SECTIONS
from ..forms.acceptance import Acceptance, Refusal, declared
from ..models import Offer

ASKED = ("accepts_time", "accepts_costs", "accepts_capacity")


def own(request, pk) -> Offer:
    """The offer at this address if it is this person's; else the 404 of a missing page."""
    rows = Offer.objects.owned_by(request.user).defer("letter")
    rows = rows.select_related("decision__nomination__person", "decision__group", "decision__call", "appointment")
    return get_object_or_404(rows, pk=pk)


def about(offer) -> dict:
    """What each of its pages knows."""
    now = clock.now()
    starts_on = offer.starts_on(now)
    asks = [SECTIONS["declarations"].base_fields[name] for name in ASKED]
    return {
        "offer": offer,
        "nomination": offer.decision.nomination,
        "call": offer.decision.call,
        "group": offer.decision.group,
        "now": now,
        "open": offer.status == Offer.Status.OFFERED and now < offer.until,
        "starts_on": starts_on,
        "from_today": starts_on == day_of(now),
        "last_day": day_before(years_after(starts_on, YEARS)),
        "asks": [(field.label, field.help_text) for field in asks],
    }


@require_safe
def offer(request, pk):
    """What is offered, until when, what it asks; afterwards, what was answered."""
    context = about(own(request, pk))
    if term := context["offer"].appointment:
        context["shown"] = context["nomination"].person.consents_to(Purpose.PUBLICATION)
        context |= {"starts_on": term.starts_on, "last_day": term.last_day}
    return render(request, "deciding/offer.html", context)


@login_not_required  # whoever is signed out keeps what they typed and is asked to sign in
def accept(request, pk):
    """Take the seat: interests as they are now, and whether the public may know."""
    return answered(request, pk, Acceptance, Offer.Status.ACCEPTED, _("The seat is yours. We have written to you."))


@login_not_required
def decline(request, pk):
    """Leave the seat to somebody else: a page that asks, and a POST."""
    return answered(request, pk, Refusal, Offer.Status.DECLINED, _("You declined the seat. Thank you for telling us."))


def answered(request, pk, form, status, done):
    """One of the two answers. form: its class; status: what the offer becomes; done: what is said then."""
    if not request.user.is_authenticated:
        return sign_in(request, pk, form)
    offer = own(request, pk)
    if offer.status == status:
        return again(request, offer, form)
    nothing_typed = form is Refusal and not request.POST.get("reason", "").strip()
    if request.method == "POST" and offer.status == Offer.Status.ACCEPTED and nothing_typed:
        messages.info(request, _("You have accepted this seat. Nothing changed."))
        return redirect(offer)
    if request.method == "POST":
        return take(request, offer, form(form.typed(request.POST)), status, done)
    if offer.status != Offer.Status.OFFERED:
        return redirect(offer)
    kept = unsaved.take(request, name_of(offer.pk, form))
    known = declared(offer.decision.nomination.person) if form is Acceptance else {}
    if kept:
        messages.success(request, _("You had been signed out. What you typed then is here; it is not sent yet."))
        known = kept["typed"]
    return page(request, offer, form(initial=known))


def sign_in(request, pk, form):
    if request.method == "POST":
        words, cut = form.kept(form.typed(request.POST))
        unsaved.keep(request, name_of(pk, form), words, cut=cut)
    return unsaved.sign_in(request)


def name_of(pk, form) -> str:
    """Under which what was typed is kept for whoever signs in."""
    return f"offer/{pk}/{form.__name__}"


def take(request, offer, form, status, done):
    """Answer it, once; what could not be taken stands on the page as it was typed."""
    if not form.is_valid():
        return page(request, offer, form)
    try:
        if status == Offer.Status.ACCEPTED:
            offer.accept(**form.words, by=request.user)
        else:
            offer.decline(reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refusal:
        if offer.status == status:
            return again(request, own(request, offer.pk), type(form))
        return page(request, own(request, offer.pk), form, refusal=str(refusal))
    messages.success(request, done)
    return redirect(offer)


def again(request, offer, form):
    """Answered so already. A second click is led to it; whoever says something else, in another window or when they had been
    signed out, reads what counts, and what they typed.
    """
    kept = unsaved.take(request, name_of(offer.pk, form)) or {}
    typed = form.typed(request.POST) or kept.get("typed", {})
    said, taken = form(typed), form.taken(offer)
    if not any(typed.values()) or said.repeats(taken):
        return redirect(offer)
    context = about(offer) | {"stands": told(taken), "typed": told(said)}
    return render(request, "deciding/answered.html", context, status=409)


def told(form) -> list[dict]:
    """What a form says, without the questions that were left; where all were, with them."""
    rows = form.shown()
    return [{"label": row.label, "value": row.answer} for row in [row for row in rows if row.answer] or rows]


def page(request, offer, form, refusal=""):
    """A refusal stands above what was typed, so that it can be copied."""
    context = about(offer) | {"form": laid_out(form), "errors": [{"text": refusal, "target": ""}] if refusal else []}
    name = "accept" if isinstance(form, Acceptance) else "decline"
    return render(request, f"deciding/{name}.html", context, status=409 if refusal else 200)
