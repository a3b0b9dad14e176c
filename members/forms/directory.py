"""The form above the directory of experts: a search and filters, sent by GET."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ..countries import country_list
from ..fields import Choice, Country, ListSelect
from ..stakeholders import StakeholderGroup
from ..typed import Line


def any_country():
    return [("", _t("Any country")), *country_list(get_language() or "en")]


def any_stakeholders():
    return [("", _t("Any stakeholder group")), *StakeholderGroup.choices]


class AnyCountry(Country):
    listed = staticmethod(any_country)


class DirectoryForm(forms.Form):
    q = Line(
        label=_("Name or organisation"), limit=200, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    group = Choice(label=_("Working group"), choices=list, required=False, widget=ListSelect())
    country = AnyCountry(label=_("Country of the organisation"), required=False)
    stakeholders = Choice(label=_("Stakeholder group"), choices=any_stakeholders, required=False, widget=ListSelect())
    former = forms.BooleanField(label=_("Also former experts"), required=False)

    def __init__(self, data, *, groups):
        super().__init__(data)
        self.groups = {group.slug: group for group in groups}
        self.fields["group"].choices = [("", _("Any working group")), *((g.slug, g.name) for g in groups)]
        for field in self.fields.values():
            field.hide_optional = True

    def narrow(self, people, day):
        """Those of the public people whom it asks for; nobody while something in it is wrong."""
        if not self.is_valid():
            return people.none()
        asked = self.cleaned_data
        where = {"group": self.groups[asked["group"]]} if asked["group"] else {}
        people = (people.having_sat if asked["former"] else people.sitting)(day, **where)
        works = {"country": asked["country"], "stakeholder_group": asked["stakeholders"]}
        if works := {name: value for name, value in works.items() if value}:
            people = people.working(day, **works)
        return people.found(asked["q"], day)

    @property
    def kept(self) -> dict:
        """What of it stands in the addresses of the other pages."""
        return (
            self.cleaned_data | {"former": "on" if self.cleaned_data.get("former") else ""} if self.is_valid() else {}
        )

    @property
    def narrows(self) -> bool:
        return any(self.kept.values())
