"""How fast the outbox empties into a mail server on this machine."""

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from portal.notifications import sender
from portal.notifications.models import Message

from .ground import free_port
from .meter import Meter


class Sent(NamedTuple):
    letters: int
    arrived: int
    seconds: float
    cpu_ms: float  # of the sender, a letter
    sql: float  # statements a letter

    @property
    def per_second(self) -> float:
        return self.letters / self.seconds


def sent(world, letters: int) -> Sent:
    """Write so many receipts into the outbox, and let the sender do its work once."""
    Message.objects.filter(status="queued").update(status="sent", sent_at=timezone.now(), secret=None)
    receipt = Message.objects.filter(recipient=world.nomination.owner).latest("written_at")
    Message.objects.bulk_create(again(receipt, number) for number in range(letters))
    with mail_server() as count, Meter() as meter:
        start = time.perf_counter()
        sender.deliver()
        seconds = time.perf_counter() - start
    gone = Message.objects.filter(key__startswith="bench/", status="sent").count()
    Message.objects.filter(key__startswith="bench/").delete()
    return Sent(gone, count["taken"], seconds, meter.cost.cpu_ms / letters, meter.cost.sql / letters)


def again(receipt, number) -> Message:
    """The same letter to somebody else."""
    names = ("occasion", "language", "subject", "text", "html", "recipient_id", "about_kind_id", "about_id")
    same = {name: getattr(receipt, name) for name in names}
    return Message(key=f"bench/{number}", to=f"letter-{number}@example.net", **same)


@contextmanager
def mail_server():
    """The sink, and the settings pointed at it; `taken` is what arrived."""
    port, count = free_port(), {"taken": 0}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    command = [sys.executable, "-m", "bench.sink", str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sink:
        sink.stdout.readline()
        try:
            yield count
        finally:
            count["taken"] = int(sink.communicate("\n")[0])
