"""Assignments: the list, each with its reasons; given by hand, one or many; taken back."""

from django.contrib import admin
from django.db.models import Q
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from nominations.admin.filters import CallFilter
from portal.lifecycle.admin import LifecycleAdmin, StateFilter, Verb, short

from ..models import Assignment
from ..rules import may_keep_committee
from ..seat_forms import ReleaseForm
from ..words import reasons_in_words
from .giving import GivingPages

Status = Assignment.Status


class OfCall(CallFilter):
    field = "reviewer__call"


@admin.register(Assignment)
class AssignmentAdmin(GivingPages, LifecycleAdmin):
    verbs = (
        Verb(
            "release",
            _("Take back"),
            may=may_keep_committee,
            to=Status.RELEASED,
            states=(Status.ASSIGNED,),
            form=ReleaseForm,
            danger=True,
            bulk=True,
            explains=_("The reviewer no longer sees it, and it can be given to somebody else. What was begun is kept."),
            done=_("Taken back."),
        ),
    )
    story = {
        "assigned": _("Assigned"),
        "reviewed": _("Reviewed"),
        "declined": _("Declined"),
        "released": _("Taken back"),
        "review_voided": _("Review set aside by the chair"),
    }
    list_display = ("reference", "name", "judge", "state", "why", "assigned")
    list_filter = (OfCall, StateFilter)
    list_select_related = ("nomination", "reviewer__user", "reviewer__call")
    list_before_template = "admin/reviewing/assignments_top.html"
    search_fields = ("nomination__reference",)
    search_help_text = _("Reference, name of the nomination or address of the reviewer")
    ordering = ("-assigned_at", "pk")
    unread = ("decline_note", "nomination__answers", "nomination__names")
    shown = ("about", "judge", "why", "anchor", "assigned_at", "done_at", "declined_for", "by_run")

    def get_queryset(self, request):
        """Not `visible_to`, which is for reviewers: what staff may see of the committee's work."""
        return self.model.objects.in_files_of(request.user).select_related(*self.list_select_related)

    def get_search_results(self, request, queryset, search_term):
        term = " ".join(search_term.lower().split())
        found = Q(nomination__reference__istartswith=term) | Q(nomination__search_name__contains=term)
        return (queryset.filter(found | Q(reviewer__user__email__istartswith=term)) if term else queryset), False

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [path("many-given/", wrap(self.give_many_view), name="reviewing_assignment_give"), *super().get_urls()]

    # --- columns

    @display(description=_("nomination"), ordering="nomination__reference")
    def reference(self, assignment):
        return assignment.nomination.reference

    @display(description=_("name"))
    def name(self, assignment):
        return assignment.nomination.display_name or "–"

    @display(description=_("nomination"))
    def about(self, assignment):
        from django.urls import reverse

        address = reverse("admin:nominations_nomination_change", args=[assignment.nomination_id])
        nomination = assignment.nomination
        return format_html('<a href="{}">{} {}</a>', address, nomination.reference, nomination.display_name)

    @display(description=_("reviewer"))
    def judge(self, assignment):
        return str(assignment.reviewer)

    @display(description=_("why"))
    def why(self, assignment):
        """Of a declined one, why it was declined; else why this pair."""
        return assignment.get_declined_for_display() or reasons_in_words(assignment.reasons) or "–"

    @display(description=_("assigned"), ordering="assigned_at")
    def assigned(self, assignment):
        return short(assignment.assigned_at)

    @display(description=_("by"))
    def by_run(self, assignment):
        return _("an assignment run") if assignment.run_id else _("hand")
