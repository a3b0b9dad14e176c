"""The questionnaire: what each section takes, what it refuses, and in which words it says so."""

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from members.countries import country_list
from members.typed import check_digit
from nominations.questions import SECTIONS
from portal.lifecycle.text import tidy
from tests.answers import ANSWERS

pytestmark = pytest.mark.django_db

# section, question, what is typed, a piece of the sentence that refuses it
REFUSED = [
    ("you", "family_name", "", "Enter your family name"),
    ("you", "family_name", "   ", "Enter your family name"),
    ("you", "family_name", "x" * 81, "1 character too long. Shorten it to 80"),
    ("you", "published_name", "x" * 200, "40 characters too long. Shorten it to 160"),
    ("you", "given_name", "Le\x07ila", "cannot be seen"),
    ("you", "given_name", "Le\nila", "cannot be seen"),
    ("you", "given_name", "abc\u202edef", "cannot be seen stands here: “abcdef”"),
    ("you", "given_name", "\u202e", "Delete this text"),
    ("contribution", "motivation", "word " * 500 + "to \u202bturn " + "word " * 90, "here: “to turn”"),
    ("contribution", "motivation", "a\u202a b\u202a c\u202a d\u202a e", "“a b”, “b c”, “c d”. Delete these words"),
    ("you", "nationality_1", "", "Choose your nationality"),
    ("you", "nationality_1", "EU", "Choose one of the answers on the list"),
    ("you", "nationality_1", "QQ", "Choose one of the answers on the list"),
    ("you", "nationality_2", "LB", "named this nationality above"),
    ("you", "nationality_3", "FR", "named this nationality above"),
    ("you", "residence", "", "country you live in"),
    ("you", "residence", "XX", "on the list"),
    ("you", "work_country", "", "country you work in"),
    ("you", "gender", "other", "on the list"),
    ("you", "phone", "01 45 24 82 00", "country code"),
    ("you", "phone", "+33 call me", "country code"),
    ("you", "phone", "+1", "country code"),
    ("work", "organisation", "", "organisation you work for"),
    ("work", "position", "x" * 121, "1 character too long"),
    ("work", "stakeholder_group", "", "stakeholder group"),
    ("work", "discipline_1", "", "main discipline"),
    ("work", "discipline_1", "alchemy", "on the list"),
    ("work", "discipline_2", "computer_science", "main discipline already"),
    ("work", "years_experience", "", "as a number, such as 12"),
    ("work", "years_experience", "a dozen", "whole number from 0 to 60"),
    ("work", "years_experience", "61", "whole number from 0 to 60"),
    ("work", "years_experience", "-1", "whole number from 0 to 60"),
    ("work", "years_experience", "1.5", "whole number from 0 to 60"),
    ("work", "years_experience", "9" * 12, "whole number from 0 to 60"),
    ("work", "orcid", "0000-0002-1825-0098", "a digit is wrong"),
    ("work", "orcid", "0000-0002-1825", "16 characters"),
    ("work", "orcid", "not an orcid", "16 characters"),
    ("work", "profile_url", "javascript:alert(1)", "address of the web"),
    ("work", "profile_url", "ftp://example.org/", "address of the web"),
    ("work", "profile_url", "data:text/html,hello", "address of the web"),
    ("work", "profile_url", "http://", "address of the web"),
    ("work", "profile_url", "not a page", "address of the web"),
    ("work", "profile_url", "https://example.org/" + "x" * 300, "too long"),
    ("contribution", "first_group", "", "first working group"),
    ("contribution", "first_group", "pandemic-response", "on the list"),
    ("contribution", "second_group", "responsible-ai", "first choice already"),
    ("contribution", "expertise", [], "at least one area"),
    (
        "contribution",
        "expertise",
        ["safety", "ethics", "health", "climate", "security", "skills", "compute"],
        "You chose 7. Keep at most 6",
    ),
    ("contribution", "expertise", ["safety", "magic"], "on the list"),
    ("contribution", "biography", "x" * 1201, "1 character too long. Shorten it to 1,200"),
    ("contribution", "motivation", "", "why you want to join"),
    ("contribution", "motivation", "x" * 3001, "Shorten it to 3,000"),
    ("contribution", "evidence_expertise", "x" * 1501, "Shorten it to 1,500"),
    ("contribution", "evidence_record", "", "your record"),
    ("contribution", "evidence_international", "\n\n", "international work"),
    ("contribution", "earlier_roles", "x" * 801, "Shorten it to 800"),
    ("contribution", "output_1_title", "", "title of this output"),
    ("contribution", "output_1_year", "24", "four digits"),
    ("contribution", "output_1_year", "2999", "four digits"),
    ("contribution", "output_1_url", "javascript:1", "address of the web"),
    ("interests", "interest_patents", "x" * 801, "Shorten it to 800"),
    ("interests", "interests_none", "on", "You declared something above"),
    ("declarations", "accepts_time", "", "6 to 8 hours a month"),
    ("declarations", "accepts_costs", "", "travel costs"),
    ("declarations", "accepts_capacity", "", "personal capacity"),
    ("declarations", "accepts_principles", "", "OECD AI Principles"),
    ("declarations", "consent_processing", "", "process your answers"),
    ("declarations", "letters_language", "", "language of our letters"),
    ("declarations", "letters_language", "de", "on the list"),
]
TAKEN = [
    ("you", "given_name", ""),
    ("you", "nationality_1", "XX"),
    ("you", "family_name", "Ørsted-Łukasiewicz"),
    ("you", "family_name", "สมชาย"),
    ("you", "family_name", "山田 太郎"),
    ("you", "family_name", "محمد‌رضا"),
    ("you", "family_name", "o" + "\u0301" * 79),
    ("you", "family_name", "𠮷" * 80),
    ("you", "family_name", "Robert'); DROP TABLE students;--"),
    ("you", "nationality_1", "XK"),
    ("you", "phone", "+7 (495) 123-45-67"),
    ("you", "phone", "0033145248200"),
    ("you", "phone", ""),
    ("you", "gender", ""),
    ("work", "years_experience", "0"),
    ("work", "years_experience", " 60 "),
    ("work", "years_experience", "١٢"),
    ("work", "orcid", "https://orcid.org/0000-0002-1694-233X"),
    ("work", "orcid", "000000021694233x"),
    ("work", "orcid", ""),
    ("work", "profile_url", "www.example.org/me"),
    ("work", "profile_url", "example.org:8080/me"),
    ("work", "profile_url", "https://münchen.example/über"),
    ("work", "languages_other", "Kiswahili (asili)"),
    ("contribution", "biography", "x" * 1200),
    ("contribution", "biography", "one\r\ntwo" + "x" * 1193),
    ("contribution", "motivation", "e\u0301" * 3000),
    ("contribution", "second_group", ""),
    ("contribution", "output_2_title", "A second one, without a year"),
    ("interests", "interest_shares", "None above 1 per cent.\n\tOne fund."),
    ("declarations", "consent_mailing_list", "on"),
]


