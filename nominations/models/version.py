"""NominationVersion: what `submit` froze, and the hash that proves it."""

import hashlib
import json

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from members.drafts.frozen import canonical
from portal.lifecycle.models import random_id
from portal.notifications.doorbell import wake

from ..questions import SECTIONS

NATIONALITIES = ("nationality_1", "nationality_2", "nationality_3")
DISCIPLINES = ("discipline_1", "discipline_2")


class NominationVersion(models.Model):
    """Never changed after it is made: screening, endorsements, reviews and decisions point here.

    nationalities, disciplines: codes of the answers, for what is counted and capped; so they wait for no reading of the CV.
    """

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    nomination = models.ForeignKey("nominations.Nomination", models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.TextField(_("content"), help_text=_("Canonical JSON."))
    sha256 = models.CharField("SHA-256", max_length=64)
    received_at = models.DateTimeField(_("received"))
    in_grace = models.BooleanField(_("within the grace period"), default=False)
    nationalities = ArrayField(models.CharField(max_length=2), default=list)
    disciplines = ArrayField(models.CharField(max_length=20), default=list)
    documents = models.ManyToManyField("nominations.Document", related_name="versions")

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["nomination", "number"], name="versions_count_up")]
        indexes = [models.Index(fields=["sha256"], name="version_by_hash")]

    def __str__(self):
        return f"{self.nomination.reference} v{self.number}"

    @classmethod
    def freeze(cls, nomination, *, at, in_grace, answers=None, documents=None) -> "NominationVersion":
        """Freeze answers and documents, by default those at work. Call inside the nomination's lock."""
        answers = nomination.answers if answers is None else answers
        documents = nomination.current_documents if documents is None else documents
        latest = nomination.submitted_version
        number = latest.number + 1 if latest else 1
        content = canonical(
            {
                "reference": nomination.reference,
                "call": nomination.call.year,
                "version": number,
                "received_at": at.isoformat(),
                "answers": answers,
                "documents": [
                    {"kind": d.kind, "name": d.name, "sha256": d.sha256, "pages": d.page_count} for d in documents
                ],
            }
        )
        version = cls.objects.create(
            nomination=nomination,
            number=number,
            content=content,
            sha256=hashlib.sha256(content.encode()).hexdigest(),
            received_at=at,
            in_grace=in_grace,
            nationalities=codes(answers, NATIONALITIES, 2, 2),
            disciplines=codes(answers, DISCIPLINES, 1, 20),
        )
        links = cls.documents.through
        links.objects.bulk_create(links(nominationversion=version, document=document) for document in documents)
        version.frozen_documents = documents
        transaction.on_commit(version.ring, robust=True)
        return version

    def ring(self):
        """Wake the worker that looks at it for the automatic checks; if nobody hears, the sweep comes."""
        from ..tasks import check_version

        wake(check_version, str(self.pk))

    @cached_property
    def data(self) -> dict:
        return json.loads(self.content)

    @property
    def answers(self) -> dict:
        return self.data["answers"]

    @cached_property
    def frozen_documents(self) -> list:
        """The files as they were handed in, without their texts."""
        return list(self.documents.order_by("kind").defer("text"))

    @cached_property
    def named_by(self) -> list:
        """The Members that had nominated the person when this was received."""
        words = self.nomination.endorsements.stood_at(self.received_at).select_related("member")
        return [word.member for word in words.order_by("agreed_at", "member__name_en")]

    def section_forms(self) -> dict:
        """The six sections as they were frozen, for whoever shows them: section to bound form."""
        given = {"nomination": self.nomination, "documents": self.frozen_documents}
        return {name: form(self.answers, **given) for name, form in SECTIONS.items()}


def said(answers, name) -> str:
    """An answer as text; what is none is none."""
    answer = answers.get(name, "")
    return answer if isinstance(answer, str) else ""


def codes(answers, names, least, most) -> list[str]:
    """What was chosen in these questions, of codes so long."""
    return sorted({code for name in names if least <= len(code := said(answers, name)) <= most})
