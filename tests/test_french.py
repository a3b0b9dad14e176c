"""French is complete, well set, and what a reader of /fr/ really sees."""

import ast
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.conf import settings
from django.utils import timezone, translation

from members import facts
from nominations.models import Nomination
from nominations.questions import SECTIONS
from portal.notifications.letter import write
from portal.start import words
from portal.templatetags.letters import end
from tests import make
from tests.answers import ANSWERS, complete
from tests.nominations.test_letters import FIRST_LINES, the_letter, walk

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%s|%d|\{\w+\}|</?[a-z]+")
LOOSE = re.compile(r" (?:[:;?!»]|%%(?!s))|« ")  # a sign that may stand alone at the start of a line
ENGLISH = re.compile(r"\b(the|your|you|is|this|that|with|have|has|not|will|was|we|enter|choose|until|more)\b", re.I)
PUBLIC = ["", "about/", "members/", "members/?on=x", "groups/", "call/", "call/questions/"]
PUBLIC += ["open-data/", "privacy/", "accessibility/", "contact/", "nothing/"]
DOORS = ["login/", "signup/", "password/reset/", "login/code/"]
ACCOUNT = ["profile/", "email/", "password/change/", "2fa/", "sessions/", "reauthenticate/", "logout/"]
WORDY = [name for name in ANSWERS if name.startswith(("organisation", "position", "bio", "evid", "interest_", "motiv"))]
WORDY.remove("organisation_url")
LETTERS = settings.BASE_DIR / "templates" / "messages" / "accounts"


@pytest.fixture(scope="module")
def french():
    return words.read(words.catalogs()[0])


@pytest.fixture(scope="module")
def told(french):
    """Every French text."""
    return [text for message in french if message.id for text in words.texts(message.string)]


@pytest.fixture(autouse=True)
def _back_to_english():
    """A French page leaves French behind; the next test does not want it."""
    with translation.override(None):
        yield


# --- the catalogue


def test_nothing_waits_for_its_translation(french):
    assert words.untranslated(french) == []


def marks_inside_f_strings(path) -> list[int]:
    marks = {"_", "_t", "gettext", "ngettext", "gettext_lazy"}
    return [
        call.lineno
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in marks
    ]


def test_no_string_is_marked_inside_an_f_string():
    """Before Python 3.12 nobody finds it there, and it stays English."""
    hidden = {str(path): marks_inside_f_strings(path) for path in words.sources() if path.suffix == ".py"}

    assert {path: lines for path, lines in hidden.items() if lines} == {}


def test_no_marked_string_is_missing_from_the_catalogue(french):
    known = {(message.id, message.context) for message in french}
    assert {(message.id, message.context) for message in words.gathered()} - known == set()


def test_placeholders_and_tags_are_the_same_in_both_languages(french):
    wrong = [message.id for message in french if message.id and not same_marks(message)]
    assert wrong == []


def same_marks(message) -> bool:
    asked = [set(PLACEHOLDER.findall(text)) for text in words.texts(message.id)]
    told = [set(PLACEHOLDER.findall(text)) for text in words.texts(message.string)]
    return len(asked) == len(told) and asked[0] | asked[-1] == told[0] | told[-1]


def test_a_high_sign_is_never_parted_from_its_word(told):
    assert [text for text in told if LOOSE.search(text)] == []


def test_apostrophes_are_typographic_and_nothing_is_shouted(told):
    assert [text for text in told if "'" in text or "!" in text] == []


# --- the words: one for each thing. English, where it stands; the French for it; what is refused beside it

GLOSSARY = [
    (r"", "lettre (a mail: courriel)", r"courrier"),
    (r"submi", "déposer, dépôt", r"soumi[st]|soumission|soumett(?!.*Conseil)"),
    (r"\bnominat", "candidature (by a Member: désignation)", r"proposées? ou soutenue"),
    (r"endorse", "soutenir (the values of the OECD: souscrire)", r"approuv|parrain|\baval"),
    (r"declin(?!.*Council)", "décliner (the Council: rejeter)", r"refus(?!.*messagerie)"),
    (r"reviewer", "évaluateur ou évaluatrice", r"examinat|relect|membres? du comité"),
    (r"screen|eligib", "examen de recevabilité, recevable", r"éligib|admissib|présélection"),
    (
        r"\bseats?\b",
        "siège (of a Member's quota and the reserve list: place)",
        r"\bplaces? pour|cette place|\bpostes?\b",
    ),
    (r"\bfix(ed)?\b.*list|list.*\bfix", "arrêter une liste (tracks: figer)", r"\bfig(é|er|ez)"),
    (r"selected", "retenir", r"sélectionnée?s?\b"),
    (r"assign", "attribuer (to give: confier)", r"affect|déploy"),
    (r"record of decisions", "registre des décisions", r"trace"),
    (r"head of", "responsable du secrétariat", r"\bchef"),
    (r"deput", "adjoint", r"suppléant"),
    (r"terms of reference", "Termes de référence", r"\bmandat"),
    (r"anywhere on earth", "où que ce soit sur Terre", r"partout sur"),
    (r"e-?mail", "courriel, adresse électronique", r"\be-mail|\bmél\b"),
]


@pytest.mark.parametrize(("english", "word", "refused"), GLOSSARY, ids=[word for _, word, _ in GLOSSARY])
def test_one_french_word_stands_for_one_thing(english, word, refused, french):
    about = [message for message in french if message.id and re.search(english, words.texts(message.id)[-1], re.I)]
    assert [text for message in about for text in words.texts(message.string) if re.search(refused, text, re.I)] == []


# --- the pages


