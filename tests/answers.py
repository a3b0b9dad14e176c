"""A complete, valid set of answers, and complete(): a nomination that could be submitted at once."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from members.drafts.saving import differing
from nominations.questions import SECTIONS
from portal.pdf.stored import random_path
from tests import pdfs

ANSWERS = {
    "given_name": "Leïla",
    "family_name": "Haddad",
    "published_name": "Dr Leïla Haddad",
    "honorific": "Dr",
    "phone": "+33 1 45 24 82 00",
    "nationality_1": "LB",
    "nationality_2": "FR",
    "nationality_3": "",
    "residence": "FR",
    "work_country": "FR",
    "gender": "woman",
    "gender_self_described": "",
    "career_stage": "mid",
    "organisation": "Data Trust Foundation",
    "position": "Head of evaluation",
    "stakeholder_group": "civil_society",
    "discipline_1": "computer_science",
    "discipline_2": "law",
    "years_experience": "12",
    "language_en": "working",
    "language_fr": "fluent",
    "languages_other": "Arabic (native)",
    "orcid": "0000-0002-1825-0097",
    "organisation_url": "https://example.org/",
    "profile_url": "https://example.org/people/haddad",
    "first_group": "responsible-ai",
    "second_group": "data-governance",
    "expertise": ["evaluation", "fairness", "public_sector"],
    "biography": "Leïla Haddad leads the evaluation of automated decisions at the Data Trust Foundation.",
    "motivation": "Registers and audits work only when governments share methods.\n\nI want to bring ours into one guide.",
    "evidence_expertise": "The audit method that four ministries use.",
    "evidence_record": "A registry of public algorithms in eleven countries.",
    "evidence_international": "Co-chair of a working party of nine countries.",
    "output_1_title": "Auditing public algorithms",
    "output_1_year": "2024",
    "output_1_url": "https://example.org/audit",
    "earlier_roles": "",
    "interest_employment": "Data Trust Foundation, since 2019.",
    "interest_advisory": "Advisory board of a statistical office, unpaid.",
    "interests_none": "",
    "accepts_time": "on",
    "accepts_costs": "on",
    "accepts_capacity": "on",
    "accepts_principles": "on",
    "consent_processing": "on",
    "consent_publication": "on",
    "consent_reserve_list": "on",
    "consent_mailing_list": "",
    "letters_language": "en",
}


def cv(name="haddad-cv.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdfs.good(), content_type="application/pdf")


def complete(nomination, *, answers=None, at=None):
    """All sections saved and a CV put in, so that nothing is missing. Returns the nomination."""
    fill(nomination, ANSWERS | (answers or {}), at)
    if not nomination.documents.current().exists():
        put_cv(nomination)
    return nomination


def fill(nomination, words, at=None):
    """What `save_section` leaves behind for each section, in a single step: `tests/nominations/test_saving.py` compares them."""
    with nomination.locked(at) as at:
        for section, questions in SECTIONS.items():
            nomination.demand_open(section, at)
            clean, _cut = questions.kept(words)
            if differing(nomination.answers, clean):
                nomination.write(section, clean)
        nomination.saved_at = at
        nomination.save(update_fields=["answers", "revision", "section_revisions", "saved_at"])


def put_cv(nomination):
    """What `attach` leaves behind, without its child process: that takes a quarter of a second and has its own tests."""
    content = pdfs.good()
    return nomination.documents.create(
        kind="cv",
        file=default_storage.save(random_path(), ContentFile(content)),
        name="haddad-cv.pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        page_count=2,
    )
