"""What the clock does for applications: it reminds the contact of one that was returned."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Max, OuterRef, Subquery
from django.db.models.functions import Cast

from portal.lifecycle.models import Event
from portal.notifications.reminding import present

from .models import Accession
from .notices import accession as notices

BEFORE = {"7 days": timedelta(days=7), "2 days": timedelta(days=2)}


def remind_incomplete(at) -> int:
    """Remind contacts before the day by which they complete it. One returned after a reminder fell due gets none of it."""
    soon = with_return(Accession.objects.filter(status=Accession.Status.INCOMPLETE)).filter(
        due_at__gt=at, due_at__lte=at + BEFORE["7 days"]
    )
    due = [(accession, present(accession.due_at, at, BEFORE)) for accession in soon.select_related("contact")]
    return notices.incomplete_reminded(
        (accession, reminder.which, reminder.useful_until)
        for accession, reminder in due
        if accession.returned_at <= reminder.fell_due
    )


def with_return(accessions):
    """Brings along when each was returned last."""
    returns = Event.objects.filter(
        kind=ContentType.objects.get_for_model(Accession),
        thing_id=Cast(OuterRef("pk"), CharField()),
        verb="returned_incomplete",
    )
    latest = returns.values("thing_id").annotate(latest=Max("at")).values("latest")
    return accessions.annotate(returned_at=Subquery(latest))
