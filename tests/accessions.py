"""Applications of countries, for tests: each reaches its state by walking the verbs."""

import hashlib
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from members.models import Accession, Finding, LetterOfIntent
from portal.lifecycle.aoe import end_of
from portal.pdf.checking import Checked
from portal.pdf.shelf import store
from portal.pdf.stored import random_path
from tests import pdfs

APPLICATION = {
    "institution": "Ministry of Digital Affairs",
    "position": "Head of unit",
    "reasons": "We want to work on safe systems together.",
    "active_role": "A strategy since 2021, and a sandbox.",
    "expertise": "Four universities and sixty firms.",
    "adherence": "recommendation",
    "signatory_name": "Kari Nordmann",
    "signatory_position": "Minister of Digital Affairs",
    "signatory_power": "minister",
    "signed_on": "2026-01-15",
}
EVIDENCE = [(criterion, "met", f"Evidence on {criterion}.") for criterion in Finding.Criterion.values]


def letter(accession, content=None):
    """What `attach_letter` leaves behind, without its child process, which has its own tests."""
    content = content or pdfs.good(words="Letter of intent")
    checked = Checked(content, hashlib.sha256(content).hexdigest(), 2)
    letter = LetterOfIntent(accession=accession)
    letter.describe(checked, path=store(content, random_path()), name="letter.pdf", at=timezone.now())
    letter.save()
    return letter


def pdf_file(content=None, name="letter.pdf"):
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content or pdfs.good(3), content_type="application/pdf")


def accession_of(contact, country="NO", status="draft", *, by=None, answers=None, at=None):
    """An application on its way, up to the Committee's word; `by`: who of the secretariat walked it there.

    status: draft (empty), filled (a draft with everything in it), or a state.
    """
    found = Accession.start(country, by=contact, at=at)
    if status == "draft":
        return found
    found.save_answers(APPLICATION | (answers or {}), by=contact, at=at)
    letter(found)
    soon = end_of((at or timezone.now()).date() + timedelta(days=20))
    if status == "filled":
        return found
    found.submit(by=contact, at=at)
    if status == "incomplete":
        found.return_incomplete(reason="The letter is not signed.", until=soon, by=by, at=at)
    if status in ("under_assessment", "recommended", "not_recommended"):
        found.begin_assessment(until=soon, by=by, at=at)
    if status.endswith("recommended"):
        found.record_findings(EVIDENCE, by=by, at=at)
        act = found.recommend if status == "recommended" else found.do_not_recommend
        act(reason="The Committee's reasons.", assessed_on=(at or timezone.now()).date(), by=by, at=at)
    if status == "dismissed":
        found.dismiss(reason="Nobody there knows of it.", by=by, at=at)
    if status == "withdrawn":
        found.withdraw(by=contact, at=at)
    return found
