"""How the secretariat narrows the list of nominations."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.models import WorkingGroup
from portal.lifecycle.admin import BetweenFilter, ChoiceFilter

from ..models import Call, Nomination
from ..questions.choices import STAKEHOLDER_GROUPS, country_list


class StateFilter(ChoiceFilter):
    title = _("state")
    parameter_name = "state"
    field = "status"

    def lookups(self, request, model_admin):
        return Nomination.Status.choices


class CallFilter(ChoiceFilter):
    title = _("call")
    parameter_name = "call"
    field = "call__year"

    def lookups(self, request, model_admin):
        return [(str(year), str(year)) for year in Call.objects.order_by("-year").values_list("year", flat=True)]


class GroupFilter(ChoiceFilter):
    title = _("first group")
    parameter_name = "group"
    field = "group__slug"

    def lookups(self, request, model_admin):
        return [(group.slug, group.name) for group in WorkingGroup.objects.at_work()]


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
        return STAKEHOLDER_GROUPS


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
