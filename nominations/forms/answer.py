"""The answer to a question of the secretariat."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from members.typed import Text


class Answer(forms.Form):
    use_required_attribute = False

    answer = Text(label=_("Your answer"), limit=3000, rows=8, ask=_("Write your answer before you send it"))

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        return helper
