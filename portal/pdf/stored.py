"""StoredPdf: what every PDF that somebody sent has in common, whatever it belongs to."""

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import random_id

from .checking import Checked
from .names import LENGTH, display_name


def random_path(document=None, filename="") -> str:
    """A name that tells nothing and cannot be guessed, whatever the file was called."""
    return f"documents/{random_id().hex}.pdf"


class StoredPdf(models.Model):
    """Checked before it was stored (`checking.check`), stored before its row (`shelf.store`); never changed after."""

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    file = models.FileField(upload_to=random_path, max_length=100)
    name = models.CharField(_("name of the file"), max_length=LENGTH)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    page_count = models.PositiveSmallIntegerField(_("pages"))
    uploaded_at = models.DateTimeField(_("received"), db_default=Now())

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def describe(self, checked: Checked, *, path: str, name: str, at):
        """Fill the columns from a file that passed its check and lies at `path`. name: as its sender called it."""
        self.file, self.name, self.uploaded_at = path, display_name(name), at
        self.size, self.sha256, self.page_count = len(checked.content), checked.sha256, checked.pages

    @property
    def paths(self) -> list[str]:
        """Where its files lie."""
        return [self.file.name]

    def forget(self):
        """Delete the row, and after the commit its files."""
        paths = self.paths
        self.delete()
        transaction.on_commit(lambda: [default_storage.delete(path) for path in paths], robust=True)
