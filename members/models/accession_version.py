"""AccessionVersion: what a country sent in, frozen with its letter, and the hash that proves it."""

import hashlib
import json

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import random_id

from ..application import Application
from ..drafts.frozen import canonical


class AccessionVersion(models.Model):
    """Never changed after it is made: assessment and vote are about the last one."""

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    accession = models.ForeignKey("members.Accession", models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.TextField(_("content"), help_text=_("Canonical JSON."))
    sha256 = models.CharField("SHA-256", max_length=64)
    received_at = models.DateTimeField(_("received"))
    letter = models.ForeignKey(
        "members.LetterOfIntent", models.PROTECT, related_name="versions", verbose_name=_("letter of intent")
    )

    class Meta:
        verbose_name = _("version of an application")
        verbose_name_plural = _("versions of applications")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["accession", "number"], name="accession_versions_count_up")]

    def __str__(self):
        return f"{self.accession_id} v{self.number}"

    @classmethod
    def freeze(cls, accession, *, at) -> "AccessionVersion":
        """Freeze answers and letter at work. Call inside the accession's lock."""
        letter, latest = accession.letter, accession.versions.last()
        number = latest.number + 1 if latest else 1
        content = canonical(
            {
                "country": accession.country,
                "version": number,
                "received_at": at.isoformat(),
                "answers": accession.answers,
                "letter": {"name": letter.name, "sha256": letter.sha256, "pages": letter.page_count},
            }
        )
        digest = hashlib.sha256(content.encode()).hexdigest()
        return cls.objects.create(
            accession=accession, number=number, content=content, sha256=digest, received_at=at, letter=letter
        )

    @cached_property
    def data(self) -> dict:
        return json.loads(self.content)

    def form(self) -> Application:
        """The questions, bound to the answers as they were frozen."""
        return Application(self.data["answers"])
