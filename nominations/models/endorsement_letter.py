"""The letter with which a Member names or endorses somebody: checked, stored, and only then written down."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.pdf.arrival import BYTES_AT_MOST
from portal.pdf.checking import check
from portal.pdf.shelf import discarded_on_failure, store
from portal.pdf.stored import StoredPdf, random_path

from .endorsement_queries import WRITERS


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user, at):
        """Those at one's desk; for staff who read files what went out; nothing for anybody else, the person too."""
        from .endorsement import Endorsement

        if not user.is_authenticated:
            return self.none()
        theirs = (
            Endorsement.objects.visible_to(user).said()
            if user.may_read_files
            else Endorsement.objects.at_desk_of(user, at)
        )
        return self.filter(endorsement__in=theirs)


class EndorsementLetter(StoredPdf):
    """Another one takes its place until it is sent; it goes when what was typed is wiped."""

    PAGES_AT_MOST = 4

    endorsement = models.OneToOneField("nominations.Endorsement", models.CASCADE, related_name="letter_row")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of a Member")
        verbose_name_plural = _("letters of Members")

    def get_absolute_url(self):
        return reverse("nominations:desk_letter", args=[self.pk])


class Lettered:
    """Trait of Endorsement."""

    @property
    def letter(self) -> EndorsementLetter | None:
        """As it was read with the row (`letter_row`), else as it is now."""
        if "letter_row" in self._state.fields_cache:
            return self._state.fields_cache["letter_row"]
        return EndorsementLetter.objects.filter(endorsement=self.pk).first()

    def attach_letter(self, file, *, by, at=None) -> EndorsementLetter:
        """Take a PDF as the signed letter; the one before makes room. Raises Refused with what to do."""
        checked = check(file, bytes_at_most=BYTES_AT_MOST, pages_at_most=EndorsementLetter.PAGES_AT_MOST)
        path = store(checked.content, random_path())
        with self.at_desk(by, *WRITERS, at=at) as (at, delegate), discarded_on_failure(path):
            self.demand_letter()
            self.forget_letter()
            letter = EndorsementLetter(endorsement=self)
            letter.describe(checked, path=path, name=file.name, at=at)
            letter.save(force_insert=True)
            facts = {"document": str(letter.pk), "sha256": letter.sha256}
            self.record("attached", by=by, at=at, capacity=delegate.as_what, facts=facts)
        return letter

    def demand_letter(self):
        """A letter comes with what is prepared, or with the answer to a request."""
        if self.status != self.Status.REQUESTED:
            self.demand_prepared()

    def forget_letter(self):
        """Delete the letter, if there is one. Call inside the lock."""
        if letter := self.letter:
            letter.forget()
        self._state.fields_cache.pop("letter_row", None)