def left_in_english(html: str) -> list[str]:
    """Lines of the page that hold an English word; what is marked as English, and what people typed, is left out."""
    body = html.partition("<body")[2].partition(">")[2]
    body = re.sub(r"<(script|style|textarea|option)\b.*?</\1>", "", body, flags=re.DOTALL)
    body = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', "", body, flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|data-[a-z]+|alt|title)="([^"]*)"', body) + re.findall(r"<title>(.*?)<", html)
    lines = [*re.sub(r"<[^>]+>", "\n", body).splitlines(), *labels]
    return [line for line in (unescape(line).strip() for line in lines) if ENGLISH.search(line)]


def english_of(client, address) -> list[str]:
    response = client.get(address, follow=True)
    assert '<html lang="fr"' in response.content.decode()
    return left_in_english(response.content.decode())


def test_the_search_for_english_finds_it():
    assert left_in_english('<body class="x"><p>Save your\nanswers</p><b lang="en">the</b></body>') == ["Save your"]


@pytest.fixture
def appel(jonas):
    """A call with French texts, and the facts."""
    facts.load()
    return make.call(by=jonas, intro_fr="Venez travailler avec nous.")


def test_every_public_page_is_french(appel, client):
    assert {path: found for path in PUBLIC if (found := english_of(client, f"/fr/{path}"))} == {}


def test_a_page_of_a_call_that_is_over_is_french(appel, client):
    appel.closes_at = timezone.now() - timedelta(hours=1)
    appel.save()
    assert english_of(client, "/fr/") + english_of(client, "/fr/call/") == []


def test_the_doors_are_french_and_so_are_their_refusals(client, db):
    for path in DOORS:
        assert english_of(client, f"/fr/accounts/{path}") == [], path
        refused = client.post(f"/fr/accounts/{path}", {"login": "x", "email": "x", "password": "y"})
        assert refused.status_code == 200, path
        assert left_in_english(refused.content.decode()) == [], path


def test_every_page_of_the_account_is_french(client, leila):
    client.force_login(leila)
    assert {path: found for path in ACCOUNT if (found := english_of(client, f"/fr/accounts/{path}"))} == {}


def test_a_weak_password_is_refused_in_french(client, leila):
    leila.set_password("an old one, long")
    leila.save()
    client.force_login(leila)
    typed = {"oldpassword": "an old one, long", "password1": "1234", "password2": "1234"}
    page = client.post("/fr/accounts/password/change/", typed).content.decode()
    assert "Erreur" in page
    assert left_in_english(page) == []


def test_every_section_and_its_faults_are_french(appel, client, leila):
    nomination = Nomination.start(call=appel, by=leila)
    client.force_login(leila)
    for section in SECTIONS:
        address = f"/fr/nominations/{nomination.pk}/{section}/"
        assert english_of(client, address) == [], section
        nomination.refresh_from_db()
        faults = client.post(address, {"revision": nomination.revision, "years_experience": "x", "orcid": "x"})
        assert "Un point est à corriger" in unescape(faults.content.decode()), section
        assert left_in_english(faults.content.decode()) == [], section


def test_the_way_of_a_nomination_is_french(appel, client, leila):
    nomination = Nomination.start(call=appel, by=leila)
    client.force_login(leila)
    home = f"/fr/nominations/{nomination.pk}/"
    found = [*english_of(client, home), *english_of(client, f"{home}check/"), *english_of(client, f"{home}delete/")]
    complete(nomination, answers=dict.fromkeys(WORDY, "Réponse."))
    nomination.submit(by=leila)
    for page in ("/fr/nominations/", home, f"{home}check/", f"{home}done/", f"{home}withdraw/"):
        found += english_of(client, page)
    assert found == []


def test_the_admin_speaks_the_language_of_the_account_unless_the_cookie_says_another(client, amina, settings):
    settings.REQUIRE_STAFF_MFA = False
    amina.language = "fr"
    amina.save()
    client.force_login(amina)

    def spoken():
        page = client.get("/admin/", headers={"accept-language": "en"})
        return page.headers["Content-Language"], re.findall(r'<html lang="(..)', page.text)

    assert spoken() == ("fr", ["fr"])
    assert client.get("/en/").headers["Content-Language"] == "en"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert spoken() == ("en", ["en"])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert spoken() == ("fr", ["fr"])


# --- the letters


def ours(letter) -> str:
    """Without the lines that repeat what somebody typed."""
    return "\n".join(line for line in [letter.subject, *letter.text.splitlines()] if not line.startswith("  "))


@pytest.mark.parametrize("occasion", sorted(FIRST_LINES.keys() - {"call_extended", "clarification_answered"}))
def test_a_letter_about_a_nomination_is_french(occasion, appel, leila, amina):
    nomination = complete(Nomination.start(call=appel, by=leila), answers={"letters_language": "fr"})
    nomination.submit(by=leila)
    walk(occasion, nomination, appel, leila, amina)
    letter = the_letter(occasion)
    assert letter.subject.startswith(f"Candidature {nomination.reference} : ")
    assert ENGLISH.findall(ours(letter)) == []


def test_every_letter_about_an_account_is_french(db):
    for occasion in sorted(path.stem for path in LETTERS.glob("*.txt")):
        letter = write(f"accounts/{occasion}", language="fr", link="/fr/", secret="123456")
        assert "répondez à ce message" in letter.text, occasion
        assert ENGLISH.findall(ours(letter)) == [], occasion


def test_dates_are_french():
    with translation.override("fr"), timezone.override("Europe/Paris"):
        told = end(datetime(2026, 12, 2, 12, tzinfo=UTC))
    there = "mardi 1er décembre 2026 à 23:59, où que ce soit sur Terre"
    assert told == f"{there}, soit le 2 décembre 2026 à 12:59 (Paris)"
