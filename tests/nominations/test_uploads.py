"""Files as enemies and as odd programs make them, sent by the page: refused in words, or kept whole and served harmless."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import make, pdfs
from tests.admin import enter

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(19, 21)]
SCRIPT = b"<script>alert(1)</script>"


ARCHIVE = pdfs.zipped({"cv.pdf": pdfs.good()})


def picture_of_text() -> bytes:
    """A page that is one picture, as a scanner makes it."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PDF")
    return out.getvalue()


def right_to_left() -> bytes:
    """Hebrew by its character codes, with a table that says what they mean."""
    table = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <05E2> endbfchar"
    content = good_with_font("/ToUnicode 12 0 R", pdfs.stream(table))
    return content


def good_with_font(more, *extra) -> bytes:
    return pdfs.good(words="AAA", extra=extra).replace(
        b"/BaseFont /Helvetica", b"/BaseFont /Helvetica " + more.encode()
    )


REFUSED = {  # what it is: (content, how the sentence begins)
    "a drawing with script": (b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", "This is "),
    "a web page": (b"<html>" + SCRIPT, "This is not a PDF"),
    "a web page before a PDF": (b"<html>" + SCRIPT + b"</html>\n" + pdfs.good(), "This is not a PDF"),
    "an archive": (ARCHIVE, "This is not a PDF"),
    "an archive before a PDF": (ARCHIVE + pdfs.good(), "This is not a PDF"),
    "a picture before a PDF": (b"GIF89a\x01\x00\x01\x00" + pdfs.good(), "This is "),
    "a program": (b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + pdfs.good(), "This is not a PDF"),
    "a head alone": (b"%PDF-1.7\n%%EOF", "The file is damaged"),
    "a head and noise": (b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\n%%EOF", "The file is damaged"),
    "nothing": (b"", "The file is empty"),
    "a jump into another file": (
        pdfs.with_action("/S /GoToR /F (\\\\\\\\evil.example\\\\x) /D [0 /Fit]"),
        "The file opens programs",
    ),
    "a script on turning pages": (
        pdfs.good(page="/AA << /O << /S /JavaScript /JS (x) >> >>"),
        "The file contains a script",
    ),
}
TAKEN = {  # odd, and good or harmless
    "of version 2.0 with its objects packed": pdfs.compressed(pdfs.good()).replace(b"%PDF-1.7", b"%PDF-2.0", 1),
    "a scan without a letter": picture_of_text,
    "text from right to left": right_to_left,
    "with an archive behind": lambda: pdfs.good() + ARCHIVE[-400:],
    "with a web page in a remark": lambda: pdfs.good(head=b"%PDF-1.7\n%<html>" + SCRIPT + b"</html>\n"),
    "with a mess of blank lines": lambda: b"\n \r\n" + pdfs.good() + b"\r\n \n\x00\x00\r",
}


@pytest.fixture
def sender(client, leila, call):
    """Sends something to the page of documents: (answer, nomination)."""
    draft = make.nomination(author=leila, call=call)
    enter(client, leila)

    def send(content, name="cv.pdf", kind="application/pdf", **more):
        file = SimpleUploadedFile(name, content, kind)
        return client.post(reverse("nominations:documents", args=[draft.pk]), {"cv": file, **more}), draft

    return send


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_harmless_pdf_is_refused_in_words_whatever_it_calls_itself(sender, what):
    content, sentence = REFUSED[what]
    answer, draft = sender(content)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not draft.documents.exists()


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_odd_is_taken_whole_and_served_so_that_nothing_of_it_runs(sender, client, what):
    content = TAKEN[what]() if callable(TAKEN[what]) else TAKEN[what]
    answer, draft = sender(content, kind="text/html")

    assert answer.status_code == 302, answer.content.decode()
    served = client.get(reverse("nominations:document", args=[draft.documents.get().pk]))
    assert b"".join(served.streaming_content) == content
    assert served["Content-Type"] == "application/pdf"
    assert served["Content-Disposition"].startswith("attachment;")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/cron.d/x.pdf", "x.pdf"),
        ("a%0D%0ASet-Cookie: x=y%0D%0A<script>.pdf", "a%0D%0ASet-Cookie: x=y%0D%0A&lt;script&gt;.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe.pdf"),
        ("履歴書" * 100 + ".pdf", "履歴書" * 38 + "履歴.pdf"),
        ('"><img src=x onerror=alert(1)>.pdf', "onerror=alert(1)&gt;.pdf"),
        ("{{ 7|add:7000 }}=1+1.pdf", "{{ 7|add:7000 }}=1+1.pdf"),
    ],
)
def test_a_name_is_cleaned_shown_as_text_and_splits_no_header(sender, client, name, shown):
    _answer, draft = sender(pdfs.good(), name=name)
    document = draft.documents.get()

    page = client.get(reverse("nominations:documents", args=[draft.pk])).content.decode()
    served = client.get(reverse("nominations:document", args=[document.pk]))
    b"".join(served.streaming_content)
    assert shown in page
    assert "\n" not in served["Content-Disposition"]
    assert "Set-Cookie" not in served.headers
    assert name not in document.file.name


def test_of_two_files_in_one_field_the_last_counts(sender):
    two = [SimpleUploadedFile("a.pdf", pdfs.scripted()), SimpleUploadedFile("b.pdf", pdfs.good())]
    _answer, draft = sender(pdfs.good(), cv=two)

    assert [document.name for document in draft.documents.all()] == ["b.pdf"]


@pytest.mark.parametrize(
    ("head", "end"),
    [
        ('name="cv"; filename="cv.pdf"', ""),
        ("name=\"cv\"; filename*=UTF-8''", "\r\n--b--\r\n"),
    ],
    ids=["cut off", "without a name"],
)
def test_a_file_that_did_not_arrive_as_one_is_not_passed_over(sender, client, head, end):
    _answer, draft = sender(pdfs.good())
    body = f"--b\r\nContent-Disposition: form-data; {head}\r\n\r\n%PDF-1.7 and{end}"

    address = reverse("nominations:documents", args=[draft.pk])
    answer = client.generic("POST", address, body, "multipart/form-data; boundary=b")

    assert answer.status_code == 200
    assert "The file did not arrive whole" in answer.content.decode()
    assert [document.name for document in draft.documents.all()] == ["cv.pdf"]
