"""axe at every address of the site: those that the role matrix opens are visited by themselves, the others by walks.

A new address that answers with a page is looked at without a line here, as soon as it has its row in the matrix. One
that opens only after some steps needs a walk (walks.py), or a reason below.
"""

from collections import Counter
from functools import partial

import pytest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from members import facts
from portal.views import errors
from tests.browser import USUAL, faults_in_all_looks, moved, sign_in
from tests.journeys.walks import OF_ACCOUNTS, WALKS
from tests.portal.access import ROLES, row
from tests.portal.routes import routes
from tests.portal.world import World

browser = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KEYS = "looked at with a real key, in test_accounts: a passkey is set up and signs in alone"
ELSEWHERE = {
    "mfa_reauthenticate_webauthn": KEYS,
    "mfa_edit_webauthn": KEYS,
    "mfa_remove_webauthn": KEYS,
    "mfa_login_webauthn": "answers the script of the sign-in page",
    "mfa_download_recovery_codes": "a file",
    "nominations:document_page": "a picture",
    "nominations:consent_agree": "only acts, then leads on",
    "nominations:send_link": "only acts, then leads on",
    "nominations:remove_document": "only acts, then leads on",
    "nominations:take_back": "only acts, then leads on",
    "deciding:offer_letter": "a file",
    "reviewing:autosave": "answers a script",
    "reviewing:skip": "only acts, then leads on",
    "reviewing:take_back": "only acts, then leads on",
    "reviewing:statement": "a file",
    "reviewing:page": "a picture",
    "reviewing:committee_page": "a picture",
    "reviewing:committee_table": "a file",
    "reviewing:committee_give": "only acts, then leads on",
    "reviewing:committee_void": "shows the chair's dossier again, with what is wrong",
    "reviewing:committee_conflict": "shows the chair's dossier again, with what is wrong",
    "reviewing:committee_remark": "shows the chair's dossier again, with what is wrong",
    "reviewing:committee_take_back": "only acts, then leads on",
    "deciding:report_pdf": "a file",
    "deciding:report_csv": "a file",
    "api:api-root": "is no page",
    "members:vote": "only acts, then leads on",
    "nominations:desk_rank": "only acts, then leads on",
    "nominations:desk_decline": "only acts, then leads on",
    "members:profile_publish": "only acts, then leads on",
    "members:profile_unpublish": "only acts, then leads on",
    "nominations:autosave": "answers a script",
    "deciding:texts": "only acts, then leads on",
    "deciding:take_back": "only acts, then leads on",
    "deciding:undo": "only acts, then leads on",
    "deciding:place": "only acts, then leads on",
    "deciding:proposal_take": "only acts, then leads on",
    "deciding:proposal_discard": "only acts, then leads on",
    "members:accession_autosave": "answers a script",
}


def opened() -> dict[str, tuple[str, str]]:
    """Every address outside the admin that opens by itself: name to (route, the first role it opens to)."""
    found = {}
    for route, name in routes().items():
        get = row(name)[0]
        if "200" in get and not name.startswith("admin:"):
            found[name] = route, ROLES[get.index("200")]
    return found


def test_every_address_is_looked_at_or_has_a_reason():
    walked = set().union(*WALKS.values())
    here = {name for name in routes().values() if not name.startswith("admin:")}

    assert here - set(opened()) - walked == set(ELSEWHERE)


@pytest.fixture
def world(settings, groups, live_server, tmp_path):
    settings.REQUIRE_STAFF_MFA, settings.SITE_URL = False, live_server.url
    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path / "mail"
    settings.EMAIL_BACKEND = "portal.notifications.folder.EmailBackend"
    facts.load()
    return World()


class Looks:
    """What was found, by page."""

    def __init__(self, page):
        self.page, self.found, self.seen = page, {}, []

    def look(self, name, looks, colours=True):
        if words := moved(self.page) + faults_in_all_looks(self.page, looks, colours=colours):
            self.found[name] = words
        self.seen.append(name)

    def here(self) -> str:
        return resolve(self.page.evaluate("location.pathname")).view_name


@pytest.mark.parametrize("language", [pytest.param(code, marks=browser) for code in ("en", "fr")])
def test_axe_finds_nothing_at_any_address(browser_page, world, language):
    """In English each width once; in French, whose words are longer, what is lost at 320 pixels.

    What a walk looks at in English is left to it.
    """
    looks, clients = Looks(browser_page), {role: world.client(role) for role in ROLES}
    wanted = USUAL if language == "en" else ()
    walked = set().union(*WALKS.values()) if language == "en" else set()
    by_role = sorted(((name, way) for name, way in opened().items() if name not in walked), key=lambda item: item[1][1])
    for name, (route, role) in by_role:
        address = world.address(name, route).replace("/en/", f"/{language}/", 1)
        if not address.startswith(f"/{language}/") and language != "en":
            continue
        response = clients[role].get(address)
        response.close()
        if "text/html" not in response.headers["Content-Type"]:
            continue
        browser_page.context.clear_cookies()
        if world.people[role]:
            sign_in(browser_page, world.people[role])
        browser_page.set_viewport_size({"width": 1360 if language == "en" else 360, "height": 900})
        assert browser_page.goto(address).status == 200
        assert looks.here() == name
        looks.look(name, wanted)

    assert looks.found == {}
    assert len(looks.seen) > 20


def in_one_world() -> list[tuple]:
    """The walks that leave each other's things alone together, each of the others with a world of its own."""
    return [OF_ACCOUNTS, *((walk,) for walk in WALKS if walk not in OF_ACCOUNTS)]


@pytest.mark.parametrize(
    "walks", [pytest.param(walks, marks=browser, id=walks[0].__name__) for walks in in_one_world()]
)
def test_axe_finds_nothing_on_the_way(browser_page, world, walks):
    """Each page in each width once; its further states in one of the two, in turn, and the first of them for its colours."""
    looks, seen = Looks(browser_page), Counter()
    for walk in walks:
        browser_page.context.clear_cookies()
        for name in walk(browser_page, world):
            page = name.partition(",")[0]
            assert looks.here() == page, f"{name}: {browser_page.url}"
            looks.look(name, USUAL if page not in seen else USUAL[seen[page] % 2 :][:1], colours=seen[page] < 2)
            seen[page] += 1
    browser_page.complaints.clear()  # refusals that are meant: 404, 400, 409

    assert looks.found == {}
    assert set(seen) == set().union(*(WALKS[walk] for walk in walks))


def fulfil(shown, route):
    route.fulfill(**shown)


@pytest.mark.parametrize("language", [pytest.param(code, marks=browser) for code in ("en", "fr")])
def test_axe_finds_nothing_on_the_pages_for_what_went_wrong(browser_page, live_server, language):
    """As the server writes them, shown in place of the home page."""
    looks, request = Looks(browser_page), RequestFactory().get("/")
    request.id = "8c1d5e90a3f2"
    with translation.override(language):
        answers = {status: errors.page(request, status) for status in (400, 403, 404, 429, 500, 503)}
        answers["403, a form without its token"] = errors.csrf_failure(request)
    for name, answer in answers.items():
        shown = {"status": answer.status_code, "body": answer.content.decode(), "content_type": "text/html"}
        browser_page.route("**/shown/", partial(fulfil, shown))
        browser_page.goto("/shown/")
        looks.look(name, ("light", "dark", "narrow", "narrow and dark"))
    browser_page.complaints.clear()  # that the pages are not 200

    assert looks.found == {}
