"""A letter as bytes: whatever is in it comes out the same at the other end."""

import email
import email.policy

import pytest
from django.core.mail import BadHeaderError

from portal.notifications.envelope import Envelope

TEXTS = [
    "Plain words.",
    ".\n..dots at the beginning\n.",
    "From the beginning\n\n\nTab\tand trailing space \nend",
    "Tomáš Dvořák, Αθήνα, 東京, \N{PERSON BOWING DEEPLY}, e\N{COMBINING ACUTE ACCENT}, =3D, ====",
    "long " * 2000 + "line",
    "x" * 3000,
    "--=_ looks like a fence\n--\n",
]


def sent(subject="Hello", text="Words", html="<p>Words</p>", sender="GPAI secretariat <s@example.org>", **headers):
    headers = {"Message-ID": "<abc@example.org>"} | headers
    mail = Envelope(subject, text, sender, ["to@example.org"], reply_to=["s@example.org"], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def read(mail):
    return email.message_from_bytes(mail.message().as_bytes(linesep="\r\n"), policy=email.policy.default)


@pytest.mark.parametrize("text", TEXTS)
def test_text_and_html_come_out_as_they_went_in(text):
    letter = read(sent(text=text, html=f"<p>{text}</p>"))

    assert letter.get_body(("plain",)).get_content().replace("\r\n", "\n").removesuffix("\n") == text.removesuffix("\n")
    assert text.removesuffix("\n") in letter.get_body(("html",)).get_content().replace("\r\n", "\n")
    assert not letter.defects


@pytest.mark.parametrize("text", TEXTS)
def test_no_line_is_too_long_and_all_of_it_is_ascii(text):
    lines = sent(text=text).message().as_bytes(linesep="\r\n").split(b"\r\n")

    assert max(map(len, lines)) <= 998
    assert all(line.isascii() and b"\n" not in line and b"\r" not in line for line in lines)


@pytest.mark.parametrize("subject", ["Hello", "Candidature N26-00481 : reçue", "é" * 250, "long " * 50 + "line"])
def test_subjects_in_any_script(subject):
    assert read(sent(subject))["Subject"] == subject


def test_names_of_senders_in_any_script():
    assert (
        read(sent(sender='"Secrétariat, GPAI" <s@bücher.example>'))["From"].addresses[0].display_name
        == "Secrétariat, GPAI"
    )


@pytest.mark.abuse(17)
@pytest.mark.parametrize("broken", ["one\nBcc: x@example.org", "one\r\n two", "one\r"])
def test_a_line_break_adds_no_header(broken):
    with pytest.raises(BadHeaderError):
        sent(broken).message().as_bytes()
    with pytest.raises(BadHeaderError):
        sent(**{"References": broken}).message().as_bytes()
