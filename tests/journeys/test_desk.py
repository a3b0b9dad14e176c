"""A Member's desk in a browser that runs no script, on a phone: the clicks are counted from the letter."""

import re

import pytest

from nominations.models import Endorsement
from portal.notifications.models import Message
from tests import make, pdfs
from tests.browser import press, sign_in
from tests.endorsements import desk, requested

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Clicks:
    """Presses what it is told to, and counts."""

    def __init__(self, page):
        self.page, self.number = page, 0

    def __call__(self, words, role="button"):
        self.number += 1
        press(self.page, words, role, exact=False)


@pytest.fixture
def focal(call, without_script, settings):
    settings.SITE_URL = without_script.address
    france = make.member("FR", "France")
    focal = desk(france)[0]
    for n in range(20):
        author = make.user(f"a{n}@example.org", f"Applicant {n}")
        requested(make.nomination(author=author, call=call), france)
    without_script.set_viewport_size({"width": 360, "height": 740})
    sign_in(without_script, focal)
    return focal


def from_the_letter(page) -> Clicks:
    """The first click: the letter's link."""
    clicks = Clicks(page)
    letter = Message.objects.get(occasion="nominations/desk_waits").text
    page.goto(re.search(r"http\S+/desk/", letter)[0])
    clicks.number += 1
    return clicks


def test_a_request_is_endorsed_in_two_clicks(without_script, focal):
    clicks = from_the_letter(without_script)
    clicks(re.compile("^Endorse Applicant 0"))

    assert clicks.number == 2
    assert without_script.get_by_text("Endorsed: Applicant 0. The person is told.").is_visible()
    assert Endorsement.objects.given().get().who == "Applicant 0"


def test_twenty_are_endorsed_in_six_clicks_at_most(without_script, focal):
    clicks = from_the_letter(without_script)
    clicks("Tick all 20", "link")
    clicks("Endorse those ticked")
    clicks("Endorse them")

    assert clicks.number <= 6
    assert without_script.get_by_text("20 people endorsed.").is_visible()
    assert Endorsement.objects.given().count() == 20


def test_a_person_is_nominated_and_the_nomination_withdrawn(without_script, focal):
    page, clicks = without_script, Clicks(without_script)
    page.goto("/en/desk/")
    clicks("Nominate a person", "link")
    clicks("Save and go on to sending")
    assert page.get_by_text("There is a problem").is_visible()
    page.get_by_label("Name of the person").fill("Nia Okafor")
    page.get_by_label("E-mail address of the person").fill("nia@example.org")
    page.get_by_label("français").check()
    page.get_by_label("Responsible AI").check()
    page.get_by_label("Why do you nominate this person?").fill("She led our evaluation of public algorithms.")
    page.get_by_label("The employer or authority").check()
    letter = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": pdfs.good(words="We nominate her.")}
    page.get_by_label("The signed letter as a PDF").set_input_files(letter)
    clicks("Save and go on to sending")
    clicks("Send it")
    assert Endorsement.objects.naming().get().status == "invited"
    clicks("Withdraw Nia Okafor", "link")
    clicks("Withdraw it")

    assert Endorsement.objects.naming().get().status == "withdrawn"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
