"""What people type comes back as they typed it, in any script: on pages, in versions, receipts, letters and the list.

It is brought to NFC and one kind of line end, and its blank ends fall away; nothing else may change unsaid.
"""

import csv
import io
import json
import unicodedata
from datetime import timedelta

import pytest
from django.conf import settings as house
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from members.typed import Line, Text
from nominations.admin.table import stream
from nominations.models import Nomination
from nominations.questions import SECTIONS
from nominations.receipt import content
from portal.lifecycle.sheet import harmless
from portal.lifecycle.text import BIDI, LOST
from portal.notifications.models import Message
from tests import make
from tests.admin import do, enter, page_of
from tests.answers import ANSWERS, complete
from tests.portal.hostile import WORDS
from tests.portal.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.abuse(15, 16, 18, 28)]
SIGNS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="".join(BIDI) + LOST)
LINES = st.text(SIGNS, min_size=1, max_size=40).filter(lambda text: text.strip())
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
MIXED = [WORDS["element"][:60], WORDS["template"][:60], WORDS["formula"][:40], WORDS["right to left"], WORDS["joined"]]
ALL = "\n".join(
    WORDS[kind][:200]
    for kind in ("scripts", "right to left", "combining", "joined", "element", "template", "format", "formula", "link")
)


def few(*examples):
    """What people and enemies type for sure, then some tries at random."""

    def dress(test):
        for text in examples:
            test = example(text)(test)
        known = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
        return settings(max_examples=4, deadline=None, suppress_health_check=known, derandomize=True)(test)

    return dress


