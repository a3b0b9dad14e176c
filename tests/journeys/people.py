"""Somebody at a browser, what arrives in their mailbox, and how they come in: what the journeys share."""

import re
from contextlib import ExitStack, contextmanager

import pytest
from django.core.cache import cache

from portal.celery import app
from portal.notifications import doorbell
from tests import make, smtp
from tests.browser import go_by, press
from tests.portal.authenticator import digits, give_app
from tests.worker import wait_for, worker

LEILA, AMINA = "leila@example.org", "amina@example.org"
PASSWORD = "correct horse battery"


class Person:
    """Somebody at a browser who counts pages and clicks."""

    def __init__(self, page):
        self.page, self.clicks, self.loads = page, 0, 0
        page.on("response", self.count)

    def count(self, response):
        """Pages shown; what only leads on is none."""
        if response.request.is_navigation_request() and response.status not in (301, 302):
            self.loads += 1

    def press(self, words, role="button"):
        self.clicks += 1
        press(self.page, words, role)

    def follow(self, words):
        self.press(words, role="link")

    def fill(self, answers):
        """Type, choose and tick what the page asks."""
        for name, value in answers.items():
            controls = self.page.locator(f'#main [name="{name}"]:not([type=hidden])')
            if not value or not controls.count():
                continue
            kind = controls.first.evaluate("control => control.type")
            if kind in ("radio", "checkbox"):
                for choice in [value] if isinstance(value, str) else value:
                    self.page.locator(
                        f'#main [name="{name}"][value="{choice}"], #main [name="{name}"]:not([value])'
                    ).check()
            elif kind == "select-one":
                controls.select_option(value)
            else:
                controls.fill(value)

    def reads(self, words) -> bool:
        """Whether these words stand on the page, wherever its lines break."""
        return words in self.told()

    def told(self) -> str:
        """What the page says, as one line; without what is typed or chosen in its fields."""
        return re.sub(r"\s+", " ", self.page.locator("#main").inner_text())

    def fetch(self, address):
        """The answer of an address to this browser, aside of the page."""
        return self.page.request.get(address)


class Mailbox:
    """What arrived at the mail server for one address."""

    def __init__(self, server, address):
        self.server, self.address = server, address

    def of(self, address) -> "Mailbox":
        """Another one at the same server."""
        return Mailbox(self.server, address)

    def letters(self):
        return [letter for letter in self.server.letters if letter["To"] == self.address]

    def subjects(self) -> list[str]:
        return [letter["Subject"] for letter in self.letters()]

    def wait(self, number):
        """The n-th letter, when it is there."""
        wait_for(lambda: len(self.letters()) >= number)
        return self.letters()[number - 1]

    def code(self, number) -> str:
        """The six digits in the n-th letter."""
        return re.search(r"\b\d{6}\b", smtp.plain(self.wait(number)))[0]

    def link(self, number, part) -> str:
        """The address in the n-th letter that has this part."""
        return re.search(rf"https?://\S+{part}\S*", smtp.plain(self.wait(number)))[0]


@contextmanager
def window(chromium, live_server, **options):
    """A fresh window of a reader in Paris."""
    usual = {"locale": "en-GB", "timezone_id": "Europe/Paris", "viewport": {"width": 1360, "height": 900}}
    context = chromium.new_context(base_url=live_server.url, **usual | options)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def visitor(chromium, live_server):
    """Opens windows of people who share nothing: `visitor()`, `visitor(java_script_enabled=False)`."""
    with ExitStack() as windows:
        yield lambda **options: Person(windows.enter_context(window(chromium, live_server, **options)))


@pytest.fixture
def mailbox(settings, live_server, monkeypatch):
    """A mail server on loopback, and a worker that sends to it."""
    settings.SITE_URL = live_server.url
    cache.clear()  # how many codes went to Leila in the journeys before this one
    monkeypatch.setitem(doorbell.mute, "until", 0.0)
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge("celery")
    with smtp.server(settings) as server, worker(settings):
        yield Mailbox(server, LEILA)


def officer_at(person) -> Person:
    """Amina at this browser: an officer with a password and an app that shows codes."""
    person.key = give_app(make.user(AMINA, "Amina Diallo", role="officer", password=PASSWORD))
    return person


def sign_up(person, mailbox, name):
    """From the page that asks for an account, by a code: the letter that is next."""
    number = len(mailbox.letters()) + 1
    person.page.get_by_label("E-mail address").fill(mailbox.address)
    person.page.get_by_label("Your name").fill(name)
    person.press("Send me a code")
    person.page.get_by_label("Six-digit code").fill(mailbox.code(number))
    person.press("Continue")


def come_back(person, mailbox, there):
    """Open an address, be asked who one is, and stand there after the code of the letter that is next."""
    number = len(mailbox.letters()) + 1
    person.page.goto(there)
    person.page.get_by_label("E-mail address").fill(mailbox.address)
    person.press("Sign in")
    person.page.get_by_label("Six-digit code").fill(mailbox.code(number))
    person.press("Continue")


def sign_in_to_the_admin(person, there):
    """By password and app, on the way to an address of the admin."""
    page = person.page
    page.goto(there)
    page.get_by_label("E-mail address").fill(AMINA)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.locator("main input[name=code]").fill(digits(person.key))
    go_by(page.locator("main form button.btn-primary").first)
    assert page.url.endswith(there)
