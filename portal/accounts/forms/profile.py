"""Name, language and time zone."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import User

REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


def zones() -> list:
    """Time zones by region, named after their cities."""
    groups = {region: [] for region in REGIONS}
    for zone in sorted(available_timezones()):
        region, _slash, city = zone.partition("/")
        if region in groups:
            groups[region].append((zone, city.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *((REGIONS[region], cities) for region, cities in groups.items() if cities)]


class Profile(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        required=False,
        help_text=_("Dates and times are shown in it, beside the time that counts."),
    )

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]
        labels = {"name": _("Your name"), "language": _("Language of our mails")}
        help_texts = {"name": _("As we should address you in mails.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"}), "language": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["time_zone"] = self.instance.time_zone or "UTC"
