"""The policy as a browser enforces it, from the header that came with each page; and what leaves for elsewhere: nothing."""

import pytest

from members import facts
from nominations.models import Call, Nomination
from portal.accounts.models import User
from tests import make
from tests.admin import do, list_of, page_of
from tests.answers import complete
from tests.browser import go_by, sign_in
from tests.journeys.test_accounts import OWN
from tests.journeys.test_axe_public import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
COMING_IN = ["login/", "login/code/", "signup/", "password/reset/", "password/reset/done/", "inactive/"]
STRICT = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "manifest-src": "'self'",
}
OF_THE_THEME = {"script-src": "'self' 'unsafe-eval'", "style-src": "'self' 'unsafe-inline'"}
ATTEMPTS = """async (foreign) => {
  const ran = [], add = (name, more = {}) => document.body.appendChild(Object.assign(document.createElement(name), more));
  window.ran = (what) => ran.push(what);
  add("script", {textContent: "ran('inline script')"});
  add("div", {innerHTML: "<img src='data:,x' onerror='ran(`inline handler`)'>"});
  add("script", {src: foreign + "x.js"});
  add("script", {src: "data:text/javascript,ran('script in data')"});
  add("link", {rel: "stylesheet", href: foreign + "x.css"});
  add("img", {src: foreign + "x.png"});
  add("iframe", {src: foreign});
  add("iframe", {srcdoc: "<script>parent.ran('frame of its own')</script>"});
  add("object", {data: foreign + "x.swf"});
  add("a", {href: "javascript:ran('script in a link')"}).click();
  add("form", {action: foreign, method: "post"}).submit();
  document.head.appendChild(Object.assign(document.createElement("base"), {href: foreign}));
  if (document.baseURI.startsWith(foreign)) ran.push("base");
  fetch(foreign).then(() => ran.push("fetch"), () => {});
  try { navigator.sendBeacon(foreign, "x"); new WebSocket(foreign.replace("http", "ws")); } catch {}
  try { new Worker(URL.createObjectURL(new Blob(["postMessage(1)"]))).onmessage = () => ran.push("worker"); } catch {}
  add("p", {id: "styled"}).setAttribute("style", "text-indent: 7px");
  if (getComputedStyle(document.getElementById("styled")).textIndent == "7px") ran.push("inline style");
  await new Promise((done) => setTimeout(() => {
    try { (0, eval)("ran('eval')"); } catch {}
    try { new Function("ran('eval')")(); } catch {}
    setTimeout(done, 80);
  }));
  return [...new Set(ran)].sort();
}"""


@pytest.fixture
def nomination(leila, amina, call, settings):
    settings.REQUIRE_STAFF_MFA = False
    facts.load()
    nomination = complete(make.nomination(author=leila, call=call))
    nomination.submit(by=leila)
    nomination.ask("Since when?", by=amina)
    return nomination


def of_the_public(nomination):
    yield from (f"/en/{path}" for path in PAGES)
    yield from (f"/en/accounts/{path}" for path in COMING_IN)
    yield from ("/fr/", "/en/nothing/", "/en/members/?on=tomorrow", "/en/accounts/invitation/gone/")


def of_one_person(nomination):
    yield from (f"/en/accounts/{path}" for path in OWN if path != "logout/")
    home = nomination.get_absolute_url()
    sections = ("you", "work", "contribution", "interests", "declarations")
    yield "/en/nominations/"
    yield home
    yield from (f"{home}{path}/" for path in (*sections, "documents", "check", "done", "withdraw"))
    yield f"{home}questions/{nomination.clarifications.get().pk}/"


def of_the_admin(nomination):
    yield from ("/admin/", page_of(nomination), do(nomination, "return_for_correction"), page_of(nomination.call))
    yield from (list_of(Nomination), list_of(User), list_of(Call, "add"), "/admin/nothing/")


@pytest.mark.abuse(16, 22, 40)
@pytest.mark.parametrize("pages", [of_the_public, of_one_person, of_the_admin])
def test_a_browser_runs_nothing_that_is_not_ours_and_goes_nowhere_else(
    browser_page, nomination, leila, jonas, trap, pages
):
    """Scripts, handlers, eval, styles, forms and frames that somebody would have got into a page."""
    foreign, asked = trap
    admin = pages is of_the_admin
    if pages is not of_the_public:
        sign_in(browser_page, jonas if admin else leila)
    requests, found = [], {}
    browser_page.on("request", lambda request: requests.append(request.url))
    for path in pages(nomination):
        requests.clear()
        answer = browser_page.goto(path)
        assert browser_page.url.partition("#")[0] == browser_page.address + path, (
            "This page is not the one that was meant."
        )
        abroad = [url for url in requests if not url.startswith((f"{browser_page.address}/", "data:", "blob:"))]
        policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
        ran = browser_page.evaluate(ATTEMPTS, foreign)
        seen = policy, ran, abroad, answer.headers["cross-origin-opener-policy"], answer.headers["referrer-policy"]
        wanted = STRICT | OF_THE_THEME, ["eval", "inline style"], [], "same-origin", "same-origin"
        if not admin:
            wanted = STRICT, [], *wanted[2:]
        if seen != wanted:
            found[path] = seen
    browser_page.complaints.clear()  # the browser said what it refused

    assert found == {}
    assert asked == []


@pytest.mark.abuse(16)
def test_no_page_of_ours_stands_in_a_frame(browser_page, nomination, leila):
    sign_in(browser_page, leila)
    for path in ("/en/", "/en/accounts/login/", nomination.get_absolute_url(), "/admin/", "/en/nothing/"):
        browser_page.set_content(f"<iframe src='{browser_page.address}{path}'></iframe>")
        browser_page.wait_for_timeout(150)
        assert browser_page.frames[-1].url.startswith("chrome-error:"), path
    browser_page.complaints.clear()


@pytest.mark.abuse(23)
def test_after_signing_out_the_back_button_shows_nothing(browser_page, nomination, leila):
    sign_in(browser_page, leila)
    browser_page.goto(nomination.get_absolute_url())
    browser_page.goto(f"{nomination.get_absolute_url()}check/")
    assert "Data Trust Foundation" in browser_page.content()
    assert browser_page.evaluate("localStorage.length + sessionStorage.length") == 0
    browser_page.goto("/en/accounts/logout/")
    go_by(browser_page.locator("main form button").first)
    assert browser_page.url.endswith("/en/")
    for _page in range(2):
        browser_page.go_back()
        assert "Data Trust Foundation" not in browser_page.content()
        assert nomination.reference not in browser_page.content()
