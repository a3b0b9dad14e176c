"""A real Celery worker, the real broker and a real SMTP server: a letter leaves soon, and once."""

import pytest

from portal.celery import app
from portal.notifications import doorbell, outbox, tasks
from portal.notifications.models import Message
from tests import smtp
from tests.worker import wait_for, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _shelf(shelf, monkeypatch):
    """All letters here are notes, and the bell was not heard ill of before."""
    monkeypatch.setitem(doorbell.mute, "until", 0.0)
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge("celery")


def unsent() -> int:
    return Message.objects.exclude(status="sent").count()


def notes(number):
    return outbox.post_many(
        {"occasion": "note", "to": f"person{n}@example.org", "key": f"{n}", "link": "/en/", "words": "x"}
        for n in range(number)
    )


def test_a_letter_leaves_within_moments_of_its_commit(settings):
    with smtp.server(settings) as server, worker(settings):
        notes(3)
        wait_for(lambda: unsent() == 0)

    assert sorted(server.to) == [f"person{n}@example.org" for n in range(3)]


def test_every_task_of_the_outbox_may_come_twice(settings):
    with smtp.server(settings) as server, worker(settings):
        notes(20)
        for _ in range(5):
            tasks.deliver.delay()
            tasks.sweep.delay()
        wait_for(lambda: unsent() == 0)

    assert len(server.letters) == 20


def test_a_broker_that_is_away_costs_no_letter_and_is_asked_once(settings, monkeypatch):
    ring, tries = tasks.deliver.apply_async, []
    nobody = f"redis://127.0.0.1:{smtp.free_port()}/0"

    def ring_nobody(**options):
        tries.append(options)
        with app.connection_for_write(nobody) as broker:
            return ring(connection=broker, **options)

    monkeypatch.setattr(tasks.deliver, "apply_async", ring_nobody)
    for n in range(20):
        outbox.post("note", to="leila@example.org", key=f"{n}", link="/en/", words="x")

    assert Message.objects.filter(status="queued").count() == 20
    assert len(tries) == 1
