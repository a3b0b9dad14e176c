"""The mail server is down while people submit: no page waits for it, and every letter leaves once it is back."""

from statistics import median

from . import FAULT
from .ledger import agree, mailed_once, unsent
from .people import answers, faults, received, rush

pytestmark = FAULT
NOISE = 0.15  # seconds that two medians may differ on a busy machine


def test_pages_are_as_fast_without_a_mail_server_and_every_letter_leaves_once_after(house):
    house.web()
    house.mail_up()
    house.worker()
    house.beat()
    before, people = house.people(12), house.people(20)
    with rush(before, at_once=1):
        pass
    house.until(lambda: unsent(house, before) == 0)
    house.mail_down()
    house.letters.letters.clear()

    with rush(people, at_once=1):
        pass
    house.until(lambda: tried(house, people) >= 3)
    assert unsent(house, people) == 20
    house.mail_up()
    house.until(lambda: be_due(house, people) or unsent(house, people) == 0)

    usual, meanwhile = (median(answer.seconds for answer in answers(crowd)) for crowd in (before, people))
    assert meanwhile < usual * 1.5 + NOISE
    assert (received(people), faults(people)) == (20, [])
    agree(house, people)
    mailed_once(house, people)


def tried(house, people) -> int:
    """How many letters a sender has tried; it leaves a silent server alone after three, and the rest wait behind."""
    addresses = [person.email for person in people]
    return house.one('SELECT count(*) FROM notifications_message WHERE attempts > 0 AND "to" = ANY(%s)', addresses)


def be_due(house, people):
    """Minutes pass: what was put off may be tried again."""
    house.do(
        'UPDATE notifications_message SET not_before = now() WHERE status = %s AND "to" = ANY(%s)',
        "queued",
        [person.email for person in people],
    )
