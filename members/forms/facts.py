"""What the secretariat writes about groups and projects, each with where it is written."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldBooleanWidget

from ..models import Project, WorkingGroup
from ..typed import Line, Text, WebAddress, WholeNumber
from .appointment import DayField
from .people import InTheAdmin

SOURCE = _("The page that says so, so that readers can check it.")


class GroupForm(InTheAdmin):
    name_en = Line(label=_("Name in English"), limit=120, ask=_("Enter the name in English"))
    name_fr = Line(label=_("Name in French"), limit=120, ask=_("Enter the name in French"))
    summary_en = Text(label=_("Mandate in English"), limit=2000, ask=_("Enter the mandate in English"))
    summary_fr = Text(label=_("Mandate in French"), limit=2000, ask=_("Enter the mandate in French"))
    established_on = DayField(label=_("Established on"), required=False)
    concluded = forms.BooleanField(label=_("Concluded"), required=False, widget=UnfoldBooleanWidget)
    source_url = WebAddress(label=_("Source"), ask=_("Enter the address of the page that says so"), help_text=SOURCE)

    @classmethod
    def about(cls, group, typed, chosen):
        return cls(typed, initial=columns(cls, group))


class ProjectForm(InTheAdmin):
    title = Line(label=_("Title"), limit=250, ask=_("Enter the title"))
    group = forms.ModelChoiceField(
        WorkingGroup.objects.all(),
        label=_("Working group"),
        required=False,
        empty_label=_("across the groups"),
        to_field_name="slug",
        widget=UnfoldAdminSelectWidget,
    )
    year = WholeNumber(
        label=_("Year"), required=False, least=2020, most=2200, wrong=_("Enter the year in four digits, from 2020 on")
    )
    year_inferred = forms.BooleanField(
        label=_("The year is inferred"),
        required=False,
        help_text=_("The source does not give it; it follows from other facts."),
        widget=UnfoldBooleanWidget,
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose one")), *Project.Kind.choices],
        error_messages={"required": _("Choose a kind")},
        widget=UnfoldAdminSelectWidget,
    )
    url = WebAddress(label=_("Link"), required=False, help_text=_("Where it can be read."))
    source_url = WebAddress(label=_("Source"), ask=_("Enter the address of the page that says so"), help_text=SOURCE)

    @classmethod
    def about(cls, project, typed, chosen):
        if project is None:
            return cls(typed)
        initial = columns(cls, project)
        return cls(typed, initial=initial | {"group": project.group and project.group.slug})


def columns(form, thing) -> dict:
    """What stands in the row now."""
    return {name: getattr(thing, name) for name in form.base_fields}
