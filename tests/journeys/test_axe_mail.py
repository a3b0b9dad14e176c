"""The pages about mail, in a real browser: the demo's mailbox and the way out of reminders."""

import pytest

from portal.notifications import tasks
from portal.notifications.models.silence import stop_address
from tests.browser import LOOKS, faults

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_BACKEND = "portal.notifications.folder.EmailBackend"


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_demos_mailbox(browser_page, mailbox, look, leila, call):
    from nominations.models import Nomination

    Nomination.start(call=call, by=leila).send_link(by=leila)
    tasks.sweep()
    width, scheme = LOOKS[look]
    browser_page.set_viewport_size({"width": width, "height": 900})
    browser_page.emulate_media(color_scheme=scheme)

    browser_page.goto("/demo/mail/")
    assert faults(browser_page) == []
    browser_page.get_by_role("link", name="the link to come back").click()
    browser_page.get_by_text("Headers").click()
    browser_page.get_by_text("HTML, as source").click()
    assert faults(browser_page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_the_way_out_of_reminders(browser_page, look, leila, settings):
    settings.SITE_URL = browser_page.address
    width, scheme = LOOKS[look]
    browser_page.set_viewport_size({"width": width, "height": 900})
    browser_page.emulate_media(color_scheme=scheme)

    browser_page.goto(stop_address(leila))
    assert faults(browser_page) == []
    browser_page.get_by_role("button", name="Send me no more reminders").click()
    assert browser_page.get_by_role("heading", level=1).inner_text() == "You get no reminders"
    assert faults(browser_page) == []
