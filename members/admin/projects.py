"""Projects, outputs and reports: listed, corrected, and who answers for each."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle.admin import Asking, ChoiceFilter, LifecycleAdmin, Verb

from .. import rules
from ..forms.facts import ProjectForm
from ..models import Project, WorkingGroup
from .groups import CORRECT
from .responsible import ReleaseForm, ResponsibleForm


class GroupFilter(ChoiceFilter):
    title = _("working group")
    parameter_name = field = "group"

    def lookups(self, request, model_admin):
        groups = WorkingGroup.objects.all()
        self.keys = {group.slug: group.pk for group in groups} | {"across": None}
        return [*((group.slug, group.name) for group in groups), ("across", _("across the groups"))]


class KindFilter(ChoiceFilter):
    title = _("kind")
    parameter_name = field = "kind"

    def lookups(self, request, model_admin):
        return Project.Kind.choices


def has_responsible(project) -> bool:
    return project.responsible.exists()


ENTER = Verb("enter", _("Add a project"), may=rules.may_keep_facts, form=ProjectForm, done=_("The project is added."))
VERBS = (
    Verb("correct", _("Correct"), may=rules.may_keep_facts, form=ProjectForm, explains=CORRECT, done=_("Corrected.")),
    Verb(
        "name_responsible",
        _("Name who answers for it"),
        may=rules.may_keep_facts,
        form=ResponsibleForm,
        explains=_("The public page shows those who had a term and agree to be shown, while they do."),
        done=_("Named."),
        quiet=True,
    ),
    Verb(
        "release_responsible",
        _("Take a name away"),
        may=rules.may_keep_facts,
        form=ReleaseForm,
        when=has_responsible,
        done=_("Taken away."),
        quiet=True,
    ),
)


@admin.register(Project)
class ProjectAdmin(Asking, LifecycleAdmin):
    asking = ENTER
    verbs = VERBS
    story = {
        "entered": _("Added"),
        "corrected": _("Corrected"),
        "named_responsible": _("People named who answer for it"),
        "released_responsible": _("Names taken away"),
        "fields": _("what was changed"),
        "people": _("persons, by number"),
    }
    list_display = ("title", "group", "year", "its_kind")
    list_filter = (GroupFilter, KindFilter)
    list_select_related = ("group",)
    search_fields = ("title",)
    search_help_text = _("A part of the title")
    ordering = ("-year", "title", "pk")
    shown = ("title", "group", "year", "year_inferred", "its_kind", "link", "source", "answering")

    @display(description=_("kind"), ordering="kind")
    def its_kind(self, project):
        return project.get_kind_display()

    @display(description=_("link"))
    def link(self, project):
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', project.url) if project.url else ""

    @display(description=_("source"))
    def source(self, project):
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', project.source_url)

    @display(description=_("who answers for it"))
    def answering(self, project):
        return "\n".join(str(person) for person in project.responsible.select_related("user").in_order())
