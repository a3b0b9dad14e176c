"""Document: a PDF somebody sent; checked before it is taken, read by a worker after."""

from celery import current_app
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import random_id


def random_path(document, filename) -> str:
    """A name that tells nothing and cannot be guessed, whatever the file was called."""
    return f"documents/{random_id().hex}.pdf"


def page_path(page, filename) -> str:
    return f"pages/{random_id().hex}.webp"


class DocumentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(replaced_at=None)

    def unread(self):
        return self.filter(reading=Document.Reading.WAITING)

    def visible_to(self, user):
        """Those of one's own nominations; all of them for staff who read files."""
        if user.is_authenticated and user.may_read_files:
            return self
        return self.filter(nomination__person__user=user) if user.is_authenticated else self.none()


class Document(models.Model):
    class Kind(models.TextChoices):
        CV = "cv", _("CV")
        STATEMENT = "statement", _("supporting statement")

    class Reading(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READ = "read", _("read")
        UNREADABLE = "unreadable", _("could not be read")

    PAGES_AT_MOST = {Kind.CV: 4, Kind.STATEMENT: 2}
    BYTES_AT_MOST = 5 * 1024**2

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    nomination = models.ForeignKey("nominations.Nomination", models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    file = models.FileField(upload_to=random_path, max_length=100)
    name = models.CharField(_("name of the file"), max_length=120)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    page_count = models.PositiveSmallIntegerField(_("pages"))
    uploaded_at = models.DateTimeField(_("received"), db_default=Now())
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)
    reading = models.CharField(_("reading"), max_length=10, choices=Reading.choices, default=Reading.WAITING)
    text = models.TextField(_("text"), blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "kind"], condition=Q(replaced_at=None), name="one_current_document"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("nominations:document", args=[self.pk])

    def forget(self):
        """Delete the row, and after the commit its files."""
        paths = [self.file.name, *self.pages.values_list("picture", flat=True)]
        self.delete()
        transaction.on_commit(lambda: [default_storage.delete(path) for path in paths], robust=True)


class DocumentPage(models.Model):
    """One page as a picture, made by a worker: what people look at instead of the file."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    picture = models.FileField(upload_to=page_path, max_length=100)  # no ImageField: it would parse what the child made
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_picture_per_page")]

    def __str__(self):
        return f"{self.document} {self.number}"


def ring_reader(document: Document):
    """Wake the worker that makes pictures and text."""
    current_app.send_task("nominations.read_document", args=[str(document.pk)])
