"""A real browser for the tests, in light and dark, wide and narrow, with axe at hand.

A test that uses it carries the marks `browser` (tests/chromium.py skips it without Chromium) and `slow`.
"""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from tests.chromium import executable

LOOKS = {"light": (1360, "light"), "dark": (1360, "dark"), "narrow": (360, "light"), "narrow and dark": (360, "dark")}


@pytest.fixture(scope="session")
def chromium():
    """The browser, one for the whole run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        # the driver's loop runs in this thread; our own code never does
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        browser = driver.chromium.launch(executable_path=executable())
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium, live_server):
    """A fresh window of a reader in Paris, at the home of the site: `browser_page.goto("/en/call/")`.

    What the browser complains about (script errors, refused by the CSP) fails the test at its end;
    a test that expects a complaint empties `browser_page.complaints`.
    """
    context = chromium.new_context(
        base_url=live_server.url,
        locale="en-GB",
        timezone_id="Europe/Paris",
        viewport={"width": 1360, "height": 900},
        reduced_motion="reduce",  # axe must not measure a colour on its way to another
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.address, page.complaints = live_server.url, []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    complaints = list(page.complaints)
    context.close()
    assert complaints == []


@pytest.fixture
def without_script(chromium, live_server):
    """The same window with JavaScript turned off."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.address = live_server.url
    yield page
    context.close()


def sign_in(page, user):
    """Give the window the session of this account, without the pages of signing in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": page.address}])


def faults(page) -> list[str]:
    """What axe finds on the page as it stands (WCAG A, AA and best practice), and sideways scroll."""
    found = Axe().run(page).response["violations"]
    words = [f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]
    if page.evaluate("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"):
        words.append("the page scrolls sideways")
    return words


def faults_in_all_looks(page, looks=tuple(LOOKS)) -> list[str]:
    """The same in light and dark, at 1360 and 360 pixels: does not load the page again, so errors of a form stay."""
    words = []
    for name in looks:
        width, scheme = LOOKS[name]
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        words += [f"{name}: {fault}" for fault in faults(page)]
    return words
