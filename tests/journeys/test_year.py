"""The whole year, from a call that is published to an expert on the public page: real browser, worker, mail server and PDFs.

By hand: the call is published and the tracks are frozen in the admin; Leïla nominates herself; France names Nia from its desk, and
she agrees by her letter; five are screened by key; the assignment is asked for and deployed; two reviews are written; everything
is decided; the list is fixed, looked at and published, twice; a seat is declined, two are accepted. By verbs: the committee's seats,
what Nia answers, the other eight nominations, five screenings and sixteen reviews, for which the pages have journeys of their own.
No day is waited for: the dates of the call move.
"""

import hashlib
import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from members.models import Appointment
from nominations.deciding.models import Decision, DecisionRecord, Offer, Publication
from nominations.models import Call, Document, Endorsement, Nomination
from nominations.reviewing.models import Assignment, AssignmentRun
from portal.accounts.models import User
from portal.notifications.models import Message
from tests import committee, make, pdfs, smtp
from tests.admin import list_of, page_of
from tests.answers import complete
from tests.browser import go_by, sign_in
from tests.endorsements import desk
from tests.journeys.people import PASSWORD, come_back, sign_up
from tests.journeys.test_named import FOCAL, NIA, PHONE, name_nia
from tests.journeys.test_nomination import nominate
from tests.journeys.test_screening import LOOK
from tests.nominations.screened import SCREENING, handed_in
from tests.worker import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LEILA, FIRST, SECOND = "leila@example.org", "author.1@example.org", "author.2@example.org"
SCORES = {LEILA: 5, FIRST: 5, SECOND: 4}  # out of five in each criterion; 3 for everybody else
OWN_WORDS = "Your field work convinced the committee."
NIAS = {
    "given_name": "Nia",
    "family_name": "Okafor",
    "published_name": "Nia Okafor",
    "nationality_1": "NG",
    "nationality_2": "",
    "orcid": "",
}
BENCH = "/en/committee/2026/"
OUTCOMES = ("you are selected", "a seat came free for you", "you are on the reserve list", "not selected")


@pytest.fixture
def house(visitor, settings, live_server):
    """The secretariat's and the committee's window: whoever is named is signed in there, since long ago."""
    settings.REQUIRE_STAFF_MFA = False
    person = visitor(reduced_motion="reduce")
    person.page.address = live_server.url

    def at(user):
        sign_in(person.page, user)
        return person

    return at


@pytest.fixture
def outside(visitor, mailbox):
    """Everybody else, one after the other, on a phone: each finds it signed out, and has a mailbox."""
    person = visitor(viewport=PHONE, has_touch=True, reduced_motion="reduce")

    def at(address):
        person.page.context.clear_cookies()
        person.mail = mailbox.of(address)
        return person

    return at


def all_sent():
    """Nothing of what is due waits in the outbox."""
    wait_for(lambda: not Message.objects.filter(status__in=["queued", "sending"]).exists())


# --- the call, and the nominations by both doors


def opened(head) -> Call:
    """The head publishes the call that was prepared."""
    call = make.call(by=None, published=False)
    head.page.goto(page_of(call))
    head.follow("Publish the call")
    head.press("Publish the call")
    return Call.objects.get(status="published")


def nominates_herself(leila, cv):
    leila.page.goto("/en/")
    leila.follow("Start a nomination")
    sign_up(leila, leila.mail, "Leïla Haddad")
    nominate(leila, cv)


def is_named(outside, letter):
    """From the focal point's desk to the person who agrees; she completes it by the verbs."""
    desk(make.member("FR", "France"), FOCAL)
    name_nia(outside(FOCAL), letter)
    nia = outside(NIA)
    nia.page.goto(nia.mail.link(1, "/consent/"))
    nia.press("Sign in to agree")
    sign_up(nia, nia.mail, "Nia Okafor")
    nia.press("I agree")
    complete(of(NIA), answers=NIAS).submit(by=of(NIA).owner)
    assert Endorsement.objects.get().status == "given"


def time_passes(**dates):
    """The call began and ended so long ago: its dates move, nobody waits."""
    Call.objects.update(**dates)


# --- the committee


def screened(officer):
    """Five by one key each, in the order in which they came; the others by the verb."""
    officer.page.goto(SCREENING)
    for _one in range(5):
        officer.page.wait_for_timeout(LOOK)
        with officer.page.expect_navigation():
            officer.page.keyboard.press("e")
    rest = list(Nomination.objects.filter(status="submitted").order_by("number"))
    assert [one.display_name for one in rest] == [f"Ann Author {number}" for number in range(4, 9)]
    for one in rest:
        one.declare_eligible(by=User.objects.get(email="amina@example.org"))


