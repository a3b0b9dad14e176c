"""Letters on the record: its head to whoever keeps it outside the database, and that something in it is wrong."""

from django.conf import settings
from django.urls import reverse_lazy

from portal.notifications.outbox import post_many, post_new

from ...reviewing.models import Reviewer


def head_kept(publication):
    """To the secretariat's mailbox and to the chair, with the hash that nobody can take back from their mailboxes."""
    call = publication.call
    seats = Reviewer.objects.serving().filter(call=call, chairs=True).select_related("user")
    told = [{"to": settings.SECRETARIAT_EMAIL}]
    told += [{"to": seat.user.email, "recipient": seat.user, "language": seat.user.language} for seat in seats]
    post_new(
        {
            "occasion": "record/sealed",
            "key": f"record_head:{publication.pk}:{reader['to']}",
            "link": reverse_lazy("deciding:report", args=[call.year]),
            "call": call,
            "publication": publication,
            **reader,
        }
        for reader in told
    )


def broken(findings, at):
    """To the secretariat's mailbox, once a day as long as it is so. findings: call to what is wrong with its record."""
    post_many(
        [
            {
                "occasion": "record/broken",
                "to": settings.SECRETARIAT_EMAIL,
                "key": f"record_broken:{at:%Y-%m-%d}",
                "link": reverse_lazy("admin:index"),
                "told": [(call, found[:10], len(found)) for call, found in findings.items()],
            }
        ]
    )
