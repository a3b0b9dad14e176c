"""For which country somebody applies."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from ..fields import Country


class CountryForm(forms.Form):
    use_required_attribute = False

    country = Country(label=_("Your country"), ask=_("Choose the country that applies"))

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        return helper
