"""A letter as bytes: two parts of the same words, quoted-printable. The standard library takes three times as long."""

from binascii import b2a_qp
from email.header import Header
from email.utils import formataddr, formatdate, parseaddr
from functools import lru_cache

from django.core.mail import BadHeaderError


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
            "Subject": mail.subject
            if mail.subject.isascii()
            else Header(mail.subject, "utf-8", header_name="Subject").encode(),
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


@lru_cache(maxsize=64)
def address(written: str) -> str:
    """`Name <address>` with the name encoded where it must be, and the domain in ASCII."""
    name, mailbox = parseaddr(written)
    local, _, domain = mailbox.rpartition("@")
    return formataddr((name, f"{local}@{domain.encode('idna').decode() if not domain.isascii() else domain}"))
