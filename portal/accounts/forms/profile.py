"""Name, language and time zone."""

from functools import cache, lru_cache
from importlib import resources

from babel.core import get_global
from babel.dates import get_timezone_location
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..models import User
from .name import one_line

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
    """Time zones by region, named after their cities in the language of the page."""
    groups = cities(get_language() or "en")
    return [("UTC", "UTC"), *((REGIONS[region], named) for region, named in groups.items() if named)]


@lru_cache(maxsize=2)
def cities(language) -> dict[str, list[tuple[str, str]]]:
    """(zone, city) by region, in the order of the cities; made once per language."""
    groups: dict[str, list] = {region: [] for region in REGIONS}
    for zone in places().values():
        region = zone.partition("/")[0]
        if region in groups:
            groups[region].append((zone, get_timezone_location(zone, locale=language, return_city=True)))
    return {region: sorted(named, key=lambda pair: pair[1]) for region, named in groups.items()}


@cache
def places() -> dict[str, str]:
    """The zones of zone.tab, one a place, by the name that Unicode has for it.

    All other names are old spellings of the same clocks: they would stand in the list as the same city again.
    """
    table = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {spelt(row[2]): row[2] for row in rows}


def spelt(zone: str) -> str:
    return get_global("zone_aliases").get(zone, zone)


class Profile(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
        help_text=_("Dates and times are shown in it, beside the time that counts."),
    )

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]
        labels = {"name": _("Your name"), "language": _("Language of our mails")}
        help_texts = {"name": _("As we should address you in mails.")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "class": "w-m"}),
            "language": forms.RadioSelect,
        }

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_staff:
            self.fields["language"].help_text = _("The admin speaks it, too.")
        stored = self.instance.time_zone or "UTC"
        zone = self.initial["time_zone"] = places().get(spelt(stored), stored)  # a browser may tell an old spelling
        if not self.fields["time_zone"].valid_value(zone):
            self.fields["time_zone"].choices = [(zone, zone), *zones()]
