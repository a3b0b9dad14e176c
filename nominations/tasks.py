"""Doorbells of the call: fetch, call one method."""

from celery import shared_task

from portal.lifecycle import clock
from portal.pdf.loose import forget_loose_files as sweep_loose_files

from . import endorsement_clock, reminders
from .models import Document, NominationVersion, VersionCheck


@shared_task(name="nominations.lapse_returns")
def lapse_returns():
    """Every minute."""
    reminders.lapse_returns(clock.now())


@shared_task(name="nominations.remind_drafts")
def remind_drafts():
    """Every five minutes; a second beat writes nothing twice."""
    reminders.remind_drafts(clock.now())


@shared_task(name="nominations.tell_closed")
def tell_closed():
    """Every five minutes, from the end and its grace on."""
    reminders.tell_closed(clock.now())


@shared_task(name="nominations.forget_old_drafts")
def forget_old_drafts():
    """Every night."""
    reminders.forget_old_drafts(clock.now())


@shared_task(name="nominations.lapse_endorsements")
def lapse_endorsements():
    """Every minute."""
    endorsement_clock.lapse(clock.now())


@shared_task(name="nominations.remind_named")
def remind_named():
    """Every five minutes; a second beat writes nothing twice."""
    at = clock.now()
    endorsement_clock.remind_named(at)
    endorsement_clock.look_after_letters(at)


@shared_task(name="nominations.tell_desks")
def tell_desks():
    """Every five minutes: the Members' focal points, of what is new; a second beat writes nothing twice."""
    at = clock.now()
    endorsement_clock.tell_opened(at)
    endorsement_clock.tell_desks(at)
    endorsement_clock.tell_not_submitted(at)


@shared_task(name="nominations.read_document")
def read_document(pk: str):
    """Make the pictures and the text of one document; it may be gone by now."""
    for document in Document.objects.filter(pk=pk):
        document.read()


@shared_task(name="nominations.read_documents")
def read_documents():
    """Ring again for documents whose bell nobody heard."""
    for document in Document.objects.left_behind():
        document.ring()


@shared_task(name="nominations.check_version")
def check_version(pk: str):
    """Look at one version for the automatic checks of screening; a draft that was deleted took it along."""
    for version in NominationVersion.objects.filter(pk=pk):
        VersionCheck.make(version)


@shared_task(name="nominations.check_versions")
def check_versions():
    """Every five minutes: versions whose bell nobody heard."""
    for version in VersionCheck.waiting():
        VersionCheck.make(version)


@shared_task(name="nominations.forget_loose_files")
def forget_loose_files():
    """Delete stored files that no row knows."""
    sweep_loose_files(clock.now())