@pytest.fixture(autouse=True)
def _groups(groups):
    """The form offers the groups that are at work."""


def errors(section, **answers):
    return SECTIONS[section](ANSWERS | answers).errors


@pytest.mark.parametrize(("section", "question", "typed", "sentence"), REFUSED)
def test_an_answer_is_refused_in_words_that_say_what_to_do(section, question, typed, sentence):
    assert sentence in " ".join(errors(section, **{question: typed}).get(question, []))


@pytest.mark.parametrize(("section", "question", "typed"), TAKEN)
def test_an_answer_is_taken(section, question, typed):
    assert question not in errors(section, **{question: typed})


@pytest.mark.parametrize("section", [name for name in SECTIONS if name != "documents"])
def test_the_complete_answers_are_complete(section):
    assert errors(section) == {}


def test_one_of_english_and_french_is_needed_at_working_level():
    assert "working level" in str(errors("work", language_en="basic", language_fr="none"))
    assert errors("work", language_en="", language_fr="working") == {}


def test_a_self_described_gender_is_described():
    assert "gender_self_described" in errors("you", gender="self_described")
    assert errors("you", gender="self_described", gender_self_described="agender") == {}


def test_nothing_to_declare_is_said_and_not_left_open():
    empty = dict.fromkeys(SECTIONS["interests"].base_fields, "")

    assert "Declare your interests" in str(errors("interests", **empty))
    assert errors("interests", **empty | {"interests_none": "on"}) == {}


