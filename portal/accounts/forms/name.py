"""The optional name at sign-up."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Name(forms.Form):
    """What sign-up asks beside the address (ACCOUNT_SIGNUP_FORM_CLASS)."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=160,
        required=False,
        help_text=_("As we should address you in mails. You can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request, user):
        """Called by allauth with the new account."""
        if self.cleaned_data["name"]:
            user.name = self.cleaned_data["name"]
            user.save(update_fields=["name"])
