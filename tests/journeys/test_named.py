"""A person whom a Member names, from the focal point's desk to the nomination that was submitted: a real browser, worker,
mail server and PDF. The person is on a phone; once with JavaScript, once without.
"""

from datetime import timedelta

import pytest

from nominations.models import Endorsement, EndorsementLetter, Nomination
from tests import make, pdfs, smtp
from tests.answers import ANSWERS
from tests.endorsements import desk
from tests.journeys.people import come_back, sign_up
from tests.journeys.test_nomination import fill_in
from tests.worker import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NIA, FOCAL = "nia@example.org", "focal.fr@example.org"
PHONE = {"width": 360, "height": 740}
NAMING = {
    "name": "Nia Okafor",
    "email": NIA,
    "language": "en",
    "group": "responsible-ai",
    "statement": "She led our evaluation of public algorithms.",
    "time_granted": "on",
}


@pytest.fixture(params=["with script", "without script"])
def nia(request, visitor, mailbox):
    person = visitor(java_script_enabled=request.param == "with script", viewport=PHONE, has_touch=True)
    person.mail = mailbox.of(NIA)
    return person


@pytest.fixture
def call(groups, jonas):
    call = make.call(by=jonas)
    call.agree_until, call.complete_until = call.closes_at + timedelta(days=3), call.closes_at + timedelta(days=20)
    call.save()
    return call


@pytest.fixture
def focal(visitor, mailbox):
    """The focal point of France at a desk of her own."""
    desk(make.member("FR", "France"), FOCAL)
    person = visitor()
    person.mail = mailbox.of(FOCAL)
    return person


def name_nia(focal, letter):
    """What the focal point does: sign in, write it down, attach the letter, send it."""
    come_back(focal, focal.mail, "/en/desk/nominate/")
    focal.fill(NAMING)
    focal.page.get_by_label("The signed letter as a PDF").set_input_files(letter)
    focal.press("Save and go on to sending")
    focal.press("Send it")


def test_from_the_focal_points_desk_to_the_nomination_that_was_submitted(focal, nia, call, tmp_path):
    letter, cv = tmp_path / "letter.pdf", tmp_path / "cv.pdf"
    letter.write_bytes(pdfs.good(1, words="We nominate Nia Okafor"))
    cv.write_bytes(pdfs.good())
    name_nia(focal, letter)
    assert EndorsementLetter.objects.exists()

    # she opens the link of the letter, makes an account on the way, and agrees
    nia.page.goto(nia.mail.link(1, "/consent/"))
    assert nia.reads("France nominates you")
    assert nia.reads("France (Ministry of Digital Affairs)")
    assert not nia.reads(NAMING["statement"])
    nia.press("Sign in to agree")
    assert nia.page.get_by_label("E-mail address").input_value() == NIA
    sign_up(nia, nia.mail, "Nia Okafor")
    assert Endorsement.objects.get().status == "invited"
    nia.press("I agree")

    # she stands before her nomination, which says who named her; the focal point is told
    nomination = Nomination.objects.get()
    assert nia.page.url.endswith(nomination.get_absolute_url())
    assert nia.reads("France (Ministry of Digital Affairs) nominates you, and you agreed.")
    assert nia.reads("Complete and submit your nomination by")
    assert "Nia Okafor agreed to be nominated" in focal.mail.wait(2)["Subject"]

    # she completes and submits it
    nia.follow("About you")
    fill_in(nia, cv, ANSWERS)
    assert nia.reads(nomination.reference)
    receipt = smtp.plain(nia.mail.wait(3))
    assert "Nominated by: France" in receipt
    assert "was submitted" in focal.mail.wait(3)["Subject"]

    # the same link again leads to it, and changes nothing
    nia.page.goto(nia.mail.link(1, "/consent/"))
    assert nia.reads("This was agreed to already.")
    nia.follow("Go to your nomination")
    assert nia.page.url.endswith(nomination.get_absolute_url())
    wait_for(lambda: len(focal.mail.letters()) == 3)
    assert Nomination.objects.get().status == "submitted"


def test_she_declines_on_her_phone_without_signing_in(focal, nia, call, tmp_path):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(pdfs.good(1, words="We nominate Nia Okafor"))
    name_nia(focal, letter)

    nia.page.goto(nia.mail.link(1, "/consent/"))
    nia.follow("I do not agree")
    assert nia.reads("This cannot be undone.")
    nia.press("I do not agree")

    assert nia.reads("This was declined. Nothing that was typed about the person is kept.")
    assert "does not agree to be nominated" in focal.mail.wait(2)["Subject"]
    assert (Endorsement.objects.get().name, EndorsementLetter.objects.count()) == ("", 0)
