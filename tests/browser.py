"""A real browser for the tests, in light and dark, wide and narrow, with axe at hand.

A test that uses it carries the marks `browser` (tests/chromium.py skips it without Chromium) and `slow`.
"""

import os
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings
from django.test import Client

from tests.chromium import executable

LOOKS = {"light": (1360, "light"), "dark": (1360, "dark"), "narrow": (360, "light"), "narrow and dark": (360, "dark")}
A_AND_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BEST = [*A_AND_AA, "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules whose answer another colour scheme can change
SHEETS = ["css-orientation-lock"]  # the rule that reads all style sheets, whatever the look
USUAL = ("light", "narrow and dark")  # each width and each scheme once
AXE = "/static/axe/axe.min.js"  # by its address the browser keeps it, translated; as words it is read anew on each page
FINDINGS = """async ([address, options]) => {
    if (!("axe" in window)) await new Promise((loaded, lost) => {
        const script = Object.assign(document.createElement("script"), {src: address, onload: loaded, onerror: lost});
        document.head.append(script);
        script.remove();
    });
    const {violations} = await axe.run(options);
    const words = violations.flatMap(({id, nodes}) =>
        nodes.map(({html, failureSummary}) => `${id}: ${html.slice(0, 160)} ${failureSummary}`));
    const {scrollWidth, clientWidth} = document.scrollingElement;
    return scrollWidth > clientWidth ? [...words, "the page scrolls sideways"] : words;
}"""
TURN = """dark => {  // the theme of the admin reads the scheme when a page loads; this is what it does then
    if (document.documentElement.hasAttribute("x-data")) document.documentElement.classList.toggle("dark", dark);
}"""
SHIFTS = """() => {  // a move within half a second of a click is the reader's own
    const watcher = new PerformanceObserver(() => {});
    watcher.observe({type: "layout-shift", buffered: true});
    return watcher.takeRecords().reduce((sum, {value, hadRecentInput}) => sum + (hadRecentInput ? 0 : value), 0);
}"""
STILL = 0.02  # the most that a page may move while it loads (cumulative layout shift)
LOST = (Path(__file__).parent / "lost.js").read_text()


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
def browser_page(chromium, settings, live_server):
    """A fresh window of a reader in Paris, at the home of the site: `browser_page.goto("/en/call/")`.

    What the browser complains about (script errors, refused by the CSP) fails the test at its end;
    a test that expects a complaint empties `browser_page.complaints`.
    """
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, ("axe", AXE_FILE_PATH.parent)]
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
    client.force_login(user, backend="portal.accounts.signed_in.SignedIn")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": page.address}])


def go_by(control):
    """Click on what leads on; back when the next page is there, so that nobody reads or fills the one before."""
    with control.page.expect_navigation():
        control.click()


def press(page, words, role="button", exact=True):
    """Go by the first button, or link, of these words: on the site as in the admin, not in its side bar."""
    go_by(page.locator("#main, main").first.get_by_role(role, name=words, exact=exact).first)


def faults(page, rules=BEST, without=()) -> list[str]:
    """What axe finds on the page as it stands, and sideways scroll."""
    asked = {"resultTypes": ["violations"], "runOnly": rules, "preload": not {*SHEETS} & {*without}}
    return page.evaluate(FINDINGS, [AXE, asked | {"rules": {rule: {"enabled": False} for rule in without}}])


def moved(page) -> list[str]:
    """Whether the page moved under the reader's eyes while it loaded. Ask it before anything else."""
    shift = page.evaluate(SHIFTS)
    return [f"the page moved by {shift:.3f}"] if shift > STILL else []


def faults_in_all_looks(page, looks=USUAL, rules=BEST, colours=True) -> list[str]:
    """The same in each look, and what is lost at 320 pixels with wide text.

    Does not load the page again, so errors of a form stay. What a look cannot change is asked once wide, once narrow;
    colours, which take axe longer than all else, in one look of each page, by turns.
    """
    looks, words, asked, page.turn = tuple(looks), [], set(), getattr(page, "turn", -1) + bool(colours)
    coloured = looks[page.turn % len(looks)] if looks and colours else ""
    for name in looks:
        width, scheme = LOOKS[name]
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(TURN, scheme == "dark")
        if width not in asked:
            words += [
                f"{name}: {fault}" for fault in faults(page, rules, () if name == coloured else [*COLOURS, *SHEETS])
            ]
        elif name == coloured:
            words += [f"{name}: {fault}" for fault in faults(page, COLOURS)]
        asked.add(width)
    page.set_viewport_size({"width": 320, "height": 900})
    words += [f"320 pixels, wide text: {fault}" for fault in page.evaluate(LOST)]
    page.set_viewport_size({"width": 1360, "height": 900})
    return words
