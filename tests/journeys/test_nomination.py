"""A nomination from the landing page to the letter that says eligible: a real browser, worker, mail server and PDF.

Twice: with JavaScript, and without.
"""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nominations.models import Document, Nomination
from portal.celery import app
from portal.notifications import doorbell
from tests import make, pdfs, smtp
from tests.answers import ANSWERS
from tests.browser import faults, sign_in
from tests.portal.authenticator import digits, give_app
from tests.worker import wait_for, worker

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LEILA = "leila@example.org"
SECTIONS = ("you", "work", "contribution", "documents", "interests", "declarations")


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
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role(role, name=words, exact=True).click()

    def fill(self, answers):
        """Type, choose and tick what the page asks."""
        for name, value in answers.items():
            controls = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
            if not value or not controls.count():
                continue
            kind = controls.first.evaluate("control => control.type")
            if kind in ("radio", "checkbox"):
                for choice in [value] if isinstance(value, str) else value:
                    self.page.locator(
                        f'main [name="{name}"][value="{choice}"], main [name="{name}"]:not([value])'
                    ).check()
            elif kind == "select-one":
                controls.select_option(value)
            else:
                controls.fill(value)


class Mailbox:
    """What arrived at the mail server for one address."""

    def __init__(self, server, address):
        self.server, self.address = server, address

    def letters(self):
        return [letter for letter in self.server.letters if letter["To"] == self.address]

    def wait(self, number):
        """The n-th letter, when it is there."""
        wait_for(lambda: len(self.letters()) >= number)
        return self.letters()[number - 1]