def kept(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def squeezed(text: str) -> str:
    return "".join(text.split())


def seen_on(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return squeezed("".join(Page(answer.content.decode(), address).text))


@pytest.fixture
def desk(client_factory, jonas):
    return enter(client_factory(), jonas)


@pytest.fixture
def window(client_factory, leila):
    return enter(client_factory(), leila)


@pytest.fixture(autouse=True)
def _no_second_step(settings):
    settings.REQUIRE_STAFF_MFA = False


def free(section) -> list[str]:
    """The questions of a section that take any words."""
    return [name for name, field in SECTIONS[section].base_fields.items() if type(field) in (Line, Text)]


class Undone(transaction.Atomic):
    """A transaction that comes to nothing, so that each try begins where the first did."""

    def __init__(self):
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *error):
        transaction.set_rollback(True)
        return super().__exit__(*error)


@few(*MIXED)
@given(LINES)
def test_every_answer_is_the_same_wherever_it_is_read(window, desk, leila, call, text):
    with Undone():
        draft = complete(make.nomination(author=leila, call=call))
        typed = {}
        for section, form in SECTIONS.items():
            words = {name: kept(text)[: form.base_fields[name].max_length] for name in free(section)}
            sent = ANSWERS | words | {"revision": "99", "window": "w"}
            if words:
                assert window.post(f"/en/nominations/{draft.pk}/{section}/", sent).status_code == 302
            typed |= words

        draft = Nomination.objects.get(pk=draft.pk)
        version = draft.submit(by=leila)

        frozen = json.loads(version.content)["answers"]
        assert {name: draft.answers[name] for name in typed} == typed
        assert {name: frozen[name] for name in typed} == typed
        letter = Message.objects.get(occasion="nominations/received")
        receipt = [answer for section in content(version)["sections"] for _label, answer in section["rows"]]
        pages = {
            "receipt": "".join(receipt),
            "letter": letter.text,
            "HTML of the letter": "".join(Page(letter.html).text),
            "check": seen_on(window, f"/en/nominations/{draft.pk}/check/"),
            "dossier": seen_on(desk, page_of(draft)),
        }
        for page, words in pages.items():
            missing = {name for name, text in typed.items() if squeezed(text) not in squeezed(words)}
            assert missing <= {"gender_self_described"}, page
        [_head, row] = list(
            csv.reader(
                io.StringIO(
                    b"".join(stream(Nomination.objects.all()).streaming_content).decode("utf-8-sig"), newline=""
                )
            )
        )
        assert row[1] == harmless(typed["published_name"])


# --- the secretariat's words, and what is answered to them


def later() -> str:
    return f"{timezone.now() + timedelta(days=5):%Y-%m-%d}"


VERBS = {  # what is typed beside the words; where the words are, read from the thing
    "return_for_correction": ("reason", {"sections": "work", "until": later()}, lambda n: n.return_reason),
    "declare_ineligible": ("reason", {}, lambda n: n.ineligible_reason),
    "ask": ("question", {}, lambda n: n.clarifications.get().question),
    "add_note": ("text", {}, lambda n: n.notes.get().text),
    "extend": ("reason", {"until": "2031-01-01"}, lambda n: n.call.extensions.get().reason),
    "correct": (
        "value",
        {"question": "motivation", "reason": "A slip."},
        lambda n: n.submitted_version.answers["motivation"],
    ),
}
TOLD = {"return_for_correction", "declare_ineligible", "ask", "correct"}  # in a letter


@few(ALL)
@given(TEXTS)
def test_the_secretariats_words_are_the_same_wherever_they_are_read(desk, window, leila, call, text):
    with Undone():
        nomination = complete(make.nomination(author=leila, call=call))
        nomination.submit(by=leila)
        for verb, (field, beside, read) in VERBS.items():
            with Undone():
                assert desk.post(do(nomination, verb), {field: text, **beside}).status_code == 302, verb
                fresh = Nomination.objects.get(pk=nomination.pk)
                assert read(fresh) == kept(text), verb
                if verb != "extend":
                    assert squeezed(kept(text)) in seen_on(desk, page_of(nomination)), verb
                if verb in TOLD:
                    letter = Message.objects.order_by("-written_at").first()
                    assert squeezed(kept(text)) in squeezed(letter.text), verb
                    assert squeezed(kept(text)) in squeezed("".join(Page(letter.html).text)), verb
                    assert "<a " not in letter.html.replace(f'<a href="{house.SITE_URL}', "")


@few(ALL)
@given(TEXTS)
def test_an_answer_to_a_question_is_kept(desk, window, leila, amina, call, text):
    with Undone():
        nomination = complete(make.nomination(author=leila, call=call))
        nomination.submit(by=leila)
        question = nomination.ask("Since when?", by=amina)
        window.post(f"/en/nominations/{nomination.pk}/questions/{question.pk}/", {"answer": text})
        question.refresh_from_db()
        assert question.answer == kept(text)
        assert squeezed(kept(text)) in seen_on(desk, page_of(nomination))


@few(ALL)
@given(TEXTS)
def test_the_words_of_a_call_are_kept(desk, jonas, groups, text):
    with Undone():
        draft = make.call(by=jonas, year=2031, published=False)
        address, line = page_of(draft), " ".join(text.split())[:100]
        page = Page(desk.get(address).content.decode(), address)
        form = next(form for form in page.forms if "intro_en" in form.fields)
        sent = {name: field.values[-1] for name, field in form.fields.items() if field.values}
        answer = desk.post(address, sent | {"title_en": line, "intro_en": text, "intro_fr": text})
        assert answer.status_code == 302
        draft.refresh_from_db()
        assert [kept(draft.title_en), kept(draft.intro_en), kept(draft.intro_fr)] == [
            kept(line),
            kept(text),
            kept(text),
        ]


@few(*MIXED)
@given(LINES)
def test_a_name_is_kept(window, desk, leila, text):
    with Undone():
        answer = window.post("/en/accounts/profile/", {"name": text, "language": "en", "time_zone": "UTC"})
        leila.refresh_from_db()
        assert answer.status_code == 302
        assert leila.name == kept(text)
        assert squeezed(kept(text)) in seen_on(desk, page_of(leila))


def test_what_cannot_be_stored_leaves_a_mark_and_a_sentence(window, leila, call):
    draft = complete(make.nomination(author=leila, call=call))
    page = reverse("nominations:section", args=[draft.pk, "work"])
    answer = window.post(page, ANSWERS | {"position": "He\x00ad", "revision": "99"})

    draft.refresh_from_db()
    assert draft.answers["position"] == "He\ufffdad"
    assert "A character did not arrive" in answer.content.decode()


def test_a_name_that_grows_when_it_is_spelt_plainly_starts_and_submits(leila, call):
    """One letter of Arabic stands for eighteen; the column for searches is not that wide."""
    leila.name = "\ufdfa" * 160
    leila.save()
    draft = complete(make.nomination(author=leila, call=call), answers={"published_name": "\ufdfa" * 160})

    draft.submit(by=leila)

    assert draft.display_name == "\ufdfa" * 160
