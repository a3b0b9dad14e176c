"""Employers: organisations with all their names, kept by the secretariat, so that conflicts are found."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from nominations.rules import may_screen
from portal.lifecycle.admin import LifecycleAdmin, Verb
from portal.lifecycle.models import Refused

from ..models import Employer
from ..models.employer import spelling
from .words import EmployerForm

BINDS = _(
    "Reviewers of calls in review who work there, by any of its names, are barred at once from candidates who do."
)
ADD = Verb("enter", _("Add an employer"), may=may_screen, form=EmployerForm, explains=BINDS)


@admin.register(Employer)
class EmployerAdmin(LifecycleAdmin):
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

    def has_add_permission(self, request, *args):
        return may_screen(request.user)

    def add_view(self, request, form_url="", extra_context=None):
        if not may_screen(request.user):
            raise PermissionDenied
        form = EmployerForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                employer = Employer.enter(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _t("The employer is added."))
                return redirect(self.address(employer))
        context = {
            **self.admin_site.each_context(request),
            "title": ADD.label,
            "verb": ADD,
            "explanation": ADD.explanation(None),
            "form": form,
            "model_opts": self.opts,
            "thing": capfirst(self.opts.verbose_name_plural),
            "back": self.list_address(),
        }
        return TemplateResponse(request, "admin/lifecycle/verb.html", context)
