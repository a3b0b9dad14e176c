"""Links as a mail program makes them of words, and whether they lead to this site."""

import re
import unicodedata
from urllib.parse import urlsplit

from django.conf import settings

WRITTEN = re.compile(r"""(?:https?://|ftp://|www\.)[^\s<>"']+|mailto:[^\s<>"']+""", re.IGNORECASE)
ENDINGS = """
com org net info biz io eu int edu gov app dev xyz online site link click ai co me tv example
ca ch cn de es fr in it jp ru uk us
"""
GUESSED = re.compile(
    r"""
    \w+://[^\s<>"']+                                        # any scheme, such as hxxp
    | (?<![:/\w])//[\w-]+(?:\.[\w-]+)+[^\s<>"']*            # //host
    | (?<![\w.@/:-])\d{1,3}(?:\.\d{1,3}){3}[:/][^\s<>"']*   # a number of a machine, with a port or a path
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                          # an address to write to
    | (?<![\w.@/:-])(?:[\w-]+\.)+(?:[a-z]{2,}|[A-Z]{2,})(?::\d+)?[/?\#][^\s<>"']*   # word.tld/…
    | (?<![\w.@/:-])(?:[\w-]+\.)+(?:ENDINGS)\b(?![\w@-])     # word.tld
    """.replace("ENDINGS", "|".join(ENDINGS.split())),
    re.VERBOSE,
)


def links_in(words) -> set[str]:
    """What a mail program would make a link of, in a text without marks."""
    text = unicodedata.normalize("NFKC", str(words))
    written = set(WRITTEN.findall(text))
    return written | set(GUESSED.findall(WRITTEN.sub(" ", text)))


def links_in_html(html) -> set[str]:
    """Those that stand there as links."""
    return set(WRITTEN.findall(html))


def foreign_in(words) -> list[str]:
    return sorted(link for link in links_in(words) if not is_ours(link))


def is_ours(link) -> bool:
    """Whether a link leads to this site, by whatever spelling of its address, or writes to the secretariat."""
    if link.lower().startswith("mailto:") or ("@" in link and "/" not in link):
        return link.lower().removeprefix("mailto:") == settings.SECRETARIAT_EMAIL.lower()
    try:
        return host_of(link) == host_of(settings.SITE_URL)
    except ValueError:  # no address at all
        return False


def host_of(link) -> tuple:
    """Who signs in, the host and a port of its own; of an address as it is typed, with a scheme or without."""
    found = urlsplit(link if "://" in link or link.startswith("//") else f"//{link}")
    if found.scheme not in ("", "http", "https"):
        raise ValueError(found.scheme)
    return found.username, found.hostname, None if found.port in (80, 443) else found.port