def frozen(head, call):
    head.page.goto(page_of(call))
    head.follow("Freeze the tracks")
    head.press("Freeze the tracks")
    assert sorted(Nomination.objects.values_list("track", flat=True)) == ["member", *["open"] * 9]


def assigned(officer):
    officer.page.goto(list_of(AssignmentRun, "add"))
    officer.press("Find an assignment")
    wait_for(lambda: AssignmentRun.objects.get().status == "proposed")
    officer.page.goto(page_of(AssignmentRun.objects.get()))
    officer.follow("Assign as proposed")
    officer.press("Assign as proposed")
    assert Assignment.objects.filter(status="assigned").count() == 9 * 2


def score_of(assignment) -> int:
    return SCORES.get(assignment.nomination.owner.email, 3)


def writes_two(reviewer):
    """Two reviews by keyboard, in the order of the reviewer's own queue."""
    page = reviewer.page
    page.goto("/en/review/")
    reviewer.follow("Begin to review")
    for _one in range(2):
        key = re.search(r"/review/([0-9a-f-]{36})/", page.url)[1]
        for stroke in f"{score_of(Assignment.objects.get(pk=key))}" * 5 + "y":
            page.keyboard.press(stroke)
        page.get_by_label("Comment for the committee").fill("Solid.")
        reviewer.press("Save and next")
    assert Assignment.objects.filter(status="done").count() == 2


def reviewed():
    """What is left of the committee's work."""
    for one in Assignment.objects.exclude(status="done").select_related("nomination__person__user", "reviewer__user"):
        one.save_review(**committee.words(one.nomination.call, score_of(one)), by=one.reviewer.user)
    assert Assignment.objects.filter(status="done").count() == 9 * 2


# --- deciding


def proposes(chair, nomination, **typed):
    chair.follow(nomination.display_name)
    chair.fill(typed)
    chair.press("Propose")


def decided(chair):
    """Two are selected, one of them with reasons; one is next; the Member track; and everybody else."""
    leila, first, second = map(of, (LEILA, FIRST, SECOND))
    chair.page.goto(BENCH)
    chair.follow(leila.display_name)
    chair.press("Make texts from the rubric")
    reason = str(leila.call.reason_texts.filter(outcome="select").first().pk)
    proposes(chair, leila, outcome="select", reasons_select=reason, words=OWN_WORDS)
    proposes(chair, first, outcome="select")
    proposes(chair, second, outcome="reserve", rank="1")
    for many in ("Propose the Member track", "Propose for everybody without a decision"):
        chair.follow(many)
        chair.press("Propose")
    outcomes = list(Decision.objects.proposed().order_by("outcome").values_list("outcome", flat=True))
    assert outcomes == [*["not_select"] * 6, "reserve", *["select"] * 3]


def of(address) -> Nomination:
    return Nomination.objects.get(person__user__email=address)


def fixed(officer) -> Publication:
    """The worker writes the letters."""
    officer.page.goto(list_of(Publication, "add"))
    officer.press("Fix the list for publication")
    wait_for(lambda: Publication.objects.latest("asked_at").status == "done")
    return Publication.objects.latest("asked_at")


def looked_at(head, publication, name):
    """A second person reads a letter before it leaves."""
    head.page.goto(page_of(publication))
    head.follow(f"{publication.letters.count()} letters")
    go_by(head.page.get_by_role("row").filter(has_text=name).get_by_role("link"))
    assert head.page.get_by_text(OWN_WORDS).first.is_visible()


def published(head, publication):
    """They sign in afresh, and publish; then all letters leave."""
    head.page.goto(page_of(publication))
    head.follow("Publish")
    assert not Decision.objects.filter(publication=publication, status="published").exists()
    head.page.get_by_label("Password").fill(PASSWORD)
    head.press("Continue")
    head.press("Publish")
    wait_for(lambda: Publication.objects.get(pk=publication.pk).status == "published")
    all_sent()


def told(server) -> dict:
    """What the mail server received of decisions, by address."""
    ten = Nomination.objects.values_list("person__user__email", flat=True)
    letters = [(one["To"], one["Subject"]) for one in server.letters]
    found = {address: [subject for to, subject in letters if to == address] for address in ten}
    return {address: [end for end in map(outcome_in, subjects) if end] for address, subjects in found.items()}


def outcome_in(subject) -> str:
    return next((words for words in OUTCOMES if words in subject and subject.startswith("Nomination N26-")), "")


# --- the seats


def letter_of(person, words):
    return next(one for one in person.mail.letters() if words in one["Subject"])


