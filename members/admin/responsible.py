"""Naming who answers for a project: a search, then some of the few whom it found."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from ..forms.appointment import FindPersonForm
from ..models import Person
from .search import people_found

FEW = 10  # people to choose from; whoever finds more types more


class ResponsibleForm(forms.Form):
    """Some of the few whom a search found; before it, the search."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Who answers for it"),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        error_messages={
            "required": _("Choose at least one person."),
            "invalid_choice": _("Choose people of this list."),
        },
    )

    @classmethod
    def about(cls, project, typed, chosen):
        find = FindPersonForm(chosen if "q" in chosen else None)
        if not find.is_valid():
            return find
        people = people_found(Person.objects.living(), find.cleaned_data["q"]).in_order()
        keys = list(people.exclude(projects=project).values_list("pk", flat=True)[: FEW + 1])
        if not keys:
            find.add_error("q", _("Nobody else was found. Type another part of the name, an address or an ORCID."))
            return find
        form = cls(typed)
        form.fields["people"].queryset = Person.objects.filter(pk__in=keys[:FEW]).select_related("user").in_order()
        if len(keys) > FEW:
            form.fields["people"].help_text = _("More people fit. If it is none of these, go back and type more.")
        return form


class ReleaseForm(ResponsibleForm):
    """Some of those who answer for it."""

    @classmethod
    def about(cls, project, typed, chosen):
        form = cls(typed)
        form.fields["people"].queryset = project.responsible.select_related("user").in_order()
        return form
