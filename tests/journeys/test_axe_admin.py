"""axe on every page of the secretariat's admin (WCAG A and AA): what the role matrix opens, and every verb of every model.

A new page or verb is looked at without a line here. Nothing of it may be lost at 320 pixels with wide text either.
"""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from members.models import Accession, Appointment
from nominations.deciding.models import Publication
from nominations.models import Call, Nomination
from portal.accounts.models import Invitation, User
from portal.lifecycle.admin import LifecycleAdmin
from portal.notifications.models import Message
from tests import make
from tests.accessions import EVIDENCE, accession_of
from tests.admin import do, list_of, page_of
from tests.answers import complete
from tests.browser import A_AND_AA, USUAL, faults_in_all_looks, go_by, sign_in
from tests.journeys.shapes import Shapes
from tests.portal.access import ROLES, row
from tests.portal.authenticator import give_app
from tests.portal.routes import routes
from tests.portal.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TABS = [
    "you",
    "work",
    "contribution",
    "documents",
    "interests",
    "declarations",
    "versions",
    "endorsements",
    "notes",
    "questions",
    "timeline",
    "letters",
]
WIDE, NARROW = USUAL[:1], USUAL[1:]
Status = Message.Status


@pytest.fixture
def world(settings, groups):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False
    return World()


@pytest.fixture
def every_state(world):
    """For each verb something that it is open to: nominations with a result, letters and calls of each kind, accounts."""
    head, call = world.people["head"], world.call
    Call.objects.filter(pk=call.pk).update(screening_hold_hours=24)
    screened = complete(make.nomination(author=make.user("sara@example.org", "Sara Screened"), call=call))
    screened.submit(by=screened.person.user)
    screened.declare_eligible(by=head)
    make.call(by=head, year=2027, published=False)
    past = timezone.now() - timedelta(days=2)
    for year in (2020, 2021):
        over = make.call(by=head, year=year, opens_at=past - timedelta(days=30), closes_at=past)
    over.freeze_tracks(by=head)
    make.member("SN", "Senegal").suspend(reason="Dues.", by=head)
    make.member("JP", "Japan").leave(timezone.now().date() + timedelta(days=9), reason="It said so.", by=head)
    leaving = make.expert().appointments.get()
    leaving.end(on=timezone.now().date() + timedelta(days=9), reason="As agreed.", by=head)
    make.expert(days=-30)
    for status, letter in zip((Status.SENT, Status.FAILED), Message.objects.filter(expires_at=None), strict=False):
        Message.objects.filter(pk=letter.pk).update(status=status, sent_at=timezone.now())
    give_app(world.people["other"])
    broken = make.imported(by=head, name="broken.csv")
    broken.carry_out(by=head)
    broken.break_off(given_up=True)
    User.objects.create_user("closed@example.org", name="Clara Closed", is_active=False)
    countries_on_their_way(head)
    make_deployed(world.run)
    schedule(over, by=world.people["officer"], head=head)
    return world


def schedule(call, *, by, head):
    """A list that is released for tomorrow: it can be called off."""
    now = timezone.now()
    asked = {"asked_at": now, "asked_by": by, "hands": [by.pk], "offers_until": now + timedelta(days=14)}
    released = {"released_by": head, "released_at": now, "publish_at": now + timedelta(days=1)}
    Publication.objects.create(call=call, status="scheduled", **asked, **released)


def make_deployed(run):
    """The same proposal once more, deployed: it can be undone."""
    rules = {name: getattr(run, name) for name in ("call", "rules", "seed", "pairs", "report", "asked_at", "asked_by")}
    type(run).objects.create(**rules | {"status": "deployed"})


def countries_on_their_way(head):
    """Applications at each stage that something can be done to."""
    assessed = accession_of(make.user("fi@example.org", "Fia"), "FI", "under_assessment", by=head)
    assessed.record_findings(EVIDENCE, by=head)
    make.recommended("CH")
    then, voters = timezone.now() - timedelta(days=20), make.council(3)
    for country, choice in (("CL", "for"), ("SK", "for"), ("BV", "against")):
        ballot = make.ballot(make.recommended(country), by=head, at=then)
        for voter in voters:
            ballot.vote(choice, by=voter.user, at=then)
        ballot.close(at=ballot.closes_at)
    Accession.objects.get(country="SK").admit(on=timezone.now().date(), region="Europe", by=head)


