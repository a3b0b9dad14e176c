"""What a visitor's line has to carry, as production serves it: bytes with their headers, gzip'ed where they are; and no third party."""

import json
import os
import shutil
import subprocess
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from members import facts
from nominations.questions import SECTIONS
from tests import make
from tests.answers import complete
from tests.browser import sign_in
from tests.chromium import executable
from tests.production import production

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HOME, FORM, NEXT = 160_000, 120_000, 15_000  # bytes at most: quality.md
SCRIPTS = 15_000  # of our own, as they lie there
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


@pytest.fixture
def draft(call, leila):
    facts.load()
    return complete(make.nomination(author=leila, call=call))


@pytest.fixture
def address(draft, tmp_path):
    with production(tmp_path) as address:
        yield address


class Line:
    """A browser that has never been here, and what came over its line."""

    def __init__(self, chromium, address, user=None):
        context = chromium.new_context()
        self.page, self.arrived, self.hosts = context.new_page(), [], set()
        self.page.address = self.address = address
        if user:
            sign_in(self.page, user)
        wire = context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: self.arrived.append(event["encodedDataLength"]))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def weigh(self, path) -> int:
        """Bytes that one page brings, beside what this browser has kept from those before."""
        self.arrived.clear()
        self.page.goto(self.address + path, wait_until="networkidle")
        return sum(self.arrived)


def test_pages_are_light_on_a_first_visit_and_the_next_ones_lighter(chromium, address, draft, leila):
    own = draft.get_absolute_url()
    newcomer = Line(chromium, address)
    weights = {"home": newcomer.weigh("/en/")}
    following = {
        path: newcomer.weigh(f"/en/{path}")
        for path in ("call/", "call/questions/", "members/", "members/FR/", "accounts/login/")
    }
    weights["members"] = Line(chromium, address).weigh("/en/members/")  # with a map of its own
    weights["form"] = Line(chromium, address).weigh("/en/accounts/login/")
    applicant = Line(chromium, address, leila)
    weights["section"] = applicant.weigh(f"{own}you/")
    following |= {name: applicant.weigh(f"{own}{name}/") for name in [*SECTIONS, "check"]} | {
        "tasks": applicant.weigh(own)
    }

    assert max(weights["home"], weights["members"]) <= HOME
    assert max(weights["form"], weights["section"]) <= FORM
    assert {name: weight for name, weight in following.items() if weight > NEXT} == {}
    assert newcomer.hosts | applicant.hosts == {urlsplit(address).netloc}


def test_our_own_scripts_stay_small():
    assert sum(file.stat().st_size for file in (settings.BASE_DIR / "static" / "js").iterdir()) <= SCRIPTS


@pytest.fixture
def lighthouse() -> list[str]:
    """The command, if there is one: installed on the machine or with npm in a folder above; nothing is fetched."""
    if shutil.which("lighthouse"):
        return ["lighthouse"]
    here = ["npx", "--no-install", "lighthouse"]
    try:
        if subprocess.run([*here, "--version"], capture_output=True, timeout=60).returncode == 0:
            return here
    except (OSError, subprocess.TimeoutExpired):
        pass
    pytest.skip("lighthouse is not here: npm install lighthouse")


def test_lighthouse_gives_full_marks_on_a_slow_telephone(lighthouse, address, draft, leila, tmp_path, chromium):
    """Pages that robots.txt closes are not judged by whether they may be indexed."""
    page = chromium.new_context().new_page()
    page.address = address
    sign_in(page, leila)
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())
    own, missed = draft.get_absolute_url(), {}
    for path in ("/en/", "/en/members/", "/en/call/", "/en/accounts/login/", own, f"{own}you/", f"{own}contribution/"):
        closed = "/accounts/" in path or path.startswith(own)
        headers = ["--extra-headers", json.dumps({"Cookie": cookies})] if path.startswith(own) else []
        file, flags = tmp_path / "lighthouse.json", "--headless=new --no-sandbox"
        words = [*lighthouse, address + path, *headers, "--quiet", "--output=json", f"--output-path={file}"]
        words += [f"--chrome-flags={flags}", *(["--skip-audits=is-crawlable"] if closed else [])]
        subprocess.run(
            words, env=os.environ | {"CHROME_PATH": executable()}, check=True, timeout=240, capture_output=True
        )
        scores = {
            name: round(100 * (part["score"] or 0)) for name, part in json.loads(file.read_text())["categories"].items()
        }
        if any(scores[name] < goal for name, goal in GOALS.items()):
            missed[path] = scores

    assert missed == {}
