"""The mail server is down, mute, or says no: no page waits for it, and what became of every letter is known."""

import socket
from contextlib import contextmanager

import pytest

from . import FAULT
from .house import kill
from .ledger import agree, files_agree, mails, mails_agree, rows_agree
from .people import answers, faults, received, rush

pytestmark = FAULT
TIMEOUT = 20  # seconds after which a mute server is given up; a page that waited for it would take as long
TRIED = 'SELECT count(*) FROM notifications_message WHERE attempts > 0 AND "to" = ANY(%s)'
FATES = """
SELECT "to", array_agg(status || ' ' || attempts ORDER BY written_at) FROM notifications_message WHERE "to" = ANY(%s) GROUP BY 1
"""
ONCE = """SELECT id::text, status FROM notifications_message WHERE once AND "to" = %s"""


@pytest.fixture
def hasty(house):
    """Its worker gives up a silent server after three seconds."""
    yield house
    house.env.pop("EMAIL_TIMEOUT", None)


def staff(house):
    """Worker and timetable."""
    house.env["EMAIL_TIMEOUT"] = "3"
    return house.worker(), house.beat()


@contextmanager
def mute(port):
    """A mail server that takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", port)):
        yield


def test_no_page_waits_for_a_mail_server_that_is_down_or_mute_and_every_letter_leaves_once_after(hasty):
    house, people = hasty, hasty.people(16)
    house.web()
    staff(house)
    with rush(people[:8]):
        pass
    house.until(lambda: tried(house, people) > 0)
    with mute(house.mail_port):
        with rush(people[8:]):
            pass
        before = tried(house, people)
        house.until(lambda: house.be_due(people) or tried(house, people) > before)
    assert house.waiting(people) == 16

    house.mail_up()
    house.until(lambda: house.be_due(people) or house.waiting(people) == 0)

    assert max(answer.seconds for answer in answers(people)) < TIMEOUT
    assert (received(people), faults(people)) == (16, [])
    agree(house, people)


def tried(house, people) -> int:
    """How many letters a sender has tried; it leaves a silent server alone after three, and the rest wait behind."""
    return house.one(TRIED, [person.email for person in people])


def test_what_a_mail_server_refuses_puts_off_or_leaves_open_is_known_and_harms_no_other_letter(hasty):
    house, people = hasty, hasty.people(9)
    grey, gone, hung, cut, poison, result, *others = people
    house.web()
    with rush(people):
        pass
    assert house.head.ask("POST", do("nominations", result.nomination, "declare_eligible")).status == 302
    house.do("""UPDATE notifications_message SET subject = E'two\\nlines' WHERE "to" = %s""", poison.email)
    mailbox = house.mail_up()
    mailbox.keep = True
    mailbox.by_address = {
        grey.email: [*["451 4.7.1 later"] * 3, "ok"],
        gone.email: ["550 5.1.1 no such mailbox"],
        hung.email: ["hang", "ok"],
        cut.email: ["cut", "ok"],
        result.email: ["ok", "cut", "ok"],  # its receipt, and then what the secretariat found
    }
    staff(house)

    first = {
        grey.email: ["sent 4"],
        gone.email: ["failed 1"],
        hung.email: ["unknown 1"],
        cut.email: ["unknown 1"],
        poison.email: ["failed 5"],
        result.email: ["sent 1", "unknown 1"],
        **{person.email: ["sent 1"] for person in others},
    }
    house.until(lambda: house.be_due(people, "queued") or fates(house, people) == first)
    assert shown(house, "?state=failed", people) == {gone.email, poison.email}
    assert shown(house, "?state=unknown", people) == {hung.email, cut.email, result.email}
    assert shown(house, "?waits=person", people) == {person.email for person in (gone, hung, cut, poison, result)}

    later = first | {hung.email: ["sent 2"], cut.email: ["sent 2"]}
    house.until(lambda: house.be_due(people) or fates(house, people) == later)
    house.drain()
    letter, state = house.rows(ONCE, result.email)[0]
    assert state == "unknown"
    assert mails(house, [result]).total() == 2

    house.head.ask("POST", do("notifications", letter, "send_again"))
    house.until(lambda: fates(house, people) == later | {result.email: ["sent 1", "sent 1"]})

    asked = {person.email: mailbox.asked.count(person.email) for person in people}
    assert asked == {grey.email: 4, gone.email: 1, hung.email: 2, cut.email: 2, poison.email: 0, result.email: 3} | {
        person.email: 1 for person in others
    }
    assert (received(people), faults([*people, house.head])) == (9, [])
    rows_agree(house, people)
    files_agree(house)
    mails_agree(house, [grey, hung, cut, result, *others], doubled=2)  # those two that were cut after they had come
    assert mails(house, [gone, poison]).total() == 0


def do(app, pk, verb) -> str:
    """The address of an act of the secretariat."""
    model = {"nominations": "nomination", "notifications": "message"}[app]
    return f"/admin/{app}/{model}/{pk}/do/{verb}/"


def fates(house, people) -> dict[str, list[str]]:
    """Address to what became of its letters, in order, and after how many tries."""
    return dict(house.rows(FATES, [person.email for person in people]))


def shown(house, query, people) -> set[str]:
    """Those of these people whose letters the secretariat finds in the outbox."""
    page = house.head.ask("GET", f"/admin/notifications/message/{query}").text
    return {person.email for person in people if person.email in page}


def test_a_result_is_never_sent_twice_though_the_database_dies_while_it_goes_over(house):
    house.web()
    (person,) = house.people(1)
    assert person.submit().leads_to("/done/")
    mailbox = house.mail_up()
    mailbox.keep = True
    mailbox.by_address[person.email] = ["ok", lambda: kill(house.postgres.child), "ok"]
    house.head.ask("POST", do("nominations", person.nomination, "declare_eligible"))
    house.worker()
    house.beat()
    house.until(lambda: not house.postgres.child.running)
    house.postgres_back()

    house.until(lambda: house.rows(ONCE, person.email)[0][1] == "unknown")
    house.be_due([person])
    house.ring("notifications.sweep")
    house.drain()

    assert house.rows(ONCE, person.email)[0][1] == "unknown"
    assert sorted(mails(house, [person]).values()) == [1, 1]
    files_agree(house)
