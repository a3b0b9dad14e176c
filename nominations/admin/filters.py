"""How the secretariat narrows the list of nominations."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.countries import country_list
from members.models import WorkingGroup
from members.stakeholders import StakeholderGroup
from portal.lifecycle.admin import BetweenFilter, ChoiceFilter, StateFilter

from ..models import Call


class CallFilter(ChoiceFilter):
    title = _("call")
    parameter_name = field = "call"

    def lookups(self, request, model_admin):
        self.keys = {str(year): pk for year, pk in Call.objects.order_by("-year").values_list("year", "pk")}
        return [(year, year) for year in self.keys]


class GroupFilter(ChoiceFilter):
    title = _("first group")
    parameter_name = field = "group"

    def lookups(self, request, model_admin):
        groups = WorkingGroup.objects.at_work()
        self.keys = {group.slug: group.pk for group in groups}
        return [(group.slug, group.name) for group in groups]


class ResidenceFilter(ChoiceFilter):
    title = _("country of residence")
    parameter_name = field = "residence"

    def lookups(self, request, model_admin):
        return country_list(get_language() or "en")


class StakeholderFilter(ChoiceFilter):
    title = _("stakeholder group")
    parameter_name = "stakeholders"
    field = "stakeholder_group"

    def lookups(self, request, model_admin):
        return StakeholderGroup.choices


class WaitingFilter(ChoiceFilter):
    """What the dashboard counts: one definition for the number and for the list behind it."""

    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [
            ("question", _("a question is unanswered")),
            ("letter", _("a screening letter is held")),
            ("overdue", _("a return is overdue")),
        ]

    def queryset(self, request, queryset):
        return queryset.waiting_for(self.value()) if self.value() in dict(self.lookup_choices) else queryset


class SubmittedFilter(BetweenFilter):
    title = _("submitted")
    parameter_name = "submitted"
    field = "submitted_at"


FILTERS = (StateFilter, GroupFilter, ResidenceFilter, StakeholderFilter, SubmittedFilter, WaitingFilter, CallFilter)
