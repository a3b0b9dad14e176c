"""Import: a file of experts and terms on its way in; checked, then written whole or not at all."""

import hashlib

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Lifecycle, Refused, random_id
from portal.notifications.doorbell import wake

from ..rules import may_keep_people
from .importing import Importing

BYTES_AT_MOST = 10 * 1024**2


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and user.may_read_files else self.none()

    def at_work(self):
        """Those for which a job is due, or under way."""
        return self.filter(status__in=Import.AT_WORK)


class Import(Importing, Lifecycle):
    """`lines`: what is wrong or worth knowing, the first of them, for a day; the file itself is kept only until this is over."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("being checked")
        REFUSED = "refused", _("refused")
        CHECKED = "checked", _("checked, ready to import")
        IMPORTING = "importing", _("being imported")
        IMPORTED = "imported", _("imported")
        BROKEN_OFF = "broken_off", _("broken off, nothing imported")
        DISCARDED = "discarded", _("discarded")

    MOVES = {
        Status.UPLOADED: {Status.CHECKED, Status.REFUSED, Status.BROKEN_OFF},
        Status.CHECKED: {Status.IMPORTING, Status.DISCARDED},
        Status.IMPORTING: {Status.IMPORTED, Status.REFUSED, Status.BROKEN_OFF},
        Status.BROKEN_OFF: {Status.UPLOADED, Status.DISCARDED},
    }
    AT_WORK = (Status.UPLOADED, Status.IMPORTING)
    WAITS = (Status.CHECKED, Status.BROKEN_OFF)  # for somebody to decide
    OVER = (Status.REFUSED, Status.IMPORTED, Status.DISCARDED)

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    name = models.CharField(_("file"), max_length=120)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"), db_default=Now())
    asked_at = models.DateTimeField(db_default=Now())  # since when the present job is due
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.UPLOADED)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    lines_beyond = models.PositiveIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "pk"]
        indexes = [models.Index(fields=["-uploaded_at", "id"])]

    def __str__(self):
        return self.name

    @classmethod
    def receive(cls, *, content: bytes, name: str, by, at=None) -> "Import":
        """Take a file in and have it checked; nothing else is written before somebody asks for it."""
        if not may_keep_people(by):
            raise Refused(_t("Only the secretariat imports people."))
        with transaction.atomic():
            taken = cls.objects.create(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest(), by=by)
            ImportedFile.objects.create(owner=taken, content=content)
            taken.record("uploaded", by=by, at=at, facts={"sha256": taken.sha256})
            taken.ring_on_commit()
        return taken

    def carry_out(self, *, by, at=None):
        """Have it imported by a job, which checks all of it again."""
        with self.locked(at) as at:
            self.move(self.Status.IMPORTING, verb="started", by=by, at=at, asked_at=at, **self.FRESH)
            self.ring_on_commit()

    def begin_again(self, *, by, at=None):
        """After a job broke off: check once more; what broke off has left nothing."""
        with self.locked(at) as at:
            if not self.is_kept:
                raise Refused(_t("The file is not kept any more. Upload it again."))
            self.move(self.Status.UPLOADED, verb="begun_again", by=by, at=at, asked_at=at, **self.FRESH)
            self.ring_on_commit()

    def discard(self, *, by, at=None):
        """Forget the file and what was said of it, without importing it; the clock does it after a day."""
        with self.locked(at) as at:
            self.move(self.Status.DISCARDED, verb="discarded", by=by, at=at, **self.NO_LINES)
            self.forget_file()

    def break_off(self, *, given_up=False, at=None):
        """Its job has died, or has given up. All it did was in one transaction, which is gone with it."""
        with self.locked(at) as at:
            dead = given_up or (self.leased_until and self.leased_until <= at)
            if self.status in self.AT_WORK and dead:
                self.move(self.Status.BROKEN_OFF, verb="broken_off", by=None, at=at, **self.FRESH)

    @property
    def lines_are_erased(self) -> bool:
        """There were some, and their time is over."""
        said = any(self.counts.get(name) for name in ("problems", "warnings"))
        return self.status in self.OVER and said and not self.lines

    @property
    def is_kept(self) -> bool:
        return ImportedFile.objects.filter(owner=self).exists()

    def forget_file(self):
        ImportedFile.objects.filter(owner=self).delete()

    def ring_on_commit(self):
        transaction.on_commit(self.ring, robust=True)

    def ring(self):
        """Wake the worker; if nobody hears, the sweep comes."""
        from ..tasks import work_import

        wake(work_import, str(self.pk))


class ImportedFile(models.Model):
    """The bytes, as long as they are needed: in the database, so that they go with its backup and are forgotten in one act."""

    owner = models.OneToOneField(Import, models.CASCADE, related_name="file", primary_key=True)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("file of an import")
        verbose_name_plural = _("files of imports")

    def __str__(self):
        return str(self.owner_id)
