"""Files of the secretariat: asked for, watched, taken, discarded."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from members.forms.people import InTheAdmin
from members.typed import Text
from nominations.admin.filters import CallFilter
from nominations.forms.choosing import call_field
from nominations.models import Call
from portal.lifecycle.admin import JobAdmin, Verb
from portal.lifecycle.models import Refused
from portal.pdf.delivery import GUARDS, opened

from ..columns import COLUMNS, columns_for
from ..forms.decision import ONE, SOME
from ..models import Export

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def may_export(user) -> bool:
    """Take rows out of the house; whoever only reads does not."""
    return user.is_authenticated and user.is_secretariat


class ExportForm(InTheAdmin):
    """The columns offered are those of the reader's role."""

    for_reader = True

    call = call_field(Call.objects.announced())
    format = forms.ChoiceField(
        label=_("Format"),
        choices=Export.Format.choices,
        widget=forms.RadioSelect,
        initial=Export.Format.XLSX,
        error_messages={"required": _("Choose a format."), "invalid_choice": ONE},
    )
    purpose = Text(label=_("What it is for"), help_text=_("Kept with the file, and in the log."), limit=200, rows=2)
    names = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one column."), "invalid_choice": SOME},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offered = columns_for(user)
        self.fields["names"].choices = [(name, column.label) for name, column in offered.items()]
        self.fields["names"].initial = [name for name, column in offered.items() if not column.heads]

    @classmethod
    def about(cls, export, typed, chosen, reader):
        return cls(typed, user=reader)


ASK = Verb(
    "ask",
    _("Ask for a file"),
    may=may_export,
    form=ExportForm,
    explains=_("A job writes the file; it is yours alone, and deleted after seven days."),
)
VERBS = (
    Verb(
        "discard",
        _("Discard"),
        may=may_export,
        to=Export.Status.DISCARDED,
        confirm=True,
        quiet=True,
        explains=_("The file is deleted. That it was made, and who took it, stays."),
        done=_("Discarded."),
    ),
)


@admin.register(Export)
class ExportAdmin(JobAdmin):
    page_template = "admin/deciding/export.html"
    list_before_template = "admin/deciding/exports_top.html"
    asking = ASK
    verbs = VERBS
    failures = {
        "refused": _("Whoever asked may take no file any more."),
        "broke_off": _("The file could not be written. Ask for it again."),
    }
    story = {
        "asked": _("Asked for"),
        "begun": _("Begun"),
        "done": _("Written"),
        "failed": _("Failed"),
        "taken": _("Taken"),
        "discarded": _("Discarded"),
    }
    list_display = ("asked", "call", "format", "state", "asked_by", "purpose")
    list_filter = (CallFilter,)
    list_select_related = ("call", "asked_by")
    shown = ("call", "asked_at", "asked_by", "purpose", "format", "labels")

    @display(description=_("columns"))
    def labels(self, export):
        return ", ".join(str(COLUMNS[name].label) for name in export.columns if name in COLUMNS)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        take = path("<path:object_id>/take/", wrap(self.take_view), name="deciding_export_take")
        return [take, *super().get_urls()]

    def page(self, request, export):
        mine = export.asked_by_id == request.user.pk
        take = mine and export.path and reverse("admin:deciding_export_take", args=[export.pk])
        return super().page(request, export) | {"take": take}

    def take_view(self, request, object_id):
        """The file, to whoever asked for it, by a button: that it was taken is written down."""
        export = self.found(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if export.asked_by_id != request.user.pk or not may_export(request.user):
            raise PermissionDenied
        try:
            file = opened(export.take(by=request.user))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.address(export))
        name = f"nominations-{export.call.year}.{export.format}"
        return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[export.format], headers=GUARDS)
