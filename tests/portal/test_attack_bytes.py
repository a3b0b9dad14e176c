"""Requests that no browser makes: broken bytes, lying lengths, torn and endless bodies. Each gets an answer in words."""

import io

import pytest
from django.test import Client

from nominations.models import Nomination
from tests import make, pdfs
from tests.admin import enter

from .pages import faults

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(36, 37)]
OPEN = "application/x-www-form-urlencoded"
MANY = "multipart/form-data; boundary=b"


def part(head: str, content=b"x", end=b"--b--\r\n") -> bytes:
    return b"--b\r\n" + head.encode("latin-1") + b"\r\n\r\n" + content + b"\r\n" + end


def file_part(disposition: str, content=None, end=b"--b--\r\n") -> bytes:
    head = f"Content-Disposition: form-data; {disposition}\r\nContent-Type: application/pdf"
    return part(head, pdfs.good() if content is None else content, end)


BODIES = {  # what is wrong: (type, bytes)
    "bytes that are no UTF-8": (OPEN, b"given_name=\xff\xfe&given_name=%ff%c0%80&\xed\xa0\x80=x"),
    "percent signs that mean nothing": (OPEN, b"given_name=%&family_name=%zz%u0041&%=%"),
    "another encoding": (f"{OPEN}; charset=utf-16", "given_name=x".encode("utf-16")),
    "an encoding that is none": (f"{OPEN}; charset=bogus", b"given_name=x"),
    "JSON": ("application/json", b'{"given_name": "x"'),
    "XML": ("text/xml", b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>'),
    "no type": ("", b"given_name=x"),
    "a type that is none": ("multipart/", b"given_name=x"),
    "parts without a boundary": ("multipart/form-data", b"--b\r\n\r\nx"),
    "parts with an endless boundary": ("multipart/form-data; boundary=" + "b" * 5000, b"--b"),
    "parts with an odd boundary": ('multipart/form-data; boundary="\xff \x00"', b"--b"),
    "parts in another boundary": ("multipart/form-data; boundary=c", part('Content-Disposition: form-data; name="a"')),
    "parts torn in a head": (MANY, b'--b\r\nContent-Disposition: form-data; name="giv'),
    "parts torn in a file": (MANY, file_part('name="cv"; filename="cv.pdf"', end=b"")[:300]),
    "a part without a name": (MANY, part("Content-Disposition: form-data")),
    "a part without a head": (MANY, part("")),
    "a part with an endless head": (MANY, part(f'Content-Disposition: form-data; name="{"a" * 70_000}"')),
    "a name with lines": (MANY, part('Content-Disposition: form-data; name="a%0d%0aX: y\x00"')),
    "a file in an encoding that is none": (MANY, file_part("name=\"cv\"; filename*=bogus''cv.pdf")),
    "a file name that is no UTF-8": (MANY, file_part("name=\"cv\"; filename*=utf-8''%FF%FE.pdf")),
    "a file name that is broken": (MANY, file_part('name="cv"; filename*=utf-8\'cv.pdf')),
    "a file in base64 that is none": (
        MANY,
        part(
            'Content-Disposition: form-data; name="cv"; filename="a.pdf"\r\nContent-Transfer-Encoding: base64', b"===x"
        ),
    ),
    "a file without a name": (MANY, file_part('name="cv"; filename=""')),
    "two files in one field": (
        MANY,
        file_part('name="cv"; filename="a.pdf"', end=b"") + file_part('name="cv"; filename="b.pdf"'),
    ),
    "a field where a file is asked for": (MANY, part('Content-Disposition: form-data; name="cv"')),
    "five files": (MANY, b"".join(file_part(f'name="f{n}"; filename="a"', b"x", b"") for n in range(5)) + b"--b--\r\n"),
    "parts within a part": (
        MANY,
        part(
            'Content-Type: multipart/mixed; boundary=c\r\nContent-Disposition: form-data; name="a"',
            b"--c\r\n\r\nx\r\n--c--",
        ),
    ),
    "two thousand fields": (OPEN, b"&".join(b"f%d=x" % number for number in range(2000))),
    "two thousand parts": (
        MANY,
        b"".join(part(f'Content-Disposition: form-data; name="f{n}"', end=b"") for n in range(2000)) + b"--b--\r\n",
    ),
    "three megabytes of text": (OPEN, b"given_name=" + b"x" * 3_000_000),
    "thirty megabytes of text": (MANY, part('Content-Disposition: form-data; name="given_name"', b"x" * 30_000_000)),
}
LENGTHS = ["", "-1", "999999", "9" * 30, "1"]  # one that is no number is refused by the server before us
HEADERS = {
    "accept-language": ["\xff", "x" * 5000, "en;q=nan", ",".join(["fr;q=0.1"] * 500), "../../etc"],
    "cookie": [
        "\xff\xfe=\x00",
        "session=%00; csrf=%00; language=\x00",
        "language=../../x",
        "a=" + "x" * 20_000,
        "csrf=" + "<b>" * 20,
    ],
    "x-forwarded-for": ["\xff", "1.2.3.4, " * 500, "'"],
    "referer": ["\xff", "javascript:x()", "http://[::1"],
    "origin": ["null", "http://[", "\x00"],
    "if-modified-since": ["never", "Thu, 01 Jan 0000 00:00:00 GMT", "9" * 30],
    "if-none-match": ['"', "*", '"a' * 500],
    "range": ["bytes=0-" + "9" * 30, "bytes=-", "\xff"],
    "content-encoding": ["gzip"],
    "x-requested-with": ["\x00"],
    "user-agent": ["", "\xff" * 300, "x" * 5000],
}


@pytest.fixture
def doors(settings, leila, jonas, call, caplog):
    """Who, and where they send something."""
    settings.REQUIRE_STAFF_MFA = False
    caplog.set_level("CRITICAL", "django")
    draft = make.nomination(author=leila, call=call)
    return {
        f"/en/nominations/{draft.pk}/you/": enter(Client(), leila),
        f"/en/nominations/{draft.pk}/documents/": enter(Client(), leila),
        f"/en/nominations/{draft.pk}/you/autosave/": enter(Client(), leila),
        "/en/accounts/signup/": Client(),
        "/admin/accounts/invitation/add/": enter(Client(), jonas),
    }


def told(client, address, body=b"", method="POST", **surroundings) -> list[str]:
    """The faults of the answer to these very bytes."""
    stream = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    try:
        return faults(client.generic(method, address, **stream | surroundings), address)
    except Exception as error:
        return [f"raised {error!r:.200}"]


def test_a_body_that_no_browser_sends_is_answered_in_words(doors):
    found = [
        f"{address}, {what}: {fault}"
        for what, (kind, body) in BODIES.items()
        for address, client in list(doors.items())[: 2 if len(body) > 20_000 else None]
        for fault in told(client, address, body, CONTENT_TYPE=kind)
    ]

    assert not found, "\n".join(found)
    assert Nomination.objects.get().documents.count() <= 1


def test_a_length_that_lies_is_answered_in_words(doors):
    """Half a form, as a bad line brings it: what came of it may count, and nothing breaks."""
    found = [
        f"{address}, length {length[:9]}: {fault}"
        for length in LENGTHS
        for address, client in doors.items()
        for fault in told(client, address, b"given_name=Le&family_name=Ha", CONTENT_LENGTH=length, CONTENT_TYPE=OPEN)
    ]

    assert not found, "\n".join(found)


def test_headers_and_cookies_of_any_kind_break_no_page(doors):
    found = []
    for name, values in HEADERS.items():
        for value in values:
            for address in ("/en/call/", "/en/accounts/login/", "/admin/", "/static/nothing.css"):
                wrongs = told(Client(), address, method="GET", **{f"HTTP_{name.upper().replace('-', '_')}": value})
                found += [f"{address}, {name} {value[:20]!r}: {wrong}" for wrong in wrongs]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "path",
    [
        b"/en/\xff\xfe/",
        b"/\xc3\x28",
        b"/en/%00/",
        b"//evil.example/",
        b"/en/../../etc/passwd",
        b"/static/\x00",
        b"/" + b"x" * 20_000,
    ],
)
def test_a_path_of_any_bytes_is_answered_in_words(client, path):
    for query in ("", "\xff\xfe=\x00", "&&&===", "a=" + "b&a=" * 3000):
        answer = client.generic("GET", "/", PATH_INFO=path.decode("latin-1"), QUERY_STRING=query)
        assert faults(answer, "/") == []
        assert answer.status_code in (301, 302, 400, 404)
