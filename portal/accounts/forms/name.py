"""The optional name at sign-up, and the time zone that the browser tells."""

import re
from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.text import demand_seen, tidy


def one_line(name: str) -> str:
    """A name as one line that reads as it looks; raises ValidationError for what cannot be seen."""
    name = re.sub(r"[\n\t]+", " ", tidy(name)).strip()
    demand_seen(name)
    return name


@cache
def zones() -> set[str]:
    """Every time zone, looked up on the disk once: each time it is hundreds of files."""
    return available_timezones()


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
        return zone if zone in zones() else ""

    def signup(self, request, user):
        """allauth wants it; the adapter writes both with the new account."""
