"""The declaration beside the button that submits."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from members.fields import Tick


class Declaration(forms.Form):
    use_required_attribute = False

    declared = Tick(
        label=_(
            "My answers are true as far as I know, and the secretariat may share them with the people who review this call"
        ),
        ask=_("Tick that your answers are true before you submit"),
    )

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        return helper
