"""Filters with labels, short addresses and closed lists; and pages that count no further than anybody leafs."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from ..aoe import DayInput


class CappedPaginator(Paginator):
    """Counts a thousand rows beyond the page that is read, ten thousand in all: the table is never counted whole."""

    AHEAD, MOST = 1_000, 10_000
    template_name = "admin/lifecycle/pager.html"

    def __init__(self, *args, reading="", **kwargs):
        """reading: the page's number as it stands in the address."""
        super().__init__(*args, **kwargs)
        page = int(reading) if reading.isdecimal() and len(reading) < 5 else 1
        self.counts_to = min(page * self.per_page + self.AHEAD, self.MOST)

    @cached_property
    def count(self):
        return self.object_list.order_by().values("pk")[: self.counts_to].count()

    @property
    def more_than(self):
        """What there are more of than this; 0 where all were counted."""
        return self.count // 1_000 * 1_000 if self.count == self.counts_to else 0


class ChoiceFilter(admin.SimpleListFilter):
    """One of a closed list; anything else in the address filters nothing. `field` is the column.

    `keys`, where the address has another word for what the column holds: the word to the key. A name that would have
    to be looked up in another table keeps the planner from its indexes.
    """

    template = "admin/lifecycle/filter.html"
    field = ""
    keys: dict = {}

    def queryset(self, request, queryset):
        known = {str(key): self.keys.get(key, key) for key, _label in self.lookup_choices}
        return queryset.filter(**{self.field: known[self.value()]}) if self.value() in known else queryset

    def choices(self, changelist):
        form = forms.Form({self.parameter_name: self.value()})
        form.fields[self.parameter_name] = forms.ChoiceField(
            label=self.title,
            required=False,
            choices=[("", _("All")), *self.lookup_choices],
            widget=UnfoldAdminSelectWidget(),
        )
        yield {"form": form}


class StateFilter(ChoiceFilter):
    """By the states of the model. unseen: those in which nothing is on the list."""

    title = _("state")
    parameter_name = "state"
    field = "status"
    unseen: tuple[str, ...] = ()

    def lookups(self, request, model_admin):
        return [(state, label) for state, label in model_admin.model.Status.choices if state not in self.unseen]


class BetweenFilter(admin.ListFilter):
    """From one day to another, both included, in the reader's own zone. `field` is a moment."""

    template = "admin/lifecycle/filter.html"
    field = ""
    parameter_name = ""

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        typed = {name: params.pop(name)[-1] for name in self.expected_parameters() if name in params}
        self.used_parameters.update(typed)
        self.form = forms.Form(typed)
        for name, label in zip(self.expected_parameters(), (_("from"), _("until")), strict=True):
            self.form.fields[name] = forms.DateField(label=f"{self.title}, {label}", required=False, widget=DayInput)

    def has_output(self):
        return True

    def expected_parameters(self):
        return [f"{self.parameter_name}_from", f"{self.parameter_name}_until"]

    def queryset(self, request, queryset):
        self.form.is_valid()
        first, last = (self.form.cleaned_data.get(name) for name in self.expected_parameters())
        try:
            if first:
                queryset = queryset.filter(**{f"{self.field}__gte": start_of(first)})
            if last:
                queryset = queryset.filter(**{f"{self.field}__lt": start_of(last + timedelta(days=1))})
        except OverflowError:
            return queryset.none()
        return queryset

    def choices(self, changelist):
        yield {"form": self.form}


def start_of(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
