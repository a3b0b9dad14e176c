"""The letter of intent: checked outside the lock, stored first, and only then written down."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.pdf.arrival import BYTES_AT_MOST
from portal.pdf.checking import check
from portal.pdf.shelf import discard, discarded_on_failure, store
from portal.pdf.stored import StoredPdf, random_path


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; for staff who read files those that were sent in; nothing for anybody else."""
        if not user.is_authenticated:
            return self.none()
        own = Q(accession__contact=user)
        return self.filter(own | Q(versions__isnull=False) if user.may_read_files else own).distinct()


class LetterOfIntent(StoredPdf):
    """The signed letter. Another one takes its place until the application is sent; what was sent is kept."""

    PAGES_AT_MOST = 10

    accession = models.ForeignKey("members.Accession", models.CASCADE, related_name="letters")
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of intent")
        verbose_name_plural = _("letters of intent")
        constraints = [
            models.UniqueConstraint(
                fields=["accession"], condition=Q(replaced_at=None), name="one_current_letter_of_intent"
            )
        ]

    def get_absolute_url(self):
        return reverse("members:accession_letter", args=[self.pk])


class Lettered:
    """Trait of Accession."""

    @property
    def letter(self) -> LetterOfIntent | None:
        """The letter at work: the one that goes with the next submission, or went with the last."""
        return self.letters.filter(replaced_at=None).first()

    def attach_letter(self, file, *, by, at=None) -> LetterOfIntent:
        """Take a PDF as the letter of intent; the one before makes room.

        file: an uploaded file (read, seek, name). Raises Refused with what to do; nothing else changes then.
        The same file again changes nothing.
        """
        self.demand_at_work()
        checked = check(file, bytes_at_most=BYTES_AT_MOST, pages_at_most=LetterOfIntent.PAGES_AT_MOST)
        path = store(checked.content, random_path())
        with (
            self.locked(at) as at,
            discarded_on_failure(path),
        ):  # in this order: a commit of unknown fate keeps the file
            self.demand_at_work()
            there = self.letter
            if there and there.sha256 == checked.sha256:
                discard(path)
                return there
            self.retire(there, at)
            letter = LetterOfIntent(accession=self)
            letter.describe(checked, path=path, name=file.name, at=at)
            letter.save(force_insert=True)
            facts = {"document": str(letter.pk), "sha256": letter.sha256}
            self.record("attached", by=by, at=at, facts=facts)
        return letter

    def retire(self, letter: LetterOfIntent | None, at):
        """Make room: keep what was sent in, delete what never was. Call inside the lock."""
        if letter is None:
            return
        if letter.versions.exists():
            letter.replaced_at = at
            letter.save(update_fields=["replaced_at"])
        else:
            letter.forget()
