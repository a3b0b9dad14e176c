"""By what the list of appointments is narrowed."""

from django import forms
from django.contrib import admin
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.admin import ChoiceFilter

from ..forms.appointment import DayField
from ..models import Appointment, WorkingGroup


class GroupFilter(ChoiceFilter):
    title = _("group")
    parameter_name = field = "group"

    def lookups(self, request, model_admin):
        groups = WorkingGroup.objects.all()
        self.keys = {group.slug: group.pk for group in groups} | {"plenary": None}
        return [*((group.slug, group.name) for group in groups), ("plenary", _("the plenary alone"))]


class RoleFilter(ChoiceFilter):
    title = _("role")
    parameter_name = field = "role"

    def lookups(self, request, model_admin):
        return Appointment.Role.choices


class RouteFilter(ChoiceFilter):
    title = _("by which way")
    parameter_name = field = "route"

    def lookups(self, request, model_admin):
        return Appointment.Route.choices


class WaitsFilter(ChoiceFilter):
    """What somebody has to see to, as the first page counts it."""

    title = _("waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [("ending", _("ends within 90 days, nothing follows"))]

    def queryset(self, request, queryset):
        return queryset.running_out(clock.day_of(clock.now())) if self.value() == "ending" else queryset


class OnFilter(admin.SimpleListFilter):
    """The roster of a day."""

    template = "admin/lifecycle/filter.html"
    title = _("roster of the day")
    parameter_name = "on"

    def lookups(self, request, model_admin):
        return ()

    def has_output(self):
        return True

    def queryset(self, request, queryset):
        day = a_day(self.value())
        return queryset.on(day) if day else queryset

    def choices(self, changelist):
        form = forms.Form({"on": self.value()} if self.value() else None)
        form.fields["on"] = DayField(label=self.title, required=False)
        yield {"form": form}


def a_day(typed):
    """The day that was typed, or None for what is none."""
    try:
        return parse_date(typed or "")
    except ValueError:
        return None
