"""Every form of every page, found on the pages themselves: each field filled with each odd thing, by who may send it.

The same walk asks every page odd questions (questions.py).
"""

import unicodedata
from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from .hostile import EVERYWHERE, VALUES, WORDS, sent
from .pages import faults, read
from .questions import in_questions
from .wide_world import kind_of, undone

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.abuse(16, 28, 36)]
FREE = ("text", "textarea", "search")  # fields that take words
FEW = 3
CUT = "too long to keep whole"
PARTS = "multipart/form-data; boundary=bound4ry"
OPEN = "application/x-www-form-urlencoded"
USUAL = {"email": "somebody@example.org", "number": "7", "password": "correct horse battery"}


def forms(pages):
    """(who, form) for each form of the portal that is posted, once."""
    seen: dict[tuple, list] = {}
    for who, _address, page in pages:
        for form in page.forms:
            view, _who, words = kind_of(form.action)
            known = seen.setdefault((view, *[word for word in words if word[0] != "row"]), [])
            if form.method == "post" and not any(form.shape <= shape for shape in known):
                known.append(form.shape)
                yield who, form


def usual(field) -> list[str]:
    """What a person would send there: what stands there, else something that fits."""
    if any(field.values):
        return field.values
    if field.kind in ("date", "datetime-local"):
        moment = timezone.now() + timedelta(days=30)
        return [f"{moment:%Y-%m-%d}" if field.kind == "date" else f"{moment:%Y-%m-%dT%H:%M}"]
    if field.options:
        return [next((value for value in field.options if value), "")]
    return field.values if field.kind == "hidden" else [USUAL.get(field.kind, "Words")]


def filled(form, press, odd) -> dict[str, list[str]]:
    """All fields as a person would fill them, but those of `odd` with that."""
    values = {field.name: usual(field) for field in form.fields.values()} | {name: [text] for name, text in odd.items()}
    return values | ({press[0]: [press[1]]} if press[0] else {})


def posted(wide_world, who, form, values, follow=False):
    """The answer to a form, or the page that it leads to; or the fault as a word."""
    client, pairs = wide_world.clients[who], [(name, sent(text)) for name, texts in values.items() for text in texts]
    try:
        if form.many_parts:
            return undone(client, "post", form.action, in_parts(pairs), content_type=PARTS, follow=follow)
        return undone(client, "post", form.action, urlencode(pairs), content_type=OPEN, follow=follow)
    except Exception as error:
        return f"raised {error!r:.200}"


def in_parts(pairs) -> bytes:
    """The same bytes, part by part; Django's client would take them for a list of numbers."""
    head = '--bound4ry\r\nContent-Disposition: form-data; name="{}"\r\n\r\n'
    return b"".join(head.format(name).encode() + text + b"\r\n" for name, text in pairs) + b"--bound4ry--\r\n"


def plain(text: str) -> str:
    """As far as a page promises to keep it: NFC, one kind of line end, a mark for NUL and halves of characters."""
    text = sent(text).decode("utf-8", "replace").replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).strip()


def lost(answer, form, odd) -> list[str]:
    """Fields of the same form on the answered page in which what was typed no longer stands, and nothing says why."""
    if isinstance(answer, str) or answer.status_code not in (200, 409):
        return []
    page = read(answer, form.action)
    again = next(
        (there for there in page.forms if set(odd) <= {f.name for f in there.fields.values() if f.values}), None
    )
    shown = {name: plain(again.fields[name].values[-1]) for name in odd} if again else {}
    return [
        f"{name} shows {text[:60]!r}"
        for name, text in shown.items()
        if text != plain(odd[name]) and not (text and plain(odd[name]).startswith(text) and CUT in page.words)
    ]


def of_words(form, turn: int):
    """The form with kinds of words in all its fields for words, everything else as a person would fill it.

    Of ten forms each gets a tenth of the kinds, and all get markup: many forms share each field.
    """
    free = [field.name for field in form.fields.values() if field.kind in FREE and "__prefix__" not in field.name]
    kinds = dict.fromkeys([WORDS["element"], *list(WORDS.values())[turn % 10 :: 10]])
    return [dict.fromkeys(free, text) for text in kinds] if free else []


def of_values(form, met: Counter):
    """The form with something wrong in its other fields: in each by itself if they are few, in all at once if not.

    Of five fields of a kind each gets a fifth of what can be wrong with it. met: how many of each kind came before.
    """
    closed = {}
    for field in form.fields.values():
        if field.kind not in FREE and field.name != "csrfmiddlewaretoken":
            closed[field.name] = wrong(field)[met[field.kind] % 5 :: 5]
            met[field.kind] += 1
    if len(closed) <= FEW:
        return [{name: text} for name, texts in closed.items() for text in texts]
    turns = range(max(map(len, closed.values())))
    return [{name: texts[turn % len(texts)] for name, texts in closed.items()} for turn in turns]


def wrong(field) -> list[str]:
    return [*VALUES.get(field.kind, VALUES["choice"]), *EVERYWHERE]


def test_whatever_comes_in_a_form_or_in_a_question_is_taken_or_refused_in_words(wide_world):
    """No error of ours, no element made by what was typed, and the words stay in their fields."""
    pages = wide_world.walk()
    found = in_forms(wide_world, pages) + in_questions(wide_world, pages)

    assert not found, "\n".join(found)


def in_forms(wide_world, pages) -> list[str]:
    """The faults of all that comes in the forms of these pages."""
    found, tried, met = [], 0, Counter()
    for turn, (who, form) in enumerate(forms(pages)):
        for press in form.presses if "/accounts/" in form.action else form.presses[:1]:
            odds = [(odd, True) for odd in of_words(form, turn)] + [(odd, False) for odd in of_values(form, met)]
            for odd, words in odds:
                tried += 1
                follow = WORDS["element"] in odd.values()  # what it became is read on the page behind too
                answer = posted(wide_world, who, form, filled(form, press, odd), follow)
                wrongs = faults(answer, form.action) + (lost(answer, form, odd) if words else [])
                found += [f"{who}, {form.action}, {shortened(odd)}: {wrong}" for wrong in wrongs]

    assert tried > 300
    return found


def shortened(odd) -> dict:
    return {name: text[:20] for name, text in [*odd.items()][:2]}