def follows_the_letter(person, words) -> str:
    """To the offer, over signing in; returns what the letter said."""
    letter = smtp.plain(letter_of(person, words))
    there = re.search(r"https?://\S+/nominations/\S+", letter)[0]
    come_back(person, person.mail, there)
    go_by(person.page.locator('#main a[href*="/offers/"]').first)
    assert person.reads("The seat is yours if you take it")
    return letter


def accepts(person, **interests):
    person.follow("Accept")
    person.fill(interests | {"publication": "on"})
    person.press("Accept the seat")
    assert person.reads("The seat is yours")


def verified(stranger, pdf):
    """Whoever is shown the letter asks whether it is ours."""
    stranger.page.goto("/en/verify/")
    stranger.page.get_by_label("SHA-256").fill(hashlib.sha256(pdf).hexdigest())
    stranger.press("Check")
    assert stranger.reads("This is a letter of appointment issued by the secretariat on")


def test_a_year_from_the_call_to_the_expert_on_the_public_page(house, outside, amina, mailbox, groups, tmp_path):
    cv, letter = tmp_path / "cv.pdf", tmp_path / "letter.pdf"
    cv.write_bytes(pdfs.good())
    letter.write_bytes(pdfs.good(1, words="We nominate Nia Okafor"))
    jonas = make.user("jonas@example.org", "Jonas Weber", role="head", password=PASSWORD)

    # ten come in
    call = opened(house(jonas))
    nominates_herself(outside(LEILA), cv)
    is_named(outside, letter)
    for number in range(1, 9):
        handed_in(call, number)
    assert Nomination.objects.filter(status="submitted").count() == 10
    month = timedelta(days=30)
    ends = timezone.now() + timedelta(days=5)
    time_passes(opens_at=F("opens_at") - month, closes_at=F("closes_at") - month, review_until=ends)

    # they are screened, and two reviewers judge the nine who are scored
    wait_for(lambda: Document.objects.get(nomination=of(LEILA)).reading == "read")
    screened(house(amina))
    frozen(house(jonas), call)
    luis = committee.reviewer(call, by=amina)
    committee.reviewer(call, "ana@example.org", "Ana Lima", by=amina)
    mei = committee.chair(call, by=amina)
    assigned(house(amina))
    writes_two(house(luis.user))
    reviewed()
    time_passes(review_until=timezone.now() - timedelta(minutes=1))

    # the chair decides, the officer fixes, a head who had no hand in it publishes: each is told once
    decided(house(mei.user))
    publication = fixed(house(amina))
    looked_at(house(jonas), publication, "Leïla Haddad")
    published(house(jonas), publication)
    letters = told(mailbox.server)
    assert {address: len(ends) for address, ends in letters.items()} == dict.fromkeys(letters, 1)
    assert (letters[LEILA], letters[SECOND]) == ([OUTCOMES[0]], [OUTCOMES[2]])

    # one takes the seat, another leaves it; the next of the list is told after the same four eyes
    leila = outside(LEILA)
    assert OWN_WORDS in follows_the_letter(leila, OUTCOMES[0])
    accepts(leila)
    first = outside(FIRST)
    follows_the_letter(first, OUTCOMES[0])
    first.follow("Decline")
    first.press("Decline the seat")
    assert Decision.objects.proposed().get().nomination == of(SECOND)
    assert told(mailbox.server) == letters
    publication = fixed(house(amina))
    published(house(jonas), publication)
    assert told(mailbox.server) == letters | {SECOND: [OUTCOMES[2], OUTCOMES[1]]}

    # who accepts, with interests as they are now, holds a letter that anybody can check, and stands on the public page
    second = outside(SECOND)
    follows_the_letter(second, OUTCOMES[1])
    accepts(second, interest_funding="A grant of the city of Nice.")
    offer = Offer.objects.get(status="accepted", decision__nomination=of(SECOND))
    assert offer.interests.content["interest_funding"] == "A grant of the city of Nice."
    assert offer.appointment == Appointment.objects.get(person=of(SECOND).person)
    link = second.page.get_by_role("link", name="Download the letter (PDF)").get_attribute("href")
    pdf = second.fetch(link).body()
    stranger = outside("")
    verified(stranger, pdf)
    stranger.page.goto("/en/groups/responsible-ai/")
    assert stranger.reads("Ann Author 2")
    assert stranger.reads("Leïla Haddad")
    assert not stranger.reads("Ann Author 1")
    assert stranger.page.goto("/en/statistics/2026/").status == 200
    assert DecisionRecord.objects.filter(call=call).count() == 11
