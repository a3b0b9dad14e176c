"""/healthz and /readyz: what is fatal, what is only told, and how soon they answer."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.utils import timezone

from portal.celery import app
from portal.notifications.models import Message

DEAD = "redis://127.0.0.1:1/0"


@pytest.fixture
def _dead_broker():
    before = app.conf.broker_url, app.conf.broker_write_url
    app.conf.broker_url = app.conf.broker_write_url = DEAD
    yield
    app.conf.broker_url, app.conf.broker_write_url = before


def letter(key, *, due, **fields):
    return Message.objects.create(key=key, occasion="x", to="a@example.org", language="en", not_before=due, **fields)


def test_the_process_answers_without_any_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_when_all_is_well(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ok": True,
        "healthy": True,
        "database": {"ok": True},
        "broker": {"ok": True},
        "mail": {"ok": True, "held": False, "oldest_due_seconds": 0, "due": 0},
    }
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.usefixtures("_dead_broker")
def test_a_dead_broker_is_told_soon_and_is_not_fatal(client):
    start = time.monotonic()
    response = client.get("/readyz")

    assert time.monotonic() - start < 5
    assert response.status_code == 200
    told = response.json()
    assert (told["ok"], told["healthy"], told["broker"]) == (True, False, {"ok": False})


@pytest.mark.django_db
def test_mail_that_is_due_for_long_is_told_with_its_age(client):
    now = timezone.now()
    letter("late", due=now - timedelta(hours=2))
    letter("fresh", due=now - timedelta(minutes=1), status="sending")
    letter("held", due=now + timedelta(days=1))
    letter("gone", due=now - timedelta(days=2), status="sent", sent_at=now)

    told = client.get("/readyz").json()

    assert (told["ok"], told["healthy"]) == (True, False)
    assert told["mail"]["ok"] is False
    assert told["mail"]["due"] == 2
    assert 7195 < told["mail"]["oldest_due_seconds"] < 7260


@pytest.mark.django_db
def test_without_the_database_it_is_not_ready(client):
    def gone(execute, sql, params, many, context):
        raise OperationalError("the server closed the connection unexpectedly")

    with connection.execute_wrapper(gone):
        response = client.get("/readyz")

    assert response.status_code == 503
    told = response.json()
    assert (told["ok"], told["database"], told["mail"]["ok"]) == (False, {"ok": False}, False)
    assert "closed the connection" not in response.content.decode()


@pytest.mark.django_db
def test_both_cost_next_to_nothing(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(0):
        alive = client.get("/healthz")
    client.get("/readyz")  # a process looks up once what letters are about
    with django_assert_max_num_queries(2):
        ready = client.get("/readyz")

    assert (alive.status_code, ready.status_code) == (200, 200)
