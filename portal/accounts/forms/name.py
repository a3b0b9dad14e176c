"""The optional name at sign-up, and the time zone that the browser tells."""

from unicodedata import category
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

JOINERS = "\u200c\u200d"  # part of how some scripts are written


def one_line(name: str) -> str:
    """A name as one line of letters that can be seen: what breaks lines or turns their direction is left out."""
    return " ".join(
        "".join(" " if category(c) == "Cc" else c for c in name if category(c) != "Cf" or c in JOINERS).split()
    )


class Name(forms.Form):
    """What sign-up asks beside the address (ACCOUNT_SIGNUP_FORM_CLASS)."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=160,
        required=False,
        help_text=_("As we should address you in mails. You can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-browser-zone": ""}))

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean_time_zone(self):
        """Never a reason to refuse somebody: what is no time zone counts as not told."""
        zone = self.cleaned_data["time_zone"]
        return zone if zone in available_timezones() else ""

    def signup(self, request, user):
        """Called by allauth with the new account."""
        user.name = self.cleaned_data["name"] or user.name
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["name", "time_zone"])