class Desk:
    """The browser of a head, and what was found in it by page."""

    def __init__(self, page, world):
        self.page, self.found = page, {}
        sign_in(page, world.people["head"])

    def visit(self, address, looks=USUAL, colours=True):
        response = self.page.goto(address)
        assert (response.status, self.page.url.partition("#")[0].endswith(address.partition("#")[0])) == (200, True), (
            address
        )
        self.look(address, looks, colours)

    def look(self, name, looks=USUAL, colours=True):
        if words := faults_in_all_looks(self.page, looks, A_AND_AA, colours):
            self.found[name] = words


def test_axe_finds_nothing_on_any_page_of_the_admin(browser_page, world):
    """Lists in both looks; the other pages, which are made of the same parts, by turns in one, each second for its colours.

    Those that are made of nothing but what was seen before are there, and are not looked at.
    """
    desk, client, turn, known = Desk(browser_page, world), world.client("head"), 0, set()
    for route, name in routes().items():
        address = world.address(name, route)
        if name.startswith("admin:") and row(name)[0][ROLES.index("head")] == "200" and not name.endswith("_do"):
            response = client.get(address)
            response.close()
            if not response.streaming and b"<title>" in response.content:  # not a file, nor a part that a page asks for
                parts = Shapes(response.text).found
                if not parts <= known:
                    listed, turn, known = name.endswith("_changelist"), turn + 1, known | parts
                    desk.visit(address, USUAL if listed else (WIDE, NARROW)[turn % 2], listed or turn % 4 < 2)

    assert desk.found == {}


def fields_of(verb) -> frozenset:
    """What the page of a verb is made of."""
    fields = verb.form.base_fields.values() if verb.form else ()
    return frozenset({verb.danger, *((type(field.widget).__name__, field.required) for field in fields)})


def test_axe_finds_nothing_on_the_page_of_any_verb_with_and_without_what_it_asks_for(browser_page, every_state):
    """Every page is there; of those made of the same fields, as far as no field is new, the first is looked at."""
    desk, client, looked = Desk(browser_page, every_state), every_state.client("head"), []
    for model, of_model in admin.site._registry.items():
        for verb in of_model.verbs if isinstance(of_model, LifecycleAdmin) else ():
            thing = next((thing for thing in model.objects.all() if not verb.obstacle(thing)), None)
            assert thing, (
                f"Nothing here is open to the verb {verb.name} of {model.__name__}: put it into `every_state`."
            )
            if any(fields_of(verb) <= known for known in looked):
                assert client.get(do(thing, verb.name)).status_code == 200, f"{verb.name} of {model.__name__}"
                continue
            looked.append(fields_of(verb))
            desk.visit(do(thing, verb.name), WIDE)
            if verb.form and any(field.required for field in verb.form.base_fields.values()):
                go_by(browser_page.locator("form.words button[type=submit]"))
                desk.look(f"{model.__name__}, {verb.name}, without words: {browser_page.url}", NARROW)
            browser_page.context.clear_cookies()
            sign_in(browser_page, every_state.people["head"])

    assert desk.found == {}


def test_axe_finds_nothing_on_the_later_steps_and_the_tabs_of_a_dossier(browser_page, world):
    desk, nomination, officer = Desk(browser_page, world), world.nomination, world.people["officer"]
    nomination.documents.get().read()
    nomination.add_note("Looked up.", by=officer)
    nomination.correct(question="position", value="Head of Evaluation", reason="A capital letter.", by=officer)
    desk.visit(do(nomination, "correct") + "?question=position")
    go_by(browser_page.locator("form.words button[type=submit]"))
    desk.look("correct, without words")
    browser_page.goto(list_of(Invitation, "add"))
    go_by(browser_page.locator("form.words button[type=submit]"))
    desk.look("invite, without words")
    browser_page.goto(list_of(Call, "add"))
    go_by(browser_page.locator("button[name=_save]"))
    desk.look("a new call, without words")
    desk.visit(list_of(Nomination) + "?q=nothing+of+this+name")
    desk.visit(reverse("admin:nominations_call_gaps", args=[world.call.pk]) + "?tick=silent")
    desk.visit(reverse("admin:nominations_call_nudge", args=[world.call.pk]) + f"?member={world.member.code}")
    for typed in ("q=expert", "q=nobody+of+this+name", f"person={world.expert.pk}"):
        desk.visit(f"{list_of(Appointment, 'add')}?{typed}")
    go_by(browser_page.locator("form.words button[type=submit]"))
    desk.look("appoint, without words")
    for name in TABS:
        browser_page.goto("about:blank")
        desk.visit(f"{page_of(nomination)}#{name}", WIDE if TABS.index(name) % 2 else NARROW)
        assert browser_page.locator(f"#panel-{name}").is_visible()

    assert desk.found == {}
