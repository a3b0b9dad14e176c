"""The declaration beside the button that sends an application in."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from ..fields import Tick


class Declaration(forms.Form):
    use_required_attribute = False

    declared = Tick(
        label=_(
            "I may speak for my country in this, the answers are true as far as I know, and the secretariat may share them with the Steering Committee and the Council"
        ),
        ask=_("Tick that you may speak for your country and that the answers are true"),
    )

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        return helper
