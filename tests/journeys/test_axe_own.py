"""axe on every page of one's own nomination: empty, in progress, wrong, submitted, returned, withdrawn, closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nominations.models import Nomination
from nominations.questions import SECTIONS
from tests import make
from tests.accessions import accession_of
from tests.answers import ANSWERS, complete
from tests.browser import faults_in_all_looks, press, sign_in

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebungsreferatsleiterin" * 2

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(browser_page, leila):
    """Opens pages and gathers what axe finds on each."""
    sign_in(browser_page, leila)
    found = {}

    def look(name, address):
        browser_page.goto(address)
        if faults := faults_in_all_looks(browser_page):
            found[name] = faults

    look.found, look.page = found, browser_page
    return look


@pytest.fixture
def draft(leila, call):
    return Nomination.start(call=call, by=leila)


def at(name, nomination, *more):
    return reverse(f"nominations:{name}", args=[nomination.pk, *more])


def test_axe_finds_nothing_before_anything_is_typed(visit, call, leila):
    visit("nothing yet", "/en/nominations/")
    visit("start", "/en/nominations/start/")
    draft = Nomination.start(call=call, by=leila)
    visit("task list", at("detail", draft))
    for section in SECTIONS:
        visit(section, f"{draft.get_absolute_url()}{section}/")

    assert visit.found == {}


def test_axe_finds_nothing_where_something_is_wrong(visit, draft, leila):
    draft.save_section("you", {"gender": "self_described", "phone": "1"}, by=leila)
    draft.save_section("work", ANSWERS | {"years_experience": "a dozen", "position": LONG}, by=leila)
    draft.save_section("contribution", {"output_4_url": "nowhere", "output_4_title": LONG}, by=leila)
    visit("task list", at("detail", draft))
    visit("mine", "/en/nominations/")
    visit("check", at("check", draft))
    for section in SECTIONS:
        visit(section, f"{draft.get_absolute_url()}{section}/?next=check")
    visit("delete", at("delete", draft))

    assert visit.found == {}


def test_axe_finds_nothing_after_submitting(visit, draft, leila, amina):
    complete(draft)
    visit("ready", at("check", draft))
    draft.submit(by=leila)
    question = draft.ask("Which years does your contract cover?", by=amina)
    visit("done", at("done", draft))
    visit("mine", "/en/nominations/")
    visit("question", at("clarification", draft, question.pk))
    question.give_answer("2019 to 2021", by=leila)
    visit("answered", at("clarification", draft, question.pk))
    draft.save_section("work", {"position": "Chair"}, by=leila)
    visit("changed", at("detail", draft))
    visit("changed, checked", at("check", draft))
    draft.return_for_correction(sections=["work"], until=timezone.now() + timedelta(5), reason="Years.", by=amina)
    for name in ("detail", "check", "withdraw"):
        visit(f"returned, {name}", at(name, draft))
    visit("closed section", at("section", draft, "you"))
    draft.withdraw(by=leila)
    visit("withdrawn", at("detail", draft))
    visit("reinstate", at("reinstate", draft))

    assert visit.found == {}


def test_axe_finds_nothing_when_it_is_too_late(visit, draft, call):
    call.closes_at = timezone.now() - timedelta(hours=1)
    call.save()
    for name in ("detail", "check"):
        visit(name, at(name, draft))
    visit("section", at("section", draft, "work"))
    visit("mine", "/en/nominations/")

    assert visit.found == {}


def test_axe_finds_nothing_on_the_page_that_gives_words_back(visit, draft):
    visit.page.goto(at("section", draft, "work"))
    visit.page.get_by_label("Position").fill("Typed with an old sign")
    visit.page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    press(visit.page, "Save and continue")
    assert visit.page.get_by_role("heading", name="What you typed is not lost").is_visible()
    assert faults_in_all_looks(visit.page) == []
    press(visit.page, "Save again")
    draft.refresh_from_db()
    assert draft.answers["position"] == "Typed with an old sign"
    visit.page.complaints.clear()  # the 403 above


def test_axe_finds_nothing_above_the_nominations_of_whoever_acts_for_a_country(visit, call, amina, leila):
    make.council(3)
    seat = make.member("JP", "Japan")
    make.delegate(leila, seat, "council")
    accession_of(leila, "NO", "submitted", by=amina)
    make.ballot(make.recommended(), by=amina)

    visit("the desk", "/en/nominations/")
    visit("the account", reverse("account_profile"))

    assert visit.found == {}


def test_a_long_name_breaks_in_the_masthead(visit, call, leila):
    """A name with spaces and one without, and a Member with a long name beside it."""
    make.delegate(leila, make.member("GS", "South Georgia and the South Sandwich Islands"), "council")
    for name in ("Bartholomäus Wolfeschlegelsteinhausenbergerdorff von und zu Guttenberg-Hohenlohe", LONG[:160]):
        leila.name = name
        leila.save()
        visit(name[:9], "/en/nominations/")

    assert visit.found == {}
