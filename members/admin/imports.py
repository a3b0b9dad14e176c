"""Imports: a file is uploaded, checked, and imported whole when an officer says so."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import formats
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle.admin import LifecycleAdmin, Verb, short

from ..forms.imports import ImportForm
from ..imports.columns import COLUMNS
from ..imports.example import example
from ..imports.words import WARNINGS, sentence
from ..models import Import
from ..models.imports import BYTES_AT_MOST
from ..rules import may_keep_people

Status = Import.Status
COUNTS = {
    "rows": _("Rows"),
    "new_people": _("People who are new"),
    "found_people": _("People found again"),
    "new_terms": _("Terms that are new"),
    "terms_there": _("Terms that are there already"),
    "new_addresses": _("Addresses added to people found again"),
    "new_orcids": _("ORCIDs added to people found again"),
    "new_consents": _("Consents to publication"),
}
ALWAYS = ("rows", "new_people", "new_terms")
VERBS = (
    Verb(
        "carry_out",
        _("Import all of it"),
        may=may_keep_people,
        to=Status.IMPORTING,
        confirm=True,
        explains=_("All rows are imported, or none. Nobody gets a letter."),
        done=_("The import has begun."),
    ),
    Verb(
        "begin_again",
        _("Begin again"),
        may=may_keep_people,
        to=Status.UPLOADED,
        done=_("The file is checked once more."),
    ),
    Verb(
        "discard",
        _("Discard"),
        may=may_keep_people,
        to=Status.DISCARDED,
        quiet=True,
        confirm=True,
        explains=_("The file is forgotten, and nothing is imported."),
        done=_("The file is discarded."),
    ),
)
STORY = {
    "uploaded": _("Uploaded"),
    "checked": _("Checked"),
    "refused": _("Refused"),
    "started": _("Import begun"),
    "imported": _("Imported"),
    "broken_off": _("Broken off"),
    "begun_again": _("Begun again"),
    "discarded": _("Discarded"),
}


@admin.register(Import)
class ImportAdmin(LifecycleAdmin):
    page_template = "admin/members/import.html"
    change_list_template = "admin/members/imports.html"
    verbs = VERBS
    story = STORY
    waiting = frozenset({Status.CHECKED, Status.BROKEN_OFF})
    list_display = ("name", "state", "rows", "uploaded", "by")
    list_select_related = ("by",)
    ordering = ("-uploaded_at", "pk")
    unread = ("lines",)
    shown = ("name", "by", "uploaded_at", "size", "sha256")

    @display(description=_("uploaded"), ordering="uploaded_at")
    def uploaded(self, thing):
        return short(thing.uploaded_at)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [path("example.csv", wrap(self.example_view), name="members_import_example"), *super().get_urls()]

    def example_view(self, request):
        """A file with the columns and two invented rows."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = HttpResponse(example(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="experts.csv"'
        return response

    def has_add_permission(self, request, *args):
        return may_keep_people(request.user)

    def add_view(self, request, form_url="", extra_context=None):
        """Upload a file; the page of the import then tells what was found."""
        if not may_keep_people(request.user):
            raise PermissionDenied
        form = ImportForm.of(request) if request.method == "POST" else ImportForm()
        if form.is_bound and form.is_valid():
            taken = Import.receive(content=form.content, name=form.name, by=request.user)
            return redirect(self.address(taken))
        context = {
            **self.admin_site.each_context(request),
            "title": _t("Import experts and terms"),
            "form": form,
            "columns": COLUMNS,
            "back": self.list_address(),
            "model_opts": self.opts,
        }
        return TemplateResponse(request, "admin/members/import_add.html", context)

    add_view.upload_at_most = BYTES_AT_MOST

    def page(self, request, thing):
        told = [{**line, "text": sentence(line), "warning": line["code"] in WARNINGS} for line in thing.lines]
        return super().page(request, thing) | {
            "problems": [line for line in told if not line["warning"]],
            "warnings": [line for line in told if line["warning"]],
            "counts": [] if thing.status == Status.REFUSED else counted(thing),
            "at_work": thing.status in Import.AT_WORK,
        }


def counted(thing) -> list[tuple[str, str]]:
    """What it would do, or did: what comes to nothing is left out, but for people and terms."""
    told = [(key, thing.counts.get(key, 0)) for key in COUNTS if thing.counts]
    return [
        (COUNTS[key], formats.number_format(n, use_l10n=True, force_grouping=True))
        for key, n in told
        if n or key in ALWAYS
    ]
