"""The day until which a Member may be asked."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.aoe import EndOfDayField


class OwnDateForm(forms.Form):
    use_required_attribute = False

    until = EndOfDayField(
        label=_("Last day on which you can be asked"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-m"}),
    )

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        return helper
