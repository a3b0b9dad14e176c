"""A country's contact, from the first click on how to join to the application that was sent in: a real browser, worker,
mail server and PDF. Twice: with JavaScript, and without. Then all the way, to the country on the map of Members.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members import facts, tasks
from members.models import Accession, Ballot, Finding, Member
from portal.lifecycle import clock
from portal.notifications.models import Message
from portal.notifications.tasks import sweep
from tests import make, pdfs, smtp
from tests.accessions import APPLICATION
from tests.admin import page_of
from tests.browser import go_by
from tests.journeys.people import come_back, officer_at, sign_in_to_the_admin, sign_up
from tests.worker import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EVIDENCE = "A law on AI since 2024, and a sandbox."


@pytest.fixture(params=["with script", "without script"])
def leila(request, visitor):
    return visitor(java_script_enabled=request.param == "with script")


@pytest.fixture
def letter(tmp_path):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(pdfs.good(3, words="Letter of intent"))
    return letter


def apply(person, mailbox, letter):
    """From the page on how to join to the application of Norway that was sent in."""
    page = person.page
    page.goto("/en/members/join/")
    person.follow("Start an application")
    sign_up(person, mailbox, "Leïla Haddad")
    page.get_by_label("Your country").select_option(label="Norway")
    person.press("Start")
    person.fill(APPLICATION)
    page.get_by_label("The signed letter as a PDF").set_input_files(letter)
    person.press("Save and continue")
    page.get_by_label("I may speak for my country").check()
    person.press("Send in the application")


def test_from_how_to_join_to_the_application_that_was_sent_in(leila, mailbox, amina, letter):
    apply(leila, mailbox, letter)

    page, accession = leila.page, Accession.objects.get()
    assert page.url.endswith(reverse("members:accession_done", args=[accession.pk]))
    assert (accession.status, accession.country) == ("submitted", "NO")
    assert leila.clicks <= 12
    assert leila.loads <= 12
    receipt = smtp.plain(mailbox.wait(2))
    assert accession.versions.get().sha256 in receipt
    assert "Kari Nordmann" in receipt

    # it comes back, and the link of the letter leads to the page that says what to do
    accession.return_incomplete(reason="The letter is not signed.", until=accession.due_at, by=amina)
    page.goto(mailbox.link(3, "/accessions/"))
    assert page.get_by_text("The letter is not signed.").is_visible()
    leila.follow("Change the answers")
    page.get_by_label("Your position").fill("Director")
    page.get_by_label("Another letter in its place").set_input_files(letter)
    leila.press("Save and continue")
    page.get_by_label("I may speak for my country").check()
    leila.press("Send in the application")
    leila.follow("Follow the application")

    assert page.get_by_text("The secretariat checks whether it is complete").first.is_visible()
    wait_for(lambda: Accession.objects.get().position == "Director")


# --- all the way


def day(number) -> str:
    return f"{timezone.now() + timedelta(days=number):%Y-%m-%d}"


def act(desk, words, answers):
    """One of the secretariat's acts on the page of a thing: its button, its form, its button once more."""
    desk.follow(words)
    desk.fill(answers)
    desk.press(words)


def bring_to_the_council(desk):
    """What the secretariat does from the application that arrived to the ballot that is open."""
    found = dict.fromkeys(Finding.Criterion.values, "met")
    act(desk, "Complete: begin the assessment", {"until": day(20)})
    act(desk, "Record findings", found | {f"{criterion}_evidence": EVIDENCE for criterion in found})
    act(desk, "Record: recommended", {"assessed_on": day(0), "reason": "All three are met."})
    act(desk, "Put to the Council", {"closes_at": day(10)})  # the rule of the day stands in the form


def vote(delegate, choice, words="Vote"):
    delegate.page.get_by_label(choice, exact=True).check()
    delegate.press(words)


def of_the_ballot(kenji, desk, ballot) -> list[str]:
    """All that the delegate of another Member and the secretariat read of it."""
    said = []
    for person, addresses in (
        (kenji, ["/en/ballots/", ballot.get_absolute_url()]),
        (desk, [page_of(ballot), page_of(ballot.accession)]),
    ):
        for address in addresses:
            person.page.goto(address)
            said.append(person.told())
    return said


def of_the_members(person) -> tuple[str, set[str], set[str]]:
    """The heading of the list of Members, who is on the map, and who stands in the open data."""
    person.page.goto("/en/members/")
    heading = person.page.get_by_role("heading", level=1).inner_text()
    drawn = {link.get_attribute("aria-label") for link in person.page.locator(".worldmap:not(.inset) a").all()}
    return heading, drawn, {row["code"] for row in person.fetch("/api/v1/members").json()["items"]}


