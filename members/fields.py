"""Fields of forms for closed lists, cheap where a page has many of them."""

from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .countries import country_choices, nationality_choices


class ListSelect(forms.Select):
    """Written at once: Django renders a template for each option."""

    def options(self, chosen: str) -> str:
        marked = ((key, mark_safe(" selected") if str(key) == chosen else "", label) for key, label in self.choices)
        return format_html_join("", '<option value="{}"{}>{}</option>', marked)

    def render(self, name, value, attrs=None, renderer=None):
        attrs = flatatt(self.build_attrs(self.attrs, attrs) | {"name": name})
        return format_html("<select{}>{}</select>", attrs, self.options(str(value or "")))


class Closed:
    """A closed list is the same for every form: copies of the field share it, where Django copies it word by word."""

    def labels(self) -> dict:
        """What is stored to how it reads."""
        return {str(key): label for key, label in self.choices}

    def __deepcopy__(self, memo):
        return super(forms.ChoiceField, self).__deepcopy__(memo)


class Choice(Closed, forms.ChoiceField):
    """One of a closed list. `ask` is said when it is required and missing; radios up to seven choices, else a list."""

    def __init__(self, *, choices, ask="", empty=None, widget=None, **options):
        radios = not callable(choices) and len(choices) <= 7
        widget = widget or (forms.RadioSelect() if radios else ListSelect())
        super().__init__(
            choices=choices if callable(choices) or radios else [("", empty or _("Choose one")), *choices],
            widget=widget,
            **options,
        )
        self.error_messages["invalid_choice"] = _("Choose one of the answers on the list")
        if ask:
            self.error_messages["required"] = ask


@lru_cache(maxsize=16)
def country_options(language: str, choices) -> str:
    """The options of a list of countries as HTML; `choices`: the function that lists them."""
    return format_html_join("", '<option value="{}">{}</option>', choices())


class CountrySelect(ListSelect):
    """250 options, five times on a page: kept as they are written."""

    def __init__(self, listed, **options):
        super().__init__(**options)
        self.listed = listed

    def use_required_attribute(self, initial):
        """The first choice is the empty one, as Django would find by walking the list."""
        return not self.is_hidden

    def options(self, chosen):
        options = country_options(get_language() or "en", self.listed)
        if chosen in dict(self.listed()):
            options = mark_safe(options.replace(f'value="{chosen}"', f'value="{chosen}" selected', 1))  # noqa: S308  a code of the list
        return options


class Country(Choice):
    """A country of ISO 3166; the European Union is a Member, not a country of anybody."""

    listed = staticmethod(country_choices)

    def __init__(self, **options):
        widget = CountrySelect(self.listed, attrs={"class": "w-m"})
        super().__init__(choices=self.listed, widget=widget, **options)

    def labels(self):
        return dict(self.listed())

    def valid_value(self, value):
        """Django would look at each of 250 choices again for each answer."""
        return str(value) in self.labels()


class Nationality(Country):
    listed = staticmethod(nationality_choices)


class Choices(Closed, forms.MultipleChoiceField):
    """Between one and `most` of a closed list."""

    def __init__(self, *, most: int, ask, **options):
        super().__init__(widget=forms.CheckboxSelectMultiple(), **options)
        self.most = most
        self.error_messages |= {"required": ask, "invalid_choice": _("Choose only answers that are on the list")}

    def validate(self, value):
        super().validate(value)
        if len(set(value)) > self.most:
            raise ValidationError(
                _("You chose %(chosen)s. Keep at most %(most)s."),
                code="too_many",
                params={"chosen": len(set(value)), "most": self.most},
            )


class Tick(forms.BooleanField):
    """A box to tick; `ask` is said when it must be ticked and is not."""

    def __init__(self, *, ask="", **options):
        super().__init__(**options)
        if ask:
            self.error_messages["required"] = ask
