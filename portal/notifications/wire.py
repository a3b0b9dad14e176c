"""A letter as bytes: two parts of the same words, quoted-printable. The standard library takes five times as long."""

import re
from binascii import b2a_base64, b2a_qp
from email.utils import formataddr, formatdate, parseaddr
from functools import lru_cache

from django.core.mail import BadHeaderError

BARE = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+")
WORD = 39  # bytes of one encoded word


class NoMailbox(ValueError):
    """What follows the @ is no domain that could be asked for."""


class Wire:
    """Stands where Django's backends expect the message of the email package."""

    def __init__(self, mail):
        self.mail = mail

    def as_bytes(self, unixfrom=False, linesep="\n") -> bytes:
        mail, html = self.mail, self.mail.alternatives[0].content
        boundary = f"=_{mail.extra_headers['Message-ID'].strip('<>').partition('@')[0]}"
        lines = {
            "From": address(mail.from_email),
            "To": address(mail.to[0]),
            "Reply-To": address(mail.reply_to[0]),
            "Subject": mail.subject if mail.subject.isascii() else encoded(mail.subject),
            "Date": formatdate(),
            **mail.extra_headers,
            "MIME-Version": "1.0",
            "Content-Type": f'multipart/alternative; boundary="{boundary}"',
        }
        head = "".join(f"{name}: {safe(value)}\n" for name, value in lines.items())
        fence = f"\n--{boundary}"
        whole = head.encode("ascii") + b"".join(
            [
                f"{fence}\n".encode(),
                part(mail.body, "plain"),
                f"{fence}\n".encode(),
                part(html, "html"),
                f"{fence}--\n".encode(),
            ]
        )
        return whole.replace(b"\n", linesep.encode())


def part(text: str, kind: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    return head.encode() + b2a_qp(text.encode(), istext=True)


def safe(value: str) -> str:
    """One header stays one header: a line break may only fold it."""
    if "\r" in value or any(not line.startswith(" ") for line in value.split("\n")[1:]):
        raise BadHeaderError("A line break in a header.")
    return value


def encoded(words: str) -> str:
    """Words of any script as ASCII, folded so that no line is longer than 76 (RFC 2047)."""
    parts = [b""]
    for sign in words:
        if len(parts[-1]) + len(sign.encode()) > WORD:
            parts.append(b"")
        parts[-1] += sign.encode()
    return "\n ".join(f"=?utf-8?b?{b2a_base64(part, newline=False).decode()}?=" for part in parts)


@lru_cache(maxsize=64)
def address(written: str) -> str:
    """`Name <address>` with the name encoded where it must be, and the domain in ASCII; raises NoMailbox."""
    if BARE.fullmatch(written):
        return written
    name, mailbox = parseaddr(written)
    local, _, domain = mailbox.rpartition("@")
    try:
        return formataddr((name, f"{local}@{domain.encode('idna').decode() if not domain.isascii() else domain}"))
    except UnicodeError:
        raise NoMailbox from None


@lru_cache(maxsize=64)
def mailbox(written: str) -> str:
    """The address alone, as the server is told it."""
    return parseaddr(address(written))[1]
