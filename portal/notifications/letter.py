"""The words of a letter: subject, text, and HTML made from the same text.

What people typed enters as context only, never as template, and never becomes a link: the one link of a letter is
the line that equals the address we gave, and that address is ours.
"""

import re
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.template import engines
from django.utils import timezone, translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from .seal import MASK

BREAK = "<br>\n"


class Letter(NamedTuple):
    subject: str
    text: str
    html: str


def write(occasion: str, *, language: str, zone="UTC", link="", secret="", **context) -> Letter:
    """Render `messages/<occasion>.txt`: its first line is the subject, the rest the letter.

    link: path or address of ours, may be lazy: it is resolved in the recipient's language. zone: for moments.
    secret: only whether there is one matters here; the words carry a mask.
    """
    with translation.override(language), timezone.override(zone):
        link = ours(str(link)) if link else ""
        context |= {"link": link, "secret": MASK if secret else "", "language": language}
        words = engines["letters"].get_template(f"{occasion}.txt").render({**surroundings(), **context})
    subject, _, text = words.strip().partition("\n")
    text = tidy(text)
    links = {link, context.get("stop_link", "")} - {""}
    if secret and is_ours(secret):
        links.add(MASK)
    return Letter(" ".join(subject.split())[:250], text, page(text, links, language))


def surroundings() -> dict:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "SECRETARIAT_EMAIL": settings.SECRETARIAT_EMAIL,
    }


def ours(link: str) -> str:
    """The absolute address; raises ValueError for a foreign one."""
    link = settings.SITE_URL + link if link.startswith("/") and not link.startswith("//") else link
    if not is_ours(link):
        raise ValueError("A letter links to this site only.")
    return link


def is_ours(link: str) -> bool:
    return urlsplit(link)[:2] == urlsplit(settings.SITE_URL)[:2]


def tidy(text: str) -> str:
    """Unix line ends, nothing after a line's last word, at most one empty line."""
    text = re.sub(r"[ \t]+$", "", text.replace("\r\n", "\n").replace("\r", "\n"), flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def page(text: str, links: set[str], language: str) -> str:
    """The same words as a plain page, everything escaped."""
    body = SafeString("\n".join(paragraph(lines.split("\n"), links) for lines in text.split("\n\n")))
    return engines["django"].get_template("messages/letter.html").render({"body": body, "language": language})


def paragraph(lines: list[str], links: set[str]) -> str:
    """HTML. Lines that are set in are somebody's own words: a quotation."""
    runs = groupby(lines, key=lambda line: line.startswith("  "))
    told = (("blockquote" if set_in else "p", broken(run, links)) for set_in, run in runs)
    return "\n".join(f"<{tag}>{words}</{tag}>" for tag, words in told)


def broken(lines, links) -> str:
    """HTML: lines as lines, escaped; the one that is our link can be followed."""
    return BREAK.join(anchor(line) if line in links else escape(line.strip()) for line in lines)


def anchor(link: str) -> str:
    return format_html('<a href="{0}">{0}</a>', link)
