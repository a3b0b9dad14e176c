"""Two answers for machines: does the process live, is it ready for work."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.db.models import Count, Min
from django.db.models.functions import Coalesce, Now
from django.db.utils import InterfaceError
from django.http import HttpResponse, JsonResponse

from portal.celery import app
from portal.notifications.models import Gate, Message

PATIENCE = 1  # seconds for the broker
LATE = timedelta(minutes=15)  # a letter that is due for longer means that mail is not leaving


@login_not_required
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
def readyz(request):
    """Whether to send people here. Only the database is needed for that: without it 503.

    A broker that is down or mail that is late or held is reported, not fatal: pages answer, and the sweep delivers later.
    """
    database, mail = database_state()
    parts = {"database": database, "broker": broker_state(), "mail": mail}
    ready, healthy = database["ok"], all(part["ok"] for part in parts.values())
    response = JsonResponse({"ok": ready, "healthy": healthy, **parts}, status=200 if ready else 503)
    response["Cache-Control"] = "no-store"
    return response


def database_state() -> tuple[dict, dict]:
    """The database; whether mail is held after a restore, and how long the oldest letter that is due has waited (seconds)."""
    try:
        mail = Message.objects.late().aggregate(due=Count("pk"), waited=Now() - Min(Coalesce("tried_at", "not_before")))
        held = Gate.now().shut
    except (DatabaseError, InterfaceError):
        return {"ok": False}, {"ok": False, "held": None, "oldest_due_seconds": None, "due": None}
    age = mail["waited"] or timedelta(0)
    told = {"held": held, "oldest_due_seconds": int(age.total_seconds()), "due": mail["due"]}
    return {"ok": True}, {"ok": age < LATE and not held, **told}


def broker_state() -> dict:
    """Whether the broker answers a ping soon."""
    patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "max_retries": 0}
    try:
        with app.connection_for_write(transport_options=app.conf.broker_transport_options | patience) as broker:
            broker.default_channel.client.ping()
    except Exception:  # whatever the transport raises, the answer is the same
        return {"ok": False}
    return {"ok": True}