def everybody_got(wanted):
    """Letters with these subjects, each once, are in these mailboxes, also after every job has come by twice more."""
    for job in (tasks.keep_ballots, tasks.remind_voters, tasks.remind_accessions, sweep):
        job.delay()
        job()
    wait_for(lambda: not Message.objects.exclude(status=Message.Status.SENT).exists())
    for mail, subjects in wanted.items():
        assert sorted(mail.subjects()) == sorted(subjects)


def test_a_country_from_the_first_click_to_a_member_on_the_map(visitor, mailbox, letter):
    facts.load()
    leila, desk, kenji, claire = visitor(), officer_at(visitor()), visitor(java_script_enabled=False), visitor()
    kenji.mail, claire.mail = mailbox.of("kenji@example.org"), mailbox.of("claire@example.org")
    for delegate, name, code in ((kenji, "Kenji Sato", "JP"), (claire, "Claire Roy", "CA")):
        make.delegate(make.user(delegate.mail.address, name), Member.objects.get(code=code), "council")
    heading, drawn, codes = of_the_members(leila)
    assert (heading, len(drawn), len(codes), "NO" in codes) == ("29 Members", 29, 29, False)

    apply(leila, mailbox, letter)
    accession = Accession.objects.get()
    sign_in_to_the_admin(desk, page_of(accession))
    bring_to_the_council(desk)
    ballot = Ballot.objects.get()
    assert (ballot.rule, ballot.status, ballot.entitled) == ("consensus", "open", 29)

    # the delegates come by their letters; one votes, the other votes and changes the vote
    for delegate in (kenji, claire):
        come_back(delegate, delegate.mail, delegate.mail.link(1, "/ballots/"))
        assert delegate.reads("has not voted yet")
        assert delegate.mail.subjects()[0].startswith("Accession of Norway: the Council decides, until ")
    vote(kenji, "For")
    vote(claire, "Against")
    assert claire.reads("Against, cast by Claire Roy")
    while_against = of_the_ballot(kenji, desk, ballot)
    vote(claire, "For", words="Change the vote")
    assert claire.reads("For, cast by Claire Roy")

    # nobody else could see what she voted: it looks the same, and tells the secretariat that two have voted
    assert of_the_ballot(kenji, desk, ballot) == while_against
    theirs, secretariats = while_against[1], while_against[2]
    assert (theirs.count("cast by"), "For, cast by Kenji Sato" in theirs, "Claire" in theirs) == (1, True, False)
    assert "2 of 29 Members have voted" in secretariats
    assert "Canada: has voted" in secretariats

    # the time is over: the end is moved to now, and the worker does what the timetable tells it every minute
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=clock.now())
    claire.page.reload()
    assert claire.reads("The ballot has closed and is being counted")
    tasks.keep_ballots.delay()
    wait_for(lambda: Ballot.objects.get().status == "closed")
    for delegate in (kenji, claire):
        delegate.page.goto(ballot.get_absolute_url())
        assert delegate.reads("Adopted. 2 for, 0 against, no abstention: none is against, so it is adopted.")
    assert of_the_members(leila) == (heading, drawn, codes)  # adopted is not admitted

    # the secretariat admits it for today
    desk.page.goto(page_of(accession))
    act(desk, "Admit", {"on": day(0), "region": "Europe", "occasion_en": "Oslo summit"})
    now, on_the_map, in_the_data = of_the_members(leila)
    assert (now, in_the_data - codes) == ("30 Members", {"NO"})
    [new] = on_the_map - drawn
    assert new.startswith("Norway, Member since")
    go_by(leila.page.get_by_role("table").get_by_role("link", name="Norway", exact=True))
    assert leila.page.url.endswith("/en/members/NO/")
    assert leila.reads("On its own application, by decision of the Council")
    assert leila.reads("Oslo summit")

    # each letter once
    application = "Application for membership, Norway:"
    of_delegates = [
        kenji.mail.subjects()[0],
        "Your code to sign in",
        "Accession of Norway: adopted",
        "Norway joins the Partnership",
    ]
    everybody_got(
        {
            mailbox: [
                "Your code to open your account",
                f"{application} received",
                f"{application} complete, with the Steering Committee",
                f"{application} recommended to the Council",
                f"{application} before the Council",
                "Accession of Norway: admitted",
            ],
            kenji.mail: of_delegates,
            claire.mail: of_delegates,
        }
    )
