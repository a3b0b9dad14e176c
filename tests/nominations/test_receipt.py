"""The receipt: it says what was received, in the person's language, and its hash can be checked by anybody."""

import hashlib
import io

import pypdfium2
import pytest
from django.urls import reverse
from pypdf import PdfReader

from nominations.receipt import content, receipt_of
from tests import make
from tests.answers import complete
from tests.kept import kept

NAMES = [
    "ليلى حداد",
    "王小明",
    "राजेश कुमार",
    "김민수",
    "Ελένη",
    "Ғалым",
    "ნინო",
    "שרה",
    "สมชาย",
    "አበበ",
    "தமிழ்",
    "Nguyễn Thị Ánh",
]


@kept
def version(leila, call):
    leila.time_zone = "Africa/Tunis"
    leila.save()
    return frozen(leila, call)


def frozen(author, call, **answers):
    """The version that counts of a complete nomination with these answers."""
    return complete(make.nomination(author=author, call=call), answers=answers).submit(by=author)


def text_of(pdf: bytes) -> str:
    """The text of all pages, without the breaks of lines."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            texts.append(words.get_text_range())
            words.close()
            page.close()
    return " ".join(" ".join(texts).split())


def test_a_receipt_says_what_was_received_when_and_proves_it(version):
    text = text_of(receipt_of(version))

    for words in [
        version.nomination.reference,
        "Leïla Haddad",
        "Call for experts 2026",
        version.sha256,
        "haddad-cv.pdf",
    ]:
        assert words in text
    assert f"{version.received_at:%Y-%m-%d %H:%M:%S} UTC" in text
    assert "Anywhere on Earth" in text
    assert "(Tunis)" in text
    assert version.documents.get().sha256 in text
    assert "What happens next" in text


def test_a_receipt_holds_every_answer_of_every_section(version):
    text = text_of(receipt_of(version))

    for form in version.section_forms().values():
        for row in form.shown():
            assert " ".join(row.label.split()) in text
            assert " ".join(row.answer.split()) in text


def test_a_receipt_is_an_accessible_pdf_with_title_and_language(version):
    reader = PdfReader(io.BytesIO(receipt_of(version)))
    catalogue = reader.trailer["/Root"]

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].startswith("en")
    assert reader.metadata.title == f"Receipt of nomination {version.nomination.reference}"
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()


def test_a_receipt_in_french_is_in_french(version):
    version.nomination.answers["letters_language"] = "fr"

    assert PdfReader(io.BytesIO(receipt_of(version))).trailer["/Root"]["/Lang"].startswith("fr")


def test_the_same_version_gives_the_same_bytes(version):
    assert receipt_of(version) == receipt_of(version)


def test_names_in_the_scripts_of_the_world_are_shown(leila, call):
    version = frozen(leila, call, published_name=" · ".join(NAMES))
    pdf = receipt_of(version)

    assert "[U+" not in text_of(pdf)
    for name in NAMES[1:3] + NAMES[4:7]:
        assert name in text_of(pdf)


def test_a_letter_that_no_typeface_has_is_named_by_its_number(leila, call):
    assert "[U+1403] Inuk" in text_of(receipt_of(frozen(leila, call, published_name="ᐃ Inuk")))


@pytest.mark.abuse(28)
def test_what_people_typed_is_never_read_as_markup(leila, call):
    typed = '= Title #sys.inputs *bold* $x^2$ @ref <label> \\u{41} // note #import "/etc/passwd" {{ 7|add:1 }}'

    assert typed in text_of(receipt_of(frozen(leila, call, published_name=typed)))


def test_a_word_without_end_stays_on_the_page(leila, call):
    reader = pypdfium2.PdfDocument(receipt_of(frozen(leila, call, biography="x" * 1200)))
    words = reader[1].get_textpage()
    right = max(words.get_rect(n)[2] for n in range(words.count_rects()))
    words.close()
    reader.close()

    assert right < 595 - 40


def test_a_version_received_in_the_grace_period_says_so(version):
    version.in_grace = True

    assert "within the grace period" in str(content(version)["facts"])


# --- served


@pytest.fixture
def _signed_in_fully(settings):
    """As if staff had passed their second step; its own tests stand with the accounts."""
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def addresses(version):
    args = [version.nomination.pk, version.number]
    return {name: reverse(f"nominations:{name}", args=args) for name in ("receipt", "receipt_json")}


def test_the_json_is_exactly_what_the_hash_was_made_of(client, leila, version, addresses):
    client.force_login(leila)

    response = client.get(addresses["receipt_json"])

    assert hashlib.sha256(response.content).hexdigest() == version.sha256
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == f'attachment; filename="{version.nomination.reference}-v1.json"'


@pytest.mark.usefixtures("_signed_in_fully")
@pytest.mark.parametrize("who", ["leila", "amina", "auditor"])
def test_the_owner_and_staff_get_the_receipt(client, addresses, who, request):
    client.force_login(request.getfixturevalue(who))

    response = client.get(addresses["receipt"])

    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.abuse(1)
def test_a_stranger_and_a_wrong_number_get_a_missing_page(client, addresses, stranger, leila, version):
    client.force_login(stranger)
    assert [client.get(address).status_code for address in addresses.values()] == [404, 404]

    client.force_login(leila)
    assert client.get(reverse("nominations:receipt", args=[version.nomination.pk, 2])).status_code == 404


def test_a_receipt_that_cannot_be_made_now_asks_to_try_again(client, addresses, leila, monkeypatch):
    from nominations import receipt
    from portal.pdf.apart import MB, Limits

    monkeypatch.setattr(receipt, "LIMITS", Limits(0.01, 1200 * MB, 8 * MB))
    client.force_login(leila)

    response = client.get(addresses["receipt"])

    assert response.status_code == 503
    assert "Try again" in response.content.decode()
    assert response["Retry-After"]
