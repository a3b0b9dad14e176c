"""Document: a PDF somebody sent; checked before it is taken, read by a worker after."""

import contextlib
import hashlib
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import random_id
from portal.notifications.doorbell import wake
from portal.pdf.arrival import BYTES_AT_MOST
from portal.pdf.pages import make_pages
from portal.pdf.shelf import discarded_on_failure, store
from portal.pdf.stored import StoredPdf

from .barred import barred

PAGE_BREAK = "\f"  # between the pages of `text`
AT_ONCE = 200  # documents for which one sweep rings


def page_path(page=None, filename="") -> str:
    return f"pages/{random_id().hex}.webp"


class ReadMeanwhile(Exception):
    """Another worker was first, or the document is gone."""


class DocumentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(replaced_at=None)

    def left_behind(self):
        """Those whose bell nobody heard: still unread a minute after they came, the oldest first."""
        late = Now() - timedelta(minutes=1)
        return self.filter(reading=Document.Reading.WAITING, uploaded_at__lt=late).order_by("uploaded_at")[:AT_ONCE]

    def visible_to(self, user, at):
        """Those of one's own nominations; for staff who read files also those that came with a submitted version; for
        the desk of a Member that has a word on a nomination the CV that counts. None that a conflict bars from.
        """
        from .nomination import Nomination

        if not user.is_authenticated:
            return self.none()
        own = Q(nomination__person__user=user)
        if not user.may_read_files:
            read = Nomination.objects.read_at_desk_of(user, at).values("submitted_version")
            counts = Document.versions.through.objects.filter(nominationversion__in=read).values("document")
            return self.filter(own | Q(kind=Document.Kind.CV, pk__in=counts))
        submitted = Q(pk__in=Document.versions.through.objects.values("document"))
        return self.filter(own | submitted & ~Q(nomination__in=barred(user)))


class Document(StoredPdf):
    class Kind(models.TextChoices):
        CV = "cv", _("CV")
        STATEMENT = "statement", _("supporting statement")

    class Reading(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READ = "read", _("read")
        UNREADABLE = "unreadable", _("could not be read")

    PAGES_AT_MOST = {Kind.CV: 4, Kind.STATEMENT: 2}
    BYTES_AT_MOST = BYTES_AT_MOST

    nomination = models.ForeignKey("nominations.Nomination", models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
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

    def get_absolute_url(self):
        return reverse("nominations:document", args=[self.pk])

    @property
    def page_texts(self) -> list[str]:
        """The text page by page, once it is read."""
        return self.text.split(PAGE_BREAK) if self.text else []

    def ring(self):
        """Wake the worker that reads it; if nobody hears, the sweep comes."""
        from ..tasks import read_document

        wake(read_document, str(self.pk))

    def read(self):
        """Make the pictures and the text of the pages; a second or a late call changes nothing."""
        if self.reading != self.Reading.WAITING:
            return
        with default_storage.open(self.file.name) as file:
            content = file.read()
        unharmed = hashlib.sha256(content).hexdigest() == self.sha256
        pages = make_pages(content) if unharmed else []
        paths = [store(page.picture, page_path()) for page in pages]
        with contextlib.suppress(ReadMeanwhile), transaction.atomic(), discarded_on_failure(*paths):
            waiting = (
                type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk, reading=self.Reading.WAITING)
            )
            if not waiting.exists():
                raise ReadMeanwhile
            self.keep(pages, paths)
        self.look_at_versions()

    def keep(self, pages: list, paths: list[str]):
        """Write down what was read. Call inside the lock."""
        self.pages.bulk_create(
            DocumentPage(document=self, number=number, picture=path, width=page.width, height=page.height)
            for number, (page, path) in enumerate(zip(pages, paths, strict=True), start=1)
        )
        self.text = PAGE_BREAK.join(page.text for page in pages)
        self.reading = self.Reading.READ if pages else self.Reading.UNREADABLE
        self.save(update_fields=["text", "reading"])

    def look_at_versions(self):
        """Its text is known: what waited for it can be checked."""
        from .version_check import VersionCheck

        counting = self.versions.filter(nomination__submitted_version=models.F("pk"))
        for version in counting.select_related("nomination__call"):
            VersionCheck.make(version)

    @property
    def paths(self) -> list[str]:
        return [*super().paths, *self.pages.values_list("picture", flat=True)]


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
