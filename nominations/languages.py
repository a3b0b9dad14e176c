"""In which language somebody wrote. The model is loaded when it is first asked, in a worker: it takes a second and memory."""

from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

ENOUGH = 120  # characters from which on a text is judged by itself; shorter ones are judged together
LEAST = 60  # characters under which nobody can say
SURE = 0.8  # of 1: below it the package guesses, as it does with lists of names and short texts
ACCEPTED = ("en", "fr")


@cache
def identifier():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # here, so that no web process ever loads it

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str:
    """The code of the language (ISO 639-1); empty where the text is too short, or none of which anybody is sure."""
    if len(text) < LEAST:
        return ""
    code, probability = identifier().classify(text)
    return code if probability >= SURE else ""


def languages_of(texts: dict[str, str]) -> dict[str, str]:
    """Name to language for each text that is long enough; the short ones stand together under an empty name."""
    texts = {name: " ".join(text.split()) for name, text in texts.items()}
    long = {name: text for name, text in texts.items() if len(text) >= ENOUGH}
    rest = " ".join(text for name, text in texts.items() if text and name not in long)
    found = {name: language_of(text) for name, text in long.items()}
    return found | ({"": language_of(rest)} if len(rest) >= LEAST or not long else {})


def name_of(code: str) -> str:
    """The language in the reader's words; its code where Django knows none."""
    return _(LANG_INFO[code]["name"]) if "name" in LANG_INFO.get(code, ()) else code
