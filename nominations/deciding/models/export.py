"""Export: a file for the secretariat, made by a job, taken with a purpose, deleted after seven days."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Job
from portal.notifications.doorbell import wake

from .exporting import Exporting


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever reads files sees that it was made; who asked for it alone takes it, and learns how many rows it has."""
        return self if user.is_authenticated and user.may_read_files else self.none()


class Export(Exporting, Job):
    """rows: how many were written. path: of the file; empty once it is deleted."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    call = models.ForeignKey("nominations.Call", models.PROTECT, related_name="exports", verbose_name=_("call"))
    format = models.CharField(_("format"), max_length=4, choices=Format.choices, default=Format.XLSX)
    purpose = models.CharField(_("what it is for"), max_length=200)
    columns = models.JSONField(_("columns"), default=list)
    language = models.CharField(_("language"), max_length=2, default="en")
    rows = models.PositiveIntegerField(_("rows"), default=0)
    path = models.CharField(max_length=120, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-asked_at"]

    def __str__(self):
        return f"{self.call} · {clock.told(self.asked_at)}"

    def ring(self):
        from ..tasks import work_export

        wake(work_export, str(self.pk))
