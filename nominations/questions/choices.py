"""The closed lists of the form: what is stored, and how it reads."""

from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_countries import countries

GENDERS = [
    ("woman", _("Woman")),
    ("man", _("Man")),
    ("non_binary", _("Non-binary")),
    ("self_described", _("I describe it myself")),
    ("undisclosed", _("I prefer not to say")),
]
CAREER_STAGES = [
    ("early", _("Early career: up to 8 years of work in the field")),
    ("mid", _("Mid-career: 8 to 20 years")),
    ("senior", _("Senior: more than 20 years")),
    ("retired", _("Retired or emeritus")),
]
STAKEHOLDER_GROUPS = [
    ("science", _("Science")),
    ("industry", _("Industry")),
    ("civil_society", _("Civil society")),
    ("labour", _("Labour and trade unions")),
    ("organisation", _("Regional or international organisation")),
]
LEVELS = [
    ("none", _("None")),
    ("basic", _("Basic")),
    ("working", _("Working level")),
    ("fluent", _("Fluent or native")),
]
WORKING_LEVELS = ("working", "fluent")
STATELESS = "XX"  # user-assigned in ISO 3166-1
LETTER_LANGUAGES = [("en", "English"), ("fr", "Français")]
DISCIPLINES = [
    ("agriculture", _("Agriculture and food")),
    ("arts", _("Arts and design")),
    ("business", _("Business and management")),
    ("computer_science", _("Computer science and artificial intelligence")),
    ("data_science", _("Data science and statistics")),
    ("economics", _("Economics")),
    ("education", _("Education")),
    ("engineering", _("Engineering and robotics")),
    ("environment", _("Environmental and climate sciences")),
    ("history", _("History and other humanities")),
    ("information", _("Information science and communication")),
    ("law", _("Law")),
    ("linguistics", _("Linguistics")),
    ("mathematics", _("Mathematics")),
    ("medicine", _("Medicine and health")),
    ("natural_sciences", _("Natural sciences")),
    ("philosophy", _("Philosophy and ethics")),
    ("political_science", _("Political science and public policy")),
    ("psychology", _("Psychology and cognitive science")),
    ("security", _("Security studies")),
    ("sociology", _("Sociology and anthropology")),
    ("urban", _("Urban and regional studies")),
    ("other", _("Another discipline")),
]
EXPERTISE = [
    ("safety", _("AI safety and robustness")),
    ("evaluation", _("Evaluation, testing and audit of AI")),
    ("explainability", _("Explainability and transparency")),
    ("fairness", _("Fairness, bias and inclusion")),
    ("generative", _("Generative AI and large models")),
    ("machine_learning", _("Machine learning methods")),
    ("language", _("Language and speech technology")),
    ("robotics", _("Robotics and autonomous systems")),
    ("data_governance", _("Data governance and data trusts")),
    ("privacy", _("Privacy and data protection")),
    ("intellectual_property", _("Intellectual property")),
    ("regulation", _("Law and regulation of AI")),
    ("human_rights", _("Human rights and democracy")),
    ("ethics", _("Ethics of AI")),
    ("standards", _("Standards and certification")),
    ("security", _("Cybersecurity")),
    ("labour_market", _("Labour market and social dialogue")),
    ("skills", _("Skills, training and education")),
    ("working_conditions", _("Working conditions and human–machine teams")),
    ("small_firms", _("Adoption of AI by small firms")),
    ("innovation", _("Innovation policy and commercialisation")),
    ("compute", _("Computing capacity and infrastructure")),
    ("public_sector", _("AI in public administration")),
    ("health", _("AI in health")),
    ("climate", _("AI for climate and the environment")),
    ("agriculture", _("AI in agriculture and food")),
    ("development", _("AI for development and international cooperation")),
]


@lru_cache(maxsize=8)
def country_list(language: str) -> tuple[tuple[str, str], ...]:
    """All countries by their names in this language, sorted by it; sorted once, not for every field of every page."""
    return tuple((code, str(name)) for code, name in countries)


@lru_cache(maxsize=8)
def country_names(language: str) -> dict[str, str]:
    """Code to name, for lists that name many."""
    return dict(country_list(language))


def country_choices():
    return [("", _t("Choose a country")), *country_list(get_language() or "en")]


def nationality_choices():
    """The countries, and a place on the list for people whom none of them counts as its own."""
    blank, *named = country_choices()
    return [blank, (STATELESS, _t("Stateless")), *named]


class Choice(forms.ChoiceField):
    """One of a closed list. `ask` is said when it is required and missing; radios up to seven choices, else a list."""

    def __init__(self, *, choices, ask="", empty=None, widget=None, **options):
        radios = not callable(choices) and len(choices) <= 7
        widget = widget or (forms.RadioSelect() if radios else forms.Select())
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


class CountrySelect(forms.Select):
    """Written at once: Django would render a template for each of 250 options, five times on a page."""

    def __init__(self, listed, **options):
        super().__init__(**options)
        self.listed = listed

    def use_required_attribute(self, initial):
        """The first choice is the empty one, as Django would find by walking the list."""
        return not self.is_hidden

    def render(self, name, value, attrs=None, renderer=None):
        options = country_options(get_language() or "en", self.listed)
        if value in dict(self.listed()):
            options = mark_safe(options.replace(f'value="{value}"', f'value="{value}" selected', 1))  # noqa: S308  a code of the list
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, attrs) | {"name": name}), options
        )


class Country(Choice):
    """A country of ISO 3166; the European Union is a Member, not a country of anybody."""

    listed = staticmethod(country_choices)

    def __init__(self, **options):
        widget = CountrySelect(self.listed, attrs={"class": "w-m"})
        super().__init__(choices=self.listed, widget=widget, **options)

    def valid_value(self, value):
        """Django would look at each of 250 choices again for each answer."""
        return str(value) in dict(self.listed())


class Nationality(Country):
    listed = staticmethod(nationality_choices)


class Choices(forms.MultipleChoiceField):
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
