"""VersionCheck: what does not change about a version that was handed in, found out once and kept.

Whatever can change afterwards (other nominations, words of Members) is asked of the database each time: see passing.py.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ..languages import ACCEPTED, language_of, languages_of
from ..questions import INTERESTS, SECTIONS
from .document import Document
from .version import NominationVersion, said

STATEMENTS = ("motivation", "biography", "evidence_expertise", "evidence_record", "evidence_international")
ENOUGH = 1200  # characters of all statements that tell the language of a dossier
AT_ONCE = 200  # versions that one sweep looks at


class VersionCheck(models.Model):
    """One row for a version, made by the worker once the CV is read. Never an opinion: each column is a fact."""

    class Cv(models.TextChoices):
        READ = "read", _("read")
        BLANK = "blank", _("without text")
        UNREADABLE = "unreadable", _("could not be read")
        NONE = "none", _("missing")

    class Language(models.TextChoices):
        FINE = "fine", _("English or French")
        SHORT = "short", _("too short to tell")
        OTHER = "other", _("another language")

    class Interests(models.TextChoices):
        DECLARED = "declared", _("declared")
        NOTHING = "nothing", _("nothing to declare")
        MISSING = "missing", _("not answered")

    version = models.OneToOneField(NominationVersion, models.CASCADE, primary_key=True, related_name="facts")
    missing = ArrayField(models.CharField(max_length=20), default=list)  # sections that are not complete
    cv = models.CharField(max_length=10, choices=Cv.choices)
    pages = models.PositiveSmallIntegerField(default=0)  # of the CV
    language = models.CharField(max_length=5, choices=Language.choices)
    languages = models.JSONField(default=dict)  # statement to code, of those long enough; the others under ""
    interests = models.CharField(max_length=8, choices=Interests.choices)
    orcid = models.CharField(max_length=19, blank=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("automatic check")
        verbose_name_plural = _("automatic checks")
        indexes = [models.Index(fields=["orcid"], condition=~Q(orcid=""), name="check_by_orcid")]

    def __str__(self):
        return f"{self.version_id} {self.cv} {self.language}"

    @classmethod
    def waiting(cls):
        """Versions that count, were not looked at, and whose CV a worker has read or given up: the oldest first."""
        unread = Document.objects.filter(reading=Document.Reading.WAITING, versions=OuterRef("pk"))
        counting = NominationVersion.objects.filter(nomination__submitted_version=models.F("pk"), facts=None)
        return counting.exclude(Exists(unread)).order_by("received_at")[:AT_ONCE]

    @classmethod
    def make(cls, version) -> "VersionCheck | None":
        """Look at a version, once. None while its CV waits to be read: whoever reads it comes back."""
        version.frozen_documents = list(version.documents.order_by("kind"))  # anew: a worker has read them since
        if any(document.reading == Document.Reading.WAITING for document in version.frozen_documents):
            return None
        return cls.objects.get_or_create(version=version, defaults=found_in(version))[0]


def found_in(version) -> dict:
    """The columns, from the answers and files as they were frozen."""
    answers = version.answers
    languages = languages_of({name: said(answers, name) for name in STATEMENTS})
    return {
        "missing": [name for name, form in version.section_forms().items() if not form.is_valid()],
        **of_cv(version),
        "language": judged(languages),
        "languages": languages,
        "interests": of_interests(answers),
        "orcid": orcid_of(answers),
    }


def written_in(answers) -> str:
    """English or French, by all statements together; empty where that is not sure."""
    code = language_of(" ".join(" ".join(said(answers, name) for name in STATEMENTS).split())[:ENOUGH])
    return code if code in ACCEPTED else ""


def of_cv(version) -> dict:
    cv = next((document for document in version.frozen_documents if document.kind == Document.Kind.CV), None)
    if cv is None:
        return {"cv": VersionCheck.Cv.NONE}
    if cv.reading == Document.Reading.UNREADABLE:
        return {"cv": VersionCheck.Cv.UNREADABLE, "pages": cv.page_count}
    return {"cv": VersionCheck.Cv.READ if cv.text.strip() else VersionCheck.Cv.BLANK, "pages": cv.page_count}


def judged(languages: dict[str, str]) -> str:
    """One word on all statements: of one that nobody can tell, nobody says that it is in another language."""
    codes = set(languages.values())
    if codes - {"", *ACCEPTED}:
        return VersionCheck.Language.OTHER
    return VersionCheck.Language.SHORT if "" in codes else VersionCheck.Language.FINE


def of_interests(answers) -> str:
    if any(said(answers, name).strip() for name in INTERESTS):
        return VersionCheck.Interests.DECLARED
    nothing = said(answers, "interests_none")
    return VersionCheck.Interests.NOTHING if nothing else VersionCheck.Interests.MISSING


def orcid_of(answers) -> str:
    try:
        return SECTIONS["work"].base_fields["orcid"].clean(said(answers, "orcid"))
    except ValidationError:
        return ""
