"""The worker is killed, again and again, while 200 letters go out."""

import os
import signal
import time
from collections import Counter

from . import FAULT
from .house import kill
from .ledger import agree
from .people import faults

pytestmark = FAULT
PEOPLE, SENDERS = 200, 2  # letters, processes that send
ENDED = "UPDATE nominations_call SET closes_at = now() - interval '1 hour' WHERE id = %s"


def test_a_worker_killed_twice_while_it_sends_200_letters_loses_none_and_doubles_only_what_was_in_flight(house):
    people, mailbox = house.people(PEOPLE, year=2033), house.mail_up()
    mailbox.delay = 0.03
    worker = house.worker()
    house.beat()
    house.do(ENDED, house.call)  # the timetable writes to everybody whose draft was not submitted
    in_flight = set()

    for round_, victims in enumerate(["all", "senders"], start=1):
        house.until(lambda taken=60 * round_: len(mailbox.letters) >= taken)
        in_flight |= killed_while_it_sends(house, worker, victims)
        assert len(in_flight) <= round_ * SENDERS

    house.until(lambda: house.be_due(people, "queued") or house.waiting(people) == 0)

    came = Counter(mailbox.ids)
    twice = {name for name, times in came.items() if times > 1}
    assert len(came) == PEOPLE
    assert twice <= in_flight
    assert came.total() <= PEOPLE + 2 * SENDERS
    assert faults(people) == []
    agree(house, people, doubled=len(twice))


def killed_while_it_sends(house, worker, victims) -> set[str]:
    """kill -9 with letters in hand; returns what had come and was not stamped as sent. Then a minute passes."""
    with house.frozen(worker) as senders:
        time.sleep(house.letters.delay * 3)  # what is on its way arrives
        in_hand = house.in_hand()
        assert in_hand, "nothing was being sent"
        for sender in senders:
            os.kill(sender, signal.SIGKILL)
        if victims == "all":
            kill(worker)
    house.leases_end(in_hand)
    return set(in_hand) & set(house.letters.ids)