def test_the_form_asks_about_45_questions_of_which_26_are_needed_at_most():
    needed = sum(field.required for form in SECTIONS.values() for field in form.base_fields.values())
    either_or = 4  # the CV, the interests or none, English or French, the given name of those who have one

    assert needed + either_or <= 26
    assert 40 <= sum(len(SECTIONS[name]().shown()) for name in SECTIONS) <= 52


def test_every_question_stands_in_one_part_of_its_section():
    for form in SECTIONS.values():
        names = [name for part in form().layout() for name in part.names]

        assert sorted(names) == sorted(form.base_fields)


def test_a_text_is_counted_after_it_is_composed_and_with_single_line_ends():
    assert tidy("e\u0301\r\n") == "é\n"
    assert tidy("a\x00b\ud800") == "a\ufffdb\ufffd"


@given(st.text())
def test_what_is_tidy_stays_tidy_and_can_be_stored(text):
    once = tidy(text)

    assert tidy(once) == once
    assert "\x00" not in once
    once.encode()


@given(st.text(alphabet="0123456789", min_size=15, max_size=15), st.integers(0, 14), st.integers(1, 9))
def test_the_check_digit_finds_every_single_wrong_digit(fifteen, place, shift):
    wrong = fifteen[:place] + str((int(fifteen[place]) + shift) % 10) + fifteen[place + 1 :]

    assert check_digit(wrong) != check_digit(fifteen)


def test_countries_are_named_and_sorted_in_the_language_of_the_page():
    with translation.override("en"):
        english = country_list("en")
    with translation.override("fr"):
        french = country_list("fr")

    assert dict(english)["DE"] == "Germany"
    assert dict(french)["DE"] == "Allemagne"
    assert dict(english)["TR"] == dict(french)["TR"] == "Türkiye"
    assert [code for code, _ in french if code in ("TM", "TN", "TR", "TV")] == ["TN", "TR", "TM", "TV"]
    assert "EU" not in dict(english)
    assert len(english) == len(french) >= 249
    assert [code for code, _ in english] != [code for code, _ in french]


def test_answers_read_as_people_say_them():
    said = {row.name: row.answer for name in SECTIONS for row in SECTIONS[name](ANSWERS, documents=[]).shown()}

    assert said["nationality_1"] == "Lebanon, France"
    assert said["language_en"] == "English: Working level\nFrench: Fluent or native\nArabic (native)"
    assert said["output_1_title"] == "Auditing public algorithms (2024) https://example.org/audit"
    assert said["consent_mailing_list"] == "No"
    assert said["accepts_time"] == "Yes"
    assert said["gender"] == "Woman"


def test_a_box_without_a_tick_counts_only_in_a_whole_form():
    whole, piece = QueryDict("revision=3&accepts_time=on"), QueryDict("accepts_time=on")

    assert SECTIONS["declarations"].typed(whole)["accepts_costs"] == ""
    assert SECTIONS["declarations"].typed(piece) == {"accepts_time": "on"}


def test_a_text_that_was_not_on_the_page_is_left_as_it_is():
    assert "organisation" not in SECTIONS["work"].typed(QueryDict("revision=3&position=Head"))


def test_only_questions_are_kept_in_their_shape_and_within_reason():
    kept, cut = SECTIONS["contribution"].kept(
        {
            "biography": "x" * 10_000,
            "motivation": ["one", "two"],
            "expertise": "safety",
            "first_group": "y" * 5_000,
            "status": "eligible",
        }
    )

    assert kept == {
        "biography": "x" * 3_600,
        "motivation": "two",
        "expertise": ["safety"],
        "first_group": "y" * 100,
    }
    assert cut == ["biography"]
