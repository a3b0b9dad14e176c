"""The ledger: what people were told against rows, files and letters."""

import hashlib
from collections import Counter

from django.core.files.storage import default_storage

from nominations.models import Nomination
from portal.notifications.models import Message


def compared(told: list[str]):
    """Lines on how many references were shown, and on each that lacks a row, a version, a file or a letter."""
    faults = [f"{reference}: {fault}" for reference in told for fault in faults_of(reference)]
    double = [reference for reference, count in Counter(told).items() if count > 1]
    yield f"ledger: {len(told)} told that it arrived, {len(faults)} faults, {len(double)} told twice"
    yield from faults[:20]


def faults_of(reference):
    """What somebody who was told this reference would miss."""
    nomination = Nomination.objects.filter(reference=reference).select_related("submitted_version").first()
    if nomination is None or nomination.submitted_version is None or nomination.status != "submitted":
        yield "no submitted row"
        return
    version = nomination.submitted_version
    if hashlib.sha256(version.content.encode()).hexdigest() != version.sha256:
        yield "another hash than the version's"
    if nomination.versions.count() != 1:
        yield "more than one version"
    documents = version.documents.all()
    if len(documents) != 1 or any(changed(document) for document in documents):
        yield "not the file that was sent"
    if Message.objects.filter(about_id=str(nomination.pk), occasion="nominations/received").count() != 1:
        yield "not one receipt in the outbox"


def changed(document) -> bool:
    with default_storage.open(document.file.name) as file:
        return hashlib.sha256(file.read()).hexdigest() != document.sha256
