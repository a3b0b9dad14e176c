"""Finding: what the Steering Committee found on one of the three criteria, and on what evidence."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Finding(models.Model):
    class Criterion(models.TextChoices):
        VALUES = "values", _("commitment to the shared values")
        ROLE = "role", _("active role in responsible AI, at home and abroad")
        EXPERTISE = "expertise", _("expertise in AI")

    class Verdict(models.TextChoices):
        MET = "met", _("met")
        PARTLY = "partly", _("met in part")
        NOT_MET = "not_met", _("not met")

    accession = models.ForeignKey("members.Accession", models.CASCADE, related_name="findings")
    criterion = models.CharField(_("criterion"), max_length=9, choices=Criterion.choices)
    verdict = models.CharField(_("finding"), max_length=7, choices=Verdict.choices)
    evidence = models.TextField(_("evidence"))

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["accession", "criterion"], name="one_finding_per_criterion"),
            models.CheckConstraint(condition=~models.Q(evidence=""), name="finding_has_evidence"),
        ]

    def __str__(self):
        return f"{self.get_criterion_display()}: {self.get_verdict_display()}"
