"""Markup in every name and word, in a real browser: nothing of it becomes an element or runs, and the policy would stop it."""

import pytest

from members.typed import Line, Text
from nominations.models import Call, Nomination
from nominations.questions import SECTIONS
from portal.accounts.models import User
from portal.lifecycle.models import Event
from portal.notifications.models import Message
from tests import make
from tests.admin import do, list_of, page_of
from tests.answers import complete
from tests.browser import go_by, sign_in
from tests.portal.hostile import CANARY, WORDS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.abuse(16, 18),
]
EVIL = f"{WORDS['end']}{WORDS['element']}{WORDS['script']}{WORDS['attribute']}"
SHORT = f"'\"><img src=x onerror={CANARY}()>"
MADE = f"""() => [window.ran || '', ...document.querySelectorAll('{CANARY}, [onerror], [onfocus], img[src="x"]')]
    .map(thing => thing.outerHTML || thing).join(' ')"""
PLANTED = f"""() => {{
    const script = document.createElement('script')
    script.textContent = '{CANARY}()'
    document.body.append(script)
    const holder = document.createElement('div')
    holder.innerHTML = '<img src="data:," onerror="{CANARY}()"><a href="javascript:{CANARY}()" id="planted">x</a>'
    document.body.append(holder)
    document.getElementById('planted').click()
}}"""


@pytest.fixture
def evil(settings, jonas, groups):
    """A call, an account and a nomination all of whose words are markup."""
    settings.REQUIRE_STAFF_MFA = False
    call = make.call(by=jonas, title_en=SHORT, intro_en=EVIL)
    user = make.user("evil@example.org", SHORT)
    fields = {name: field for form in SECTIONS.values() for name, field in form.base_fields.items()}
    words = {
        name: EVIL if field.max_length > 400 else SHORT for name, field in fields.items() if type(field) in (Line, Text)
    }
    nomination = complete(make.nomination(author=user, call=call), answers=words)
    nomination.documents.update(name=f"{SHORT}.pdf")
    nomination.submit(by=user)
    nomination.add_note(EVIL, by=jonas)
    nomination.ask(EVIL, by=jonas).give_answer(EVIL, by=user)
    return nomination


@pytest.fixture
def window(browser_page):
    """A browser that remembers when the canary sings."""
    browser_page.add_init_script(f"window.{CANARY} = () => {{ window.ran = 'it ran' }}")
    browser_page.on("dialog", lambda dialog: browser_page.complaints.append(f"a dialog: {dialog.message}"))
    return browser_page


def own_pages(nomination):
    home = f"/en/nominations/{nomination.pk}/"
    sections = [f"{home}{name}/" for name in SECTIONS]
    return [
        "/en/",
        "/en/call/",
        "/en/nominations/",
        "/en/accounts/profile/",
        home,
        *sections,
        f"{home}check/",
        f"{home}done/",
    ]


def desk_pages(nomination):
    letter = Message.objects.filter(occasion="nominations/received").get()
    rows = [nomination, nomination.call, nomination.owner, letter, Event.objects.filter(verb="noted").get()]
    lists = [list_of(model) for model in (Nomination, Call, User, Message, Event)]
    verbs = [do(nomination, verb) for verb in ("declare_ineligible", "correct", "return_for_correction")]
    return ["/admin/", *lists, *map(page_of, rows), *verbs, f"{do(nomination, 'correct')}?question=given_name"]


def test_markup_in_every_word_is_read_as_text(window, evil, jonas):
    for person, pages in ((evil.owner, own_pages(evil)), (jonas, desk_pages(evil))):
        sign_in(window, person)
        shown = 0
        for address in pages:
            assert window.goto(address).status == 200, address
            shown += CANARY in window.content()
            assert window.evaluate(MADE) == "", address
        assert shown > len(pages) / 2, "Else these pages prove nothing."

    window.goto(do(evil, "declare_eligible"))
    go_by(window.locator("main button[type=submit], #content button[type=submit]").last)
    assert "Declared eligible" in window.content()
    assert window.evaluate(MADE) == ""


@pytest.mark.parametrize("address", ["/en/call/", "/en/accounts/profile/", "/admin/", "/en/nothing/"])
def test_the_policy_that_was_served_refuses_script_in_the_page(window, evil, jonas, address):
    """Planted from outside, as if something had let it in: neither element nor handler nor address runs."""
    sign_in(window, jonas)
    window.goto(address)
    window.complaints.clear()  # the page that is missing is one

    window.evaluate(PLANTED)
    window.wait_for_timeout(200)

    assert window.evaluate("window.ran || ''") == ""
    assert len([text for text in window.complaints if "Content Security Policy" in text]) == 3
    window.complaints.clear()
