"""The vote of a Member in a ballot."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..fields import Choice as ChoiceField
from ..models.rule import Choice


class VoteForm(forms.Form):
    """One radio for each choice of the ballot. `member`: the code, for whoever acts for two."""

    use_required_attribute = False

    def __init__(self, ballot, data=None, *, member=None, chosen=None):
        """member: the one whose seat the form is of, where the page has more than one. chosen: its present vote."""
        super().__init__(data, auto_id=f"id_{member.code}_%s" if member else "id_%s", initial={"choice": chosen})
        words = [(value, capfirst(Choice(value).label)) for value in ballot.choices]
        self.fields["choice"] = ChoiceField(
            label=_("Your Member’s vote"), choices=words, ask=_("Choose how your Member votes")
        )

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        return helper
