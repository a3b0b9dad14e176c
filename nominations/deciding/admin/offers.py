"""Offers: who was offered a seat, until when, what came of it; more time for somebody, with a reason."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from nominations.admin.filters import CallFilter
from nominations.forms.screening import words
from nominations.rules import may_screen
from portal.lifecycle import clock
from portal.lifecycle.admin import ChoiceFilter, LifecycleAdmin, StateFilter, Verb, short, short_end
from portal.lifecycle.aoe import EndOfDayField

from ..models import Offer
from ..reserve import left_free
from ..sight import Sight

Status = Offer.Status


class ProlongForm(forms.Form):
    until = EndOfDayField(label=_("To be answered until"))
    reason = words(_("Why"), _("Kept in the file."), 800, ask=_("Say why: the reason is kept in the file."))


class OfCall(CallFilter):
    field = "decision__call"


class WaitsFilter(ChoiceFilter):
    """Offers as the first page counts them."""

    title = _("waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [("ending", _("ends within a week")), ("free", _("seat free, nobody proposed any more"))]

    def queryset(self, request, queryset):
        if self.value() == "free":
            return queryset.filter(pk__in=left_free(request.user, clock.now()))
        return queryset.ending(clock.now()) if self.value() == "ending" else queryset


def asked(offer, lacks) -> str:
    if not offer.followed_at:
        return "–"
    if lacks:
        return short(offer.followed_at)
    found = offer.story().filter(verb="followed").last().facts
    nobody = _("nobody was proposed")
    if not offer.next_id:
        came = f"{nobody}. {found['why']}"
    elif offer.next.status == offer.next.Status.TAKEN_BACK:
        came = _("somebody was proposed, and taken back. Propose somebody for the seat at the workbench")
    else:
        came = _("somebody was proposed")
    return "\n".join([f"{short(offer.followed_at)}: {came}", *found["passed"]])


@admin.register(Offer)
class OfferAdmin(LifecycleAdmin):
    verbs = (
        Verb(
            "prolong",
            _("Give more time"),
            may=may_screen,
            states=(Status.OFFERED,),
            form=ProlongForm,
            explains=_("The person is told, and reminded of the new end."),
            done=_("Prolonged."),
        ),
    )
    story = {
        "offered": _("Offered"),
        "prolonged": _("Prolonged"),
        "accepted": _("Accepted"),
        "declined": _("Declined"),
        "lapsed": _("Lapsed"),
        "followed": _("The reserve list was asked"),
    }
    list_display = ("reference", "name", "group", "state", "until_when", "answered")
    list_filter = (OfCall, StateFilter, WaitsFilter)
    list_select_related = ("decision__nomination", "decision__group", "decision__call")
    search_fields = ("decision__nomination__reference",)
    search_help_text = _("Reference or name")
    ordering = ("-offered_at", "pk")
    unread = ("letter", "decision__nomination__answers", "decision__nomination__names")
    shown = (
        "about",
        "group",
        "offered_at",
        "until_when",
        "answered",
        "decline_reason",
        "term",
        "the_letter",
    )

    def page(self, request, offer):
        """Who was asked and passed over is told to whom no conflict keeps anybody of the call from."""
        told = super().page(request, offer)
        lacks = Sight(offer.decision.call, request.user).lacks
        return told | {"lines": [*told["lines"], (_("The reserve list was asked"), asked(offer, lacks))]}

    def get_search_results(self, request, queryset, search_term):
        term = " ".join(search_term.lower().split())
        found = Q(decision__nomination__reference__istartswith=term)
        found |= Q(decision__nomination__search_name__contains=term)
        return (queryset.filter(found) if term else queryset), False

    # --- columns

    @display(description=_("nomination"), ordering="decision__nomination__reference")
    def reference(self, offer):
        return offer.decision.nomination.reference

    @display(description=_("name"))
    def name(self, offer):
        return offer.decision.nomination.display_name or "–"

    @display(description=_("group"))
    def group(self, offer):
        return offer.decision.group

    @display(description=_("to be answered until"), ordering="until")
    def until_when(self, offer):
        return short_end(offer.until)

    @display(description=_("answered"), ordering="answered_at")
    def answered(self, offer):
        return short(offer.answered_at) if offer.answered_at else "–"

    @display(description=_("nomination"))
    def about(self, offer):
        nomination = offer.decision.nomination
        address = reverse("admin:nominations_nomination_change", args=[nomination.pk])
        return format_html('<a href="{}">{} {}</a>', address, nomination.reference, nomination.display_name)

    @display(description=_("appointment"))
    def term(self, offer):
        if not offer.appointment_id:
            return "–"
        address = reverse("admin:members_appointment_change", args=[offer.appointment_id])
        return format_html('<a href="{}">{}</a>', address, offer.appointment)

    @display(description=_("letter of appointment"))
    def the_letter(self, offer):
        if offer.status != Status.ACCEPTED:
            return "–"
        address = reverse("deciding:offer_letter", args=[offer.pk])
        return format_html('<a href="{}">{}</a>', address, _("Download the letter (PDF)"))
