"""What a focal point may say beside an answer to a request; nothing of it is required."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from members.typed import Text

from ..naming import LetterField


class AnswerForm(forms.Form):
    use_required_attribute = False

    statement = Text(
        label=_("Statement"),
        limit=3000,
        rows=5,
        required=False,
        help_text=_("Why your Member endorses this person. The secretariat reads it; the person never does."),
    )
    letter = LetterField(label=_("Signed letter"), help_text=_("A PDF of at most 4 pages and 5 MB."))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["letter"].hide_optional = False

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        return helper
