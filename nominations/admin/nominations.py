"""Nominations as the secretariat finds and screens them. What one of them says is in dossier.py."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from members.countries import country_names
from members.stakeholders import StakeholderGroup
from portal.lifecycle.admin import LifecycleAdmin, short, short_end

from .. import rules
from ..models import Nomination
from ..models.listing import NEWEST
from .dossier import dossier
from .filters import FILTERS
from .screening import ScreeningPages
from .search import search
from .table import chosen, remember, stream
from .verbs import STORY, VERBS

STAKEHOLDERS = dict(StakeholderGroup.choices)


@admin.register(Nomination)
class NominationAdmin(ScreeningPages, LifecycleAdmin):
    verbs, story = VERBS, STORY
    waiting = frozenset({Nomination.Status.SUBMITTED})
    page_template = "admin/nominations/dossier.html"
    list_display = ("reference", "name", "state", "first_group", "country", "stakeholders", "submitted")
    list_display_links = ("reference", "name")
    list_filter = FILTERS
    list_select_related = ("group",)
    unread = ("answers", "section_revisions", "returned_sections", "return_reason", "ineligible_reason", "names")
    list_before_template = "admin/nominations/export.html"
    search_fields = ("reference",)  # opens the box; what it finds is in search.py
    search_help_text = _("Reference, name or e-mail")
    ordering = (NEWEST,)

    def get_urls(self):
        export = self.admin_site.admin_view(self.export_view)
        return [path("export/", export, name="nominations_nomination_export"), *super().get_urls()]

    def get_search_results(self, request, queryset, search_term):
        return search(queryset, search_term), False

    # --- columns

    @display(description=_("reference"), ordering="reference")
    def reference(self, nomination):
        return nomination.reference

    @display(description=_("name"), ordering="search_name")
    def name(self, nomination):
        return nomination.display_name or "–"

    @display(description=_("state"))
    def state(self, nomination):
        """With what the clock does next: a return ends, a letter leaves."""
        after, leaves = "", nomination.screening_shown_at
        if nomination.status == Nomination.Status.RETURNED:
            after = _t("by %(moment)s") % {"moment": short_end(nomination.returned_until)}
        elif leaves and leaves > timezone.now():
            after = _t("told %(moment)s") % {"moment": short(leaves)}
        return format_html('{} <span class="why">{}</span>', super().state(nomination), after)

    @display(description=_("group"))
    def first_group(self, nomination):
        return nomination.group.name if nomination.group else ""

    @display(description=_("residence"))
    def country(self, nomination):
        return country_names(get_language() or "en").get(nomination.residence, "")

    @display(description=_("stakeholders"))
    def stakeholders(self, nomination):
        return STAKEHOLDERS.get(nomination.stakeholder_group, "")

    @display(description=_("submitted"), ordering=F("submitted_at").asc(nulls_first=True))
    def submitted(self, nomination):
        return short(nomination.submitted_at)

    # --- pages

    def changelist_view(self, request, extra_context=None):
        extra = {"may_export": rules.may_export(request.user)}
        return super().changelist_view(request, extra | (extra_context or {}))

    def page(self, request, nomination):
        """The dossier."""
        can_correct = "correct" in [verb.name for verb in self.open_verbs(request, nomination)]
        return dossier(nomination, request.GET, request.user) | {"can_correct": can_correct}

    def after(self, request, verb, thing, outcome):
        """Back to the screening page, if one came from there; from "eligible" straight on to the next to screen: a hundred are a hundred strokes of one key."""
        if request.GET.get("screening"):
            return self.after_words(request, verb, thing)
        seen = Nomination.objects.visible_to(request.user)
        following = seen.to_screen_after(thing) if verb.name == "declare_eligible" else None
        return self.address(following or thing)

    def export_view(self, request):
        """The filtered list as a file; who took what, and how much, is kept."""
        if not rules.may_export(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:nominations_nomination_changelist")
        rows = self.get_changelist_instance(request).queryset
        remember(request.user, rows=rows.count(), filters=chosen(request.GET))
        return stream(rows)
