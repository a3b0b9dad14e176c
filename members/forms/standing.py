"""The words that a change of a Member's standing needs: a reason for the file, and a day."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from portal.lifecycle.aoe import DayInput

from ..typed import Text

DAY = {"invalid": _("Give the day as year, month and day, such as 2026-12-01.")}


def reason():
    return Text(
        label=_("Reason, for the file"),
        limit=2000,
        rows=3,
        ask=_("Say why: the reason is kept in the file."),
        widget=UnfoldAdminTextareaWidget,
    )


def day(label, hint):
    return forms.DateField(label=label, help_text=hint, required=False, widget=DayInput, error_messages=DAY)


class WhyForm(forms.Form):
    reason = reason()


class SuspendForm(forms.Form):
    reason = reason()
    on = day(
        _("From"), _("The day that the file names; today if left empty. The rights end now, whatever the day says.")
    )


class ReinstateForm(forms.Form):
    reason = reason()
    on = day(
        _("First day with its rights"),
        _("The day that the file names; today if left empty. The rights begin now, whatever the day says."),
    )


class LeaveForm(forms.Form):
    """Takes the last day inside, gives the first outside, as it is stored."""

    reason = reason()
    on = forms.DateField(
        label=_("Last day as a Member"),
        help_text=_("It may lie ahead: the rights end with that day (UTC), by the clock."),
        widget=DayInput,
        error_messages=DAY | {"required": _("Give the last day.")},
    )

    def clean_on(self):
        try:
            return self.cleaned_data["on"] + timedelta(days=1)
        except OverflowError:
            raise forms.ValidationError(DAY["invalid"]) from None
