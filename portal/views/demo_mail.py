"""The demo's mailbox: what was sent, readable by anybody, because everybody in the demo is invented."""

import email
import email.policy
import re
from email.message import EmailMessage
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

PER_PAGE = 25
LINK = re.compile(rf"^{re.escape(settings.SITE_URL)}/\S*$")  # a line that is one of our own addresses


class Mail:
    """One file of the mailbox."""

    def __init__(self, file: Path):
        self.name = file.stem
        self.letter: EmailMessage = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, " ".join(value.split())) for name, value in self.letter.items()]

    @property
    def lines(self) -> list[tuple[str, bool]]:
        """The text line by line; True where it is a link to this site."""
        return [(line, bool(LINK.match(line))) for line in self.part("plain").splitlines()]

    @property
    def html(self) -> str:
        return self.part("html")

    def part(self, kind: str) -> str:
        part = self.letter.get_body((kind,))
        return part.get_content().replace("\r\n", "\n") if part else ""

    def __getattr__(self, header):
        """`to`, `subject`, `date`: as the letter says."""
        return self.letter[header]


def only_in_the_demo(view):
    """Elsewhere the address does not exist."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(never_cache(guarded))


@only_in_the_demo
def mails(request):
    """All mails, newest first."""
    page = Paginator(files(), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [Mail(file) for file in page.object_list]
    return render(request, "portal/demo_mails.html", {"page": page, "elsewhere": not settings.EMAIL_FILE_PATH})


@only_in_the_demo
def mail(request, name):
    """One mail: its text, and its headers and HTML as source."""
    file = next((file for file in files() if file.stem == name), None)
    if file is None:
        raise Http404
    return render(request, "portal/demo_mail.html", {"mail": Mail(file)})


def files() -> list[Path]:
    """Newest first: the names begin with the time."""
    folder = settings.EMAIL_FILE_PATH
    return sorted(Path(folder).glob("*.eml"), reverse=True) if folder else []