@contextmanager
def window(chromium, live_server, **options):
    """A fresh window of a reader in Paris."""
    context = chromium.new_context(
        base_url=live_server.url,
        locale="en-GB",
        timezone_id="Europe/Paris",
        viewport={"width": 1360, "height": 900},
        **options,
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(params=["with script", "without script"])
def leila(request, chromium, live_server):
    with window(chromium, live_server, java_script_enabled=request.param == "with script") as page:
        yield Person(page)


@pytest.fixture
def amina(chromium, live_server):
    """An officer with a password and an app that shows codes."""
    account = make.user("amina@example.org", "Amina Diallo", role="officer", password="correct horse battery")
    with window(chromium, live_server) as page:
        person = Person(page)
        person.key = give_app(account)
        yield person


@pytest.fixture
def mailbox(settings, live_server, monkeypatch):
    """A mail server on loopback, and a worker that sends to it."""
    settings.SITE_URL = live_server.url
    monkeypatch.setitem(doorbell.mute, "until", 0.0)
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge("celery")
    with smtp.server(settings) as server, worker(settings):
        yield Mailbox(server, LEILA)


def sign_up(person, mailbox):
    person.page.goto("/en/")
    person.press("Start a nomination", role="link")
    person.page.get_by_label("E-mail address").fill(LEILA)
    person.page.get_by_label("Your name").fill("Leïla Haddad")
    person.press("Send me a code")
    code = re.search(r"\b\d{6}\b", smtp.plain(mailbox.wait(1)))[0]
    person.page.get_by_label("Six-digit code").fill(code)
    person.press("Continue")


def nominate(person, cv):
    """All six sections with a real PDF, the declaration, and the button."""
    person.press("Start")
    for section in SECTIONS:
        if section == "documents":
            person.page.get_by_label("CV", exact=True).set_input_files(cv)
        person.fill(ANSWERS)
        person.press("Save and continue")
    person.page.get_by_label("My answers are true").check()
    person.press("Submit nomination")


def sign_in_to_the_admin(person, nomination):
    page = person.page
    page.goto(reverse("admin:nominations_nomination_change", args=[nomination.pk]))
    page.get_by_label("E-mail address").fill("amina@example.org")
    page.get_by_label("Password").fill("correct horse battery")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/**")
    page.locator("main input[name=code]").fill(digits(person.key))
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_url(f"**{nomination.pk}**")


def test_from_the_landing_page_to_the_letter_that_says_eligible(leila, amina, mailbox, jonas, tmp_path):
    make.call(by=jonas)
    cv = tmp_path / "haddad-cv.pdf"
    cv.write_bytes(pdfs.good())

    sign_up(leila, mailbox)
    nominate(leila, cv)

    # the confirmation, and what it cost
    nomination = Nomination.objects.get()
    assert leila.page.get_by_text(nomination.reference).is_visible()
    assert leila.clicks <= 12
    assert leila.loads <= 12
    assert nomination.status == "submitted"

    # the receipt, with the whole content
    receipt = mailbox.wait(2)
    assert nomination.reference in receipt["Subject"]
    assert ANSWERS["biography"] in re.sub(r"\s+", " ", smtp.plain(receipt))

    # Amina reads the CV, and returns the section on work
    wait_for(lambda: Document.objects.get().reading == "read")
    sign_in_to_the_admin(amina, nomination)
    amina.page.get_by_role("link", name="Return for correction").click()
    amina.page.get_by_label("Your work").check()
    amina.page.get_by_label("Correct by").fill(f"{timezone.now() + timedelta(days=6):%Y-%m-%d}")
    amina.page.get_by_label("What is to be corrected").fill("Your years of experience do not fit your CV.")
    amina.page.get_by_role("button", name="Return for correction").click()
    wait_for(lambda: Nomination.objects.get().status == "returned")

    # Leila follows the link of the letter, corrects, and submits again
    returned = smtp.plain(mailbox.wait(3))
    assert "Your years of experience do not fit your CV." in returned
    leila.page.goto(re.search(r"https?://\S+/nominations/\S+", returned)[0])
    leila.press("Your work", role="link")
    leila.page.get_by_label("Years of experience").fill("11")
    leila.press("Save and continue")
    leila.page.get_by_label("My answers are true").check()
    leila.press("Submit changes")
    assert smtp.plain(mailbox.wait(4))
    nomination.refresh_from_db()
    assert nomination.submitted_version.number == 2
    assert nomination.submitted_version.answers["years_experience"] == "11"

    # Amina declares it eligible; Leila is told, by letter and on her page
    amina.page.goto(reverse("admin:nominations_nomination_change", args=[nomination.pk]))
    amina.page.get_by_role("button", name="Declare eligible").or_(
        amina.page.get_by_role("link", name="Declare eligible")
    ).first.click()
    wait_for(lambda: Nomination.objects.get().status == "eligible")
    assert nomination.reference in mailbox.wait(5)["Subject"]
    leila.page.goto("/en/nominations/")
    assert leila.page.get_by_text("Eligible: waiting for review").is_visible()


def test_what_is_typed_saves_itself_and_survives_another_window(browser_page, jonas):
    """Autosave, and the choice between two versions."""
    account = make.user(LEILA, "Leila Haddad")
    nomination = Nomination.start(call=make.call(by=jonas), by=account)
    sign_in(browser_page, account)
    there = reverse("nominations:section", args=[nomination.pk, "contribution"])
    browser_page.goto(there)
    other = browser_page.context.new_page()
    other.goto(there)

    browser_page.get_by_label("Biography").fill("Typed in the first window.")
    wait_for(lambda: Nomination.objects.get().answers.get("biography") == "Typed in the first window.")

    other.get_by_label("Biography").fill("Typed in the second window.")
    other.locator("main").get_by_role("button", name="Save and continue").click()
    other.get_by_role("heading", name="Two versions").wait_for()
    assert faults(other) == []
    assert Nomination.objects.get().answers["biography"] == "Typed in the first window."
    other.get_by_label("What you typed here").check()
    other.get_by_role("button", name="Save what I chose").click()
    wait_for(lambda: Nomination.objects.get().answers["biography"] == "Typed in the second window.")
    browser_page.complaints.clear()  # the 409 above
