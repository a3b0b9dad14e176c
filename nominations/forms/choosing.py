"""Choosing a call, in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget


def call_field(calls):
    """One of these calls, the newest first."""
    return forms.ModelChoiceField(
        calls.order_by("-year"),
        label=_("Call"),
        empty_label=_("Choose a call"),
        error_messages={"required": _("Choose a call."), "invalid_choice": _("Choose a call from the list.")},
        widget=UnfoldAdminSelectWidget,
    )
