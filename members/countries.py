"""Countries by their names in the reader's language (ISO 3166-1; django-countries has the names)."""

import csv
from functools import cache, lru_cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django_countries import countries

STATELESS = "XX"  # user-assigned in ISO 3166-1


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


@cache
def members_named() -> dict[str, dict[str, str]]:
    """What the Members of the facts are called: code to {"en", "fr"}."""
    with (Path(__file__).parent / "data" / "members.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso_alpha2"]: {"en": row["name_en"], "fr": row["name_fr"]} for row in csv.DictReader(file)}


def member_name(code: str) -> str:
    """A Member's name by its code, without asking the database: for the story, which names many."""
    language = (get_language() or "en")[:2]
    of_old = members_named().get(code)
    return of_old.get(language, of_old["en"]) if of_old else country_names(language).get(code, code)
