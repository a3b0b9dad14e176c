"""The world of the role matrix with a thing in each state, people half-way through a door, and a walk along all links."""

import re
from collections import defaultdict
from copy import deepcopy
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from nominations.models import Nomination
from portal.accounts.models import User
from portal.notifications.models import Message
from tests import make
from tests.admin import enter, page_of
from tests.answers import complete

from .authenticator import give_app
from .mailbox import code_for
from .pages import Page
from .routes import routes
from .world import World

PASSWORD = "correct horse battery"
ROW_BY_ROW = [
    f"admin:{kind}_change" for kind in ("nominations_nomination", "notifications_message", "nominations_call")
]
HALFWAY = "en/accounts/"
PLACES = defaultdict(lambda: HALFWAY) | {  # where each of them looks round; the beginning of addresses, and of routes
    "visitor": "(?!admin)",
    "applicant": "en/accounts/|en/nominations/",
    "other": "en/nominations/",
    "expert": "en/profile/",
    "contact": "en/accessions/|en/members/join",
    "council": "en/ballots/",
    "focal": "en/desk/",
    "head": "admin/",
}


class Visited(NamedTuple):
    """A page that somebody came to."""

    who: str
    address: str
    page: Page


class WideWorld(World):
    """Clients by who they are: the roles, and those who stand in a door."""

    def __init__(self):
        super().__init__()
        self.fill_the_desk()
        seen_by = ("visitor", "applicant", "other", "expert", "contact", "council", "focal", "head")
        self.clients = {role: self.client(role) for role in seen_by}
        self.clients |= {
            "asked for a code": self.asked("login/code", {"email": "other@example.org"}),
            "signed up": self.asked("signup", {"email": "fresh@example.org"}),
            "forgot": self.asked("password/reset", {"email": "other@example.org"}),
            "reset": self.reset(),
            "with a password": self.by_password("password@example.org"),
            "at the second step": self.by_password("app@example.org", app=True),
            "with an app": self.with_app(),
        }

    # --- things in their states

    def fill_the_desk(self):
        head = self.people["head"]
        for name, verb in {"returned": self.give_back, "eligible": self.hold, "withdrawn": self.take_back}.items():
            nomination = complete(make.nomination(author=make.user(f"{name}@example.org", name), call=self.call))
            nomination.submit(by=nomination.owner)
            verb(nomination)
        self.draft = make.call(by=head, year=2031, published=False)
        sent, failed, *_rest = Message.objects.filter(status="queued", masked=False).order_by("written_at")
        Message.objects.filter(pk=sent.pk).update(status="sent", sent_at=timezone.now())
        Message.objects.filter(pk=failed.pk).update(status="failed")

    def give_back(self, nomination):
        later = timezone.now() + timedelta(days=5)
        nomination.return_for_correction(sections=["work"], until=later, reason="Years.", by=self.people["head"])

    def hold(self, nomination):
        self.call.screening_hold_hours = nomination.call.screening_hold_hours = 48
        nomination.declare_eligible(by=self.people["head"])

    def take_back(self, nomination):
        nomination.withdraw(by=nomination.owner)

    # --- people in doors

    def asked(self, door, typed) -> Client:
        client = Client()
        client.post(f"/en/accounts/{door}/", typed)
        return client

    def reset(self) -> Client:
        make.user("reset@example.org", password=PASSWORD)
        client = self.asked("password/reset", {"email": "reset@example.org"})
        code = code_for("reset@example.org", "password_reset_code")
        client.post("/en/accounts/password/reset/confirm/", {"code": code})
        return client

    def by_password(self, email, app=False) -> Client:
        user = make.user(email, password=PASSWORD)
        if app:
            give_app(user)
        return self.asked("login", {"login": email, "password": PASSWORD})

    def with_app(self) -> Client:
        user = make.user("also@example.org", password=PASSWORD)
        give_app(user)
        return enter(Client(), User.objects.get(pk=user.pk))

    # --- the walk

    def walk(self) -> list[Visited]:
        """Every page that answers one of these people, by its address or by a link on another page; one of each kind."""
        found, seen = [], set()
        for who, client in self.clients.items():
            waiting = [self.address(name, route) for route, name in routes().items() if re.match(PLACES[who], route)]
            rows = [self.draft, *Nomination.objects.all()] if who == "head" else []
            waiting = [page_of(row) for row in rows] + waiting
            while waiting:
                address = waiting.pop(0)
                if (kind := kind_of(address, who)) is None or kind in seen:
                    continue
                seen.add(kind)
                if page := self.page(undone(client, "get", address), address):
                    found.append(Visited(who, address, page))
                    waiting += page.links
        return found + [
            Visited(who, address, self.page(undone(self.clients[who], "post", address, sent), address))
            for who, address, sent in self.halfway()
        ]

    def halfway(self):
        """Pages that only answer a POST: who, address, what is sent."""
        draft, row = self.nomination.pk, "/admin/nominations/nomination/"
        yield "applicant", f"/en/nominations/{draft}/you/", {"revision": "0", "window": "x", "given_name": "Other"}
        form = f"/en/accessions/{self.accession.pk}/form/"
        yield "contact", form, {"revision": "0", "window": "x", "position": "Another"}
        yield "focal", f"/en/desk/{self.asking.pk}/endorse/", {"statement": "x" * 3001}
        yield "focal", "/en/desk/many/", {"do": "endorse", "one": str(self.asking.pk)}
        yield "head", row, {"action": "return_for_correction", "_selected_action": str(draft), "index": "0"}

    def page(self, answer, address) -> Page | None:
        if answer.streaming:
            b"".join(answer.streaming_content)
        elif answer.status_code in (200, 409) and "html" in answer["Content-Type"]:
            return Page(answer.content.decode(), address)
        return None


def kind_of(address, who="") -> tuple | None:
    """What tells one page from another of its kind: the view and the words in its address; rows where they matter.

    Who asks matters outside the admin alone: there only one does.
    """
    if address.startswith("//") or not address.startswith("/"):
        return None
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    if not re.match(PLACES[who] if who else "", address[1:]):
        return None
    words = {k: str(v) for k, v in match.kwargs.items() if k in ("section", "kind", "name")}
    if match.view_name in ROW_BY_ROW:
        words["row"] = match.kwargs["object_id"]
    if "question=" in address:
        words["question"] = "asked"
    return match.view_name, who, tuple(sorted(words.items()))


def undone(client, method, address, *args, **kwargs):
    """The answer to one request whose effects are undone; what the view raises is raised."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        try:
            return getattr(client, method)(address, *args, **kwargs)
        finally:
            transaction.set_rollback(True)
            client.cookies = cookies
