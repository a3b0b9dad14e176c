"""A nomination from the landing page to the letter that says eligible: a real browser, worker, mail server and PDF.

Twice: with JavaScript, and without.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nominations.models import Document, Nomination
from tests import make, pdfs, smtp
from tests.admin import page_of
from tests.answers import ANSWERS
from tests.browser import faults, press, sign_in
from tests.journeys.people import LEILA, officer_at, sign_in_to_the_admin, sign_up
from tests.worker import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SECTIONS = ("you", "work", "contribution", "documents", "interests", "declarations")


@pytest.fixture(params=["with script", "without script"])
def leila(request, visitor):
    return visitor(java_script_enabled=request.param == "with script")


@pytest.fixture
def amina(visitor):
    return officer_at(visitor())


def nominate(person, cv):
    person.press("Start")
    fill_in(person, cv, ANSWERS)


def fill_in(person, cv, answers):
    """All six sections with a real PDF, the declaration, and the button."""
    for section in SECTIONS:
        if section == "documents":
            person.page.get_by_label("CV", exact=True).set_input_files(cv)
        person.fill(answers)
        person.press("Save and continue")
    person.page.get_by_label("My answers are true").check()
    person.press("Submit nomination")


def test_from_the_landing_page_to_the_letter_that_says_eligible(leila, amina, mailbox, jonas, tmp_path):
    make.call(by=jonas)
    cv = tmp_path / "haddad-cv.pdf"
    cv.write_bytes(pdfs.good())

    leila.page.goto("/en/")
    leila.follow("Start a nomination")
    sign_up(leila, mailbox, "Leïla Haddad")
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
    sign_in_to_the_admin(amina, page_of(nomination))
    amina.follow("Return for correction")
    amina.page.get_by_label("Your work").check()
    amina.page.get_by_label("Correct by").fill(f"{timezone.now() + timedelta(days=6):%Y-%m-%d}")
    amina.page.get_by_label("What is to be corrected").fill("Your years of experience do not fit your CV.")
    amina.press("Return for correction")
    assert Nomination.objects.get().status == "returned"

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
    amina.page.goto(page_of(nomination))
    amina.press("Declare eligible")
    assert Nomination.objects.get().status == "eligible"
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
    press(other, "Save and continue")
    assert other.get_by_role("heading", name="Two versions").is_visible()
    assert faults(other) == []
    assert Nomination.objects.get().answers["biography"] == "Typed in the first window."
    other.get_by_label("What you typed here").check()
    press(other, "Save what I chose")
    assert Nomination.objects.get().answers["biography"] == "Typed in the second window."
    browser_page.complaints.clear()  # the 409 above
