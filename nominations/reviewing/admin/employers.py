"""Employers: organisations with all their names, kept by the secretariat, so that conflicts are found."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from nominations.rules import may_screen
from portal.lifecycle.admin import Asking, LifecycleAdmin, Verb

from ..models import Employer
from ..models.employer import spelling
from .words import EmployerForm

BINDS = _(
    "Reviewers of calls in review who work there, by any of its names, are barred at once from candidates who do."
)
ADD = Verb(
    "enter",
    _("Add an employer"),
    may=may_screen,
    form=EmployerForm,
    explains=BINDS,
    done=_("The employer is added."),
)


@admin.register(Employer)
class EmployerAdmin(Asking, LifecycleAdmin):
    asking = ADD
    verbs = (Verb("correct", _("Correct"), may=may_screen, form=EmployerForm, explains=BINDS, done=_("Corrected.")),)
    story = {"entered": _("Entered"), "corrected": _("Corrected")}
    list_display = ("name", "other_names", "parent")
    list_select_related = ("parent",)
    list_before_template = "admin/reviewing/employers_top.html"
    search_fields = ("name",)
    search_help_text = _("Any of its names")
    shown = ("name", "other_names", "parent")

    def get_search_results(self, request, queryset, search_term):
        """By any of its names, however it is written."""
        typed = spelling(search_term)
        return (
            queryset.filter(spellings__contains=[typed]) | queryset.filter(name__icontains=search_term.strip())
        ) if typed else queryset, False

    @display(description=_("other names"))
    def other_names(self, employer):
        return ", ".join(employer.aliases)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"may_keep": may_screen(request.user), **(extra_context or {})})
