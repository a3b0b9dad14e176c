"""Leases: two senders share the work, a dead one loses nothing, a slow one cannot stamp what is no longer its own."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from portal.notifications import lease, outbox, outcome, sender, tasks
from portal.notifications.lease import Lease
from portal.notifications.models import Message
from tests import smtp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _shelf(shelf):
    """All letters here are notes."""


def notes(number, start=0):
    return outbox.post_many(
        {"occasion": "note", "to": f"person{n}@example.org", "key": f"{n}", "link": "/en/", "words": "x"}
        for n in range(start, start + number)
    )


def run_out():
    """The time of every lease has passed."""
    Message.objects.filter(status="sending").update(leased_until=timezone.now() - timedelta(seconds=1))


def test_a_batch_is_claimed_once():
    notes(70)
    first, second, third = Lease.claim(), Lease.claim(), Lease.claim()

    assert (len(first.rows), len(second.rows), len(third.rows)) == (50, 20, 0)
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}


@pytest.mark.parametrize("known", [False, True])
def test_a_batch_is_found_without_a_look_at_all_that_wait(counted, known):
    """Two thousand letters written since the database last made its statistics, and the same once it has."""
    Message.objects.bulk_create(Message(key=f"{n}", to=f"person{n}@example.org") for n in range(2_000))
    oldest = Message.objects.due().order_by("written_at")[: lease.BATCH]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_message") if known else None
        lease.look_in_order()
        sql, values = oldest.query.sql_with_params()
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
        [[[told]]] = cursor.fetchall()

    assert told["Plan"]["Actual Rows"] == lease.BATCH
    assert told["Plan"]["Shared Hit Blocks"] + told["Plan"]["Shared Read Blocks"] < 1_000


def test_two_letters_to_one_address_are_never_in_two_hands():
    for n in range(2):
        outbox.post("note", to="leila@example.org", key=f"{n}", link="/en/", words=f"{n}")

    assert [row.subject for row in Lease.claim().rows] == ["Note: 0"]
    assert Lease.claim().rows == []


def test_four_senders_at_once_send_each_letter_once(settings):
    notes(200)

    def send():
        try:
            sender.deliver()
        finally:
            connections.close_all()

    with smtp.server(settings) as server:
        senders = [threading.Thread(target=send) for _ in range(4)]
        [thread.start() for thread in senders]
        [thread.join() for thread in senders]

    assert len(server.letters) == 200
    assert len(set(server.ids)) == 200
    assert Message.objects.filter(status="sent").count() == 200


def test_a_dead_senders_batch_is_sent_by_the_next_sweep(settings):
    notes(5)
    Lease.claim()  # and then it is killed
    with smtp.server(settings) as server:
        tasks.sweep()
        assert server.letters == []
        run_out()
        tasks.sweep()
        assert len(server.letters) == 4  # the one that was in flight waits a minute longer
        Message.objects.update(not_before=timezone.now() - timedelta(seconds=1))
        tasks.sweep()

    assert len(set(server.ids)) == len(server.letters) == 5


def test_a_letter_that_kills_its_sender_is_parked_and_the_others_leave(settings):
    notes(1), notes(4, start=1)
    for _ in range(outcome.MISHAPS_AT_MOST):
        Message.objects.filter(key="0").update(not_before=timezone.now() - timedelta(seconds=1))
        Lease.claim(size=1)
        run_out()
        outcome.abandoned()
    with smtp.server(settings) as server:
        tasks.sweep()

    parked = Message.objects.get(key="0")
    assert (parked.status, parked.mishaps) == ("failed", 5)
    assert "died" in parked.answer
    assert len(server.letters) == 4


def test_a_slow_sender_cannot_stamp_what_another_took_over(settings):
    notes(1)
    slow = Lease.claim()
    run_out()
    outcome.abandoned()
    Message.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    with smtp.server(settings):
        tasks.sweep()

    outcome.failed(slow, slow.rows[0], "too late")
    slow.release()

    assert Message.objects.get().status == "sent"


def test_a_letter_is_not_handed_over_at_the_end_of_its_lease(settings, monkeypatch):
    notes(1)
    monkeypatch.setattr(lease, "MARGIN", 100)  # the lease has never enough time left
    with smtp.server(settings) as server:
        tasks.sweep()

    assert server.letters == []
    assert Message.objects.get().status == "queued"


def test_a_long_batch_renews_its_lease(settings, monkeypatch):
    notes(3)
    monkeypatch.setattr(lease, "FRESH", 0)
    ends = []
    sent = outcome.sent
    monkeypatch.setattr(outcome, "sent", lambda mine, row: (ends.append(mine.until), sent(mine, row)))
    with smtp.server(settings) as server:
        tasks.sweep()

    assert len(set(ends)) == 3
    assert len(server.letters) == 3
