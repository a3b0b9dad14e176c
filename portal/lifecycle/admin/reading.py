"""ReadingAdmin: what staff may read and nobody changes here."""

from datetime import datetime

from django.contrib import admin
from django.contrib.admin.utils import display_for_field, display_for_value, label_for_field, lookup_field, unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, F, Func
from django.http import Http404, HttpResponseNotAllowed
from django.template.defaultfilters import yesno
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from ..aoe import AOE, MINUTE
from .filters import BetweenFilter, CappedPaginator

FEW = 500


class Found(ChangeList):
    """Says how many were found, and offers "all" only where something narrows the list."""

    def get_queryset(self, request, exclude_parameters=None):
        return super().get_queryset(request, exclude_parameters).defer(*self.model_admin.unread)

    def get_results(self, request):
        """One page. Where a search or a filter left few, the database finds those before it puts them in order."""
        super().get_results(request)
        narrowed = self.has_active_filters or self.query
        if not narrowed:
            self.full_result_count = self.result_count
        elif self.result_count <= FEW:
            start = (self.page_num - 1) * self.list_per_page if self.multi_page else 0
            self.result_list = found_first(self.queryset)[start : start + self.list_per_page]

    @property
    def number_found(self) -> str:
        """How many there are, in words."""
        more_than = self.paginator.more_than
        name = self.opts.verbose_name if self.result_count == 1 else self.opts.verbose_name_plural
        number = formats.number_format(more_than or self.result_count, use_l10n=True, force_grouping=True)
        return (_("more than %(number)s %(things)s") if more_than else "%(number)s %(things)s") % {
            "number": number,
            "things": name,
        }


class Among(Func):
    """`key = ANY(ARRAY(…))`: the array is made first, whatever the planner thinks of the rest."""

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = BooleanField()


def found_first(rows):
    """The same rows, for a statement that sorts them: few are not looked for along the index of the order.

    The planner takes a rare name for a common one, and would read the whole table in the order that is asked for.
    """
    return rows.filter(Among(F("pk"), ArraySubquery(rows.order_by().values("pk"))))


class ReadingAdmin(ModelAdmin):
    """A list and a page to read. Strangers' rows do not exist; filters are a closed list; nothing is added or deleted.

    shown: the fields and methods of the page, in order. page_template: a page of its own, fed by `page`.
    unread: long columns that no list reads.
    """

    shown: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    page_template = "admin/lifecycle/page.html"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    list_per_page = list_max_show_all = 50
    list_filter_submit = True
    empty_value_display = "–"
    actions = None

    def get_queryset(self, request):
        """Starts from `visible_to`, as every lookup does."""
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def get_changelist(self, request, **kwargs):
        return Found

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        return self.paginator(queryset, per_page, *args, reading=request.GET.get(PAGE_VAR, ""), **kwargs)

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request=None):
        """Django allows every field of the table; here a column that no filter names can be guessed by nobody."""
        return lookup in [name for spec in self.list_filter for name in filter_names(spec)]

    def found(self, request, object_id):
        """The row behind an address, or the 404 of a missing page."""
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            raise Http404
        return thing

    def address(self, thing) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[thing.pk])

    def list_address(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    # --- the page

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The page of one thing. There is no form on it, so nothing can be posted to it."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if object_id is None or not self.has_view_permission(request):
            raise PermissionDenied
        thing = self.found(request, object_id)
        return TemplateResponse(request, self.page_template, self.page_context(request, thing))

    def page_context(self, request, thing) -> dict:
        return {
            **self.admin_site.each_context(request),
            "title": str(thing),
            "thing": thing,
            "back": self.list_address(),
            "model_opts": self.opts,
            **self.page(request, thing),
        }

    def page(self, request, thing) -> dict:
        """What the page shows besides the frame."""
        return {"lines": [self.line(thing, name) for name in self.shown]}

    def line(self, thing, name) -> tuple[str, str]:
        """The label of a field or method, and its value in words; a moment stays one, and the page names its zone."""
        field, _attribute, value = lookup_field(name, thing, self)
        if isinstance(value, bool):
            words = yesno(value)
        elif isinstance(value, datetime):
            words = value
        else:
            words = display_for_value(value, "") if field is None else display_for_field(value, field, "")
        return capfirst(label_for_field(name, self.model, self)), words

    def history_view(self, request, object_id, extra_context=None):
        """The story is the timeline; Django's own log is not kept."""
        raise Http404


def short(moment, zone=None) -> str:
    """A moment for a list, in the reader's zone or another: 22 Nov 14:03, with the year where it is not this one."""
    if moment is None:
        return ""
    there = timezone.localtime(moment, zone)
    return formats.date_format(there, "j M H:i" if there.year == timezone.localtime(None, zone).year else "j M Y H:i")


def short_end(moment) -> str:
    """An end for a list, as people read it: 1 Dec 23:59, Anywhere on Earth."""
    return _("%(moment)s, Anywhere on Earth") % {"moment": short(moment - MINUTE, AOE)}


def filter_names(spec) -> list[str]:
    """The names by which a filter of ours is asked in an address."""
    if isinstance(spec, type) and issubclass(spec, BetweenFilter):
        return [f"{spec.parameter_name}_from", f"{spec.parameter_name}_until"]
    return [spec.parameter_name] if isinstance(spec, type) and issubclass(spec, admin.SimpleListFilter) else []
